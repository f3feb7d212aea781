"""The plan in sentences with figures, for people who decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.reports.decisions import NEEDS_CONSENT
from planner.reports.people import with_change
from planner.reports.places import evidence_of
from planner.reports.words import count, percent, status_words, yuan
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas

GRADES = ("measured", "estimated", "synthetic")
HERDING_SHARE = 0.3
"""Share of herding households from which the village centre says little of the real way."""


def summary(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> tuple[Text, ...]:
    """Return the sentences of the summary: schools, trips, norm, money, what is open, proof."""
    return (
        _schools(schools),
        _trips(result, assignments),
        _boarding(assignments),
        _norm(assignments),
        _affected(result, assignments),
        _money(result),
        _households(result),
        _open(schools),
        text("report.summary.proof", status=status_words(result.outcome)),
    )


def _schools(schools: pandas.DataFrame) -> Text:
    n = schools["decision"].value_counts()
    return text(
        "report.summary.schools",
        before=count((schools["status_before"] == "existing").sum()),
        after=count((schools["kind"] != "").sum()),
        closed=count(n.get("close", 0)),
        opened=count(n.get("open", 0)),
        reduced=count(n.get("reduce_to_teaching_point", 0)),
        converted=count(n.get("convert_to_boarding", 0)),
        expanded=count(n.get("expand", 0)),
    )


def _trips(result: Result, assignments: pandas.DataFrame) -> Text:
    trips = with_change(result, assignments)
    n = trips.groupby("change")["pupils"].sum()
    return text(
        "report.summary.trips",
        pupils=count(trips["pupils"].sum()),
        much=count(n.get("much_longer", 0)),
        longer=count(n.get("longer", 0)),
        shorter=count(n.get("shorter", 0)),
        same=count(n.get("same", 0)),
        minutes=f"{result.scenario.concern.threshold_minutes:g}",
    )


def _boarding(assignments: pandas.DataFrame) -> Text:
    boards = assignments["mode"] == "board"
    newly = boards & (assignments["baseline_mode"] != "board")
    pupils = assignments["pupils"]
    return text(
        "report.summary.boarding",
        before=count(pupils[assignments["baseline_mode"] == "board"].sum()),
        after=count(pupils[boards].sum()),
        newly=count(pupils[newly].sum()),
    )


def _norm(assignments: pandas.DataFrame) -> Text:
    pupils, nowhere = assignments["pupils"], assignments["school_id"] == ""
    over = (assignments["over_norm"] == 1).fillna(False) & ~nowhere
    before = (assignments["baseline_over_norm"] == 1).fillna(False)
    return text(
        "report.summary.norm",
        after=count(pupils[over].sum()),
        before=count(pupils[before].sum()),
        unserved=count(pupils[nowhere].sum()),
        unserved_before=count(pupils[assignments["baseline_mode"] == ""].sum()),
    )


def _affected(result: Result, assignments: pandas.DataFrame) -> Text:
    pupils = assignments["pupils"]
    affected = int(pupils[assignments["affected"] == 1].sum())
    definition = result.scenario.concern.definition
    return text(
        "report.summary.affected",
        pupils=count(affected),
        share=percent(affected / max(1, int(pupils.sum()))),
        definition=text(f"report.definition.{definition}"),
    )


def _money(result: Result) -> Text:
    after, before = result.accounts, result.baseline_accounts
    return text(
        "report.summary.money",
        capital=yuan(after.county_capital_yuan),
        before=yuan(before.running_yuan),
        after=yuan(after.running_yuan),
        cost=yuan(after.annual_cost_yuan),
    )


def _households(result: Result) -> Text:
    after, before = result.accounts, result.baseline_accounts
    return text(
        "report.summary.households",
        before=yuan(before.household_yuan),
        after=yuan(after.household_yuan),
    )


def _open(schools: pandas.DataFrame) -> Text:
    needs = schools[schools["decision"].isin(NEEDS_CONSENT)]
    open_ = int((needs["executable"] == 0).sum())
    if needs.empty:
        return text("report.summary.nothing_closes")
    return text("report.summary.open", closures=count(len(needs)), open=count(open_))


def assumptions(result: Result) -> list[dict[str, str] | Text]:
    """Return what was assumed: by the county, for want of tables, and by evidence grade."""
    county = result.county
    said: list[dict[str, str] | Text] = [dict(a) for a in county.assumptions]
    if county.attendance is None:
        said.append(text("page.baseline_assumed"))
    said.append(text("page.centre"))
    herding = (
        int((county.villages["herder_share"] > HERDING_SHARE).sum())
        if "herder_share" in county.villages.columns
        else 0
    )
    if herding:
        said.append(text("page.herders", villages=herding))
    grades: dict[str, int] = {}
    for table, frame in (("schools", county.schools), ("villages", county.villages)):
        own = list(evidence_of(county, frame).values())
        grades |= {f"{table}_{grade}": own.count(grade) for grade in GRADES}
    said.append(text("page.evidence", **grades))
    return said
