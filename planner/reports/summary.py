"""The plan in sentences with figures, for people who decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.reports.decisions import CHANGES, NEEDS_CONSENT
from planner.reports.people import with_change
from planner.reports.words import count, percent, status_of, whole, yuan
from planner.result import Result
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

Sentence = Text | dict[str, str]

FARES = ("much_longer", "longer", "boards_now", "unserved", "shorter", "same")
SEPARATORS = {"zh": "、", "en": ", "}


def summary(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> tuple[Sentence, ...]:
    """Return the sentences of the summary.

    How many schools change, who travels longer and by how much, who is beyond the norm, what
    it costs the county and households, what may not be done yet, what is not known, what is
    proved.
    """
    trips = with_change(result, assignments)
    season = "unknown" if "winter" in result.scenario.seasons else "unknown_winter"
    sentences = (
        _schools(schools),
        _trips(result, trips),
        _growth(trips),
        _boarding(assignments),
        _norm(assignments),
        _cut_off(result),
        _affected(result, assignments),
        _money(result),
        _posts(result),
        _households(result, assignments),
        _open(schools),
        text(f"report.summary.{season}"),
        text("report.summary.proof", status=status_of(result)),
    )
    return tuple(s for s in sentences if s is not None)


def _schools(schools: pandas.DataFrame) -> Sentence:
    n = schools["decision"].value_counts()
    before = count((schools["status_before"] == "existing").sum())
    parts = [
        text(f"report.summary.{decision}", n=count(n[decision]))
        for decision in (*CHANGES, "keep")
        if n.get(decision, 0)
    ]
    if not set(n.index) & set(CHANGES):
        return text("report.summary.schools_same", before=before)
    after = count((schools["kind"] != "").sum())
    return _listed("schools", parts, before=before, after=after)


def _trips(result: Result, trips: pandas.DataFrame) -> Sentence:
    n = trips.groupby("change")["pupils"].sum()
    minutes = f"{result.scenario.concern.threshold_minutes:g}"
    parts = [
        text(f"report.summary.{change}", n=count(n[change]), minutes=minutes)
        for change in FARES
        if n.get(change, 0)
    ]
    return _listed("trips", parts, pupils=count(trips["pupils"].sum()))


def _listed(sentence: str, parts: list[Text], **fields: object) -> Sentence:
    """Return a sentence whose field ``parts`` lists other sentences, in either language."""
    said = {}
    for lang in LANGS:
        listed = SEPARATORS[lang].join(part.say(lang) for part in parts)
        said[str(lang)] = text(f"report.summary.{sentence}", parts=listed, **fields).say(lang)
    return said


def _course(before: str | Text, after: str | Text) -> Text:
    """Return a figure today and after the plan, once where it stays."""
    key = "stays" if before == after else "course"
    return text(f"report.summary.{key}", before=before, after=after)


def _growth(trips: pandas.DataFrame) -> Text | None:
    own = trips[trips["change"].isin(["much_longer", "longer"])]
    if own.empty:
        return None
    ranked = own.sort_values(["added_minutes", "village_id"], ascending=[False, True])
    most = ranked.iloc[0]
    mean = float((own["added_minutes"] * own["pupils"]).sum() / own["pupils"].sum())
    return text(
        "report.summary.growth",
        mean=whole(mean),
        most=whole(float(most["added_minutes"])),
        village=text("page.placed", name=most["village"], township=most["township"]),
        pupils=count(most["pupils"]),
    )


def _boarding(assignments: pandas.DataFrame) -> Text:
    boards = assignments["mode"] == "board"
    newly = boards & (assignments["baseline_mode"] != "board")
    pupils = assignments["pupils"]
    return text(
        "report.summary.boarding",
        course=_course(
            count(pupils[assignments["baseline_mode"] == "board"].sum()),
            count(pupils[boards].sum()),
        ),
        newly=count(pupils[newly].sum()),
    )


def _norm(assignments: pandas.DataFrame) -> Text:
    pupils = assignments["pupils"]
    nowhere, nowhere_before = assignments["school_id"] == "", assignments["baseline_mode"] == ""
    over = (assignments["over_norm"] == 1).fillna(False) & ~nowhere
    before = (assignments["baseline_over_norm"] == 1).fillna(False) & ~nowhere_before
    return text(
        "report.summary.norm",
        over=_course(count(pupils[before].sum()), count(pupils[over].sum())),
        nowhere=_course(count(pupils[nowhere_before].sum()), count(pupils[nowhere].sum())),
    )


def _cut_off(result: Result) -> Text | None:
    """Name the villages that reach no school of some stage in a season planned for."""
    found = [f for f in result.findings if f.check.startswith("travel_unreached")]
    names = result.county.villages["name"]
    ids = sorted({i for f in found for i in f.ids})
    if not ids:
        return None
    said = {lang: SEPARATORS[lang].join(str(names[i]) for i in ids) for lang in LANGS}
    return text("report.summary.cut_off", n=len(ids), villages=text("say.both", **said))


def _affected(result: Result, assignments: pandas.DataFrame) -> Text:
    pupils, concern = assignments["pupils"], result.scenario.concern
    affected = int(pupils[assignments["affected"] == 1].sum())
    definition = text(
        f"report.definition.{concern.definition}",
        minutes=f"{concern.threshold_minutes:g}",
        yuan=f"{concern.threshold_yuan:g}",
        share=percent(concern.threshold_income_share),
        km=f"{concern.threshold_km:g}",
        any=f"{concern.any_yuan:g}",
    )
    return text(
        "report.summary.affected",
        pupils=count(affected),
        share=percent(affected / max(1, int(pupils.sum()))),
        definition=definition,
    )


def _money(result: Result) -> Text:
    after, before = result.accounts, result.baseline_accounts
    return text(
        "report.summary.money",
        capital=yuan(after.county_capital_yuan),
        running=_course(yuan(before.running_yuan), yuan(after.running_yuan)),
        cost=yuan(after.annual_cost_yuan),
    )


def _posts(result: Result) -> Text:
    after, before = result.accounts, result.baseline_accounts
    return text(
        "report.summary.posts",
        posts=_course(count(int(before.posts.sum())), count(int(after.posts.sum()))),
        carers=_course(count(int(before.carers.sum())), count(int(after.carers.sum()))),
    )


def _households(result: Result, assignments: pandas.DataFrame) -> Text:
    after, before = result.accounts, result.baseline_accounts
    pupils = assignments["pupils"]
    # Who has no trip today, or none in the plan, has nothing to compare.
    grown = assignments["household_yuan"] - assignments["baseline_household_yuan"]
    more = grown > 0.5
    payers = int(pupils[more].sum())
    extra = float((grown * pupils)[more].sum()) / payers if payers else 0.0
    everyone = max(1, int(pupils.sum()))
    return text(
        "report.summary.households",
        course=_course(yuan(before.household_yuan), yuan(after.household_yuan)),
        each=_course(
            count(before.household_yuan / everyone), count(after.household_yuan / everyone)
        ),
        more=count(payers),
        extra=count(extra),
    )


def _open(schools: pandas.DataFrame) -> Text:
    needs = schools[schools["decision"].isin(NEEDS_CONSENT)]
    open_ = int((needs["executable"] == 0).sum())
    if needs.empty:
        return text("report.summary.nothing_closes")
    return text("report.summary.open_items", closures=count(len(needs)), open=count(open_))
