"""Why no plan exists and what would allow one, in words: infeasible.json and a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.county import County
from planner.findings import Finding
from planner.instance import Instance
from planner.manifest import as_json
from planner.programme.concession import Concession, Remedy
from planner.reports.concessions import (
    by_township,
    in_short,
    listed,
    said,
    township_of,
    townships,
    trips,
)
from planner.reports.page import page
from planner.reports.places import names_of
from planner.reports.words import PageLang, languages, pair
from planner.scenario import Scenario
from planner.texts import Text, text


@dataclass(frozen=True)
class Refused:
    """What is known of a scenario without a plan.

    Parameters
    ----------
    reasons
        Why there is none.
    remedies
        What would allow one, the least concession first.
    exhausted
        Whether it is proved that there is no other way.
    staffing
        Whom ``no_forced_exit`` leaves without a place, where that is the reason.
    """

    scenario: Scenario
    county: County
    reasons: Sequence[Finding]
    remedies: Sequence[Remedy]
    exhausted: bool = False
    staffing: Mapping[str, object] | None = None


def look_for_remedies(county: County, instance: Instance, reasons: Sequence[Finding]) -> Refused:
    """Return the scenario with what would allow a plan, looked for as long as it may search."""
    from planner.programme.remedies import SECONDS, remedies

    seconds = min(SECONDS, instance.scenario.solver.time_limit_s)
    found = remedies(instance, seconds=seconds)
    return Refused(instance.scenario, county, reasons, found.answers, found.exhausted)


def remedy_findings(refused: Refused) -> list[Finding]:
    """Return the least concessions and the alternatives as findings, one an answer.

    The last one says whether there is any other way, where that is known or only one was found.
    """
    found = []
    for n, answer in enumerate(refused.remedies):
        lines = in_short(refused.county, answer.concessions)
        joined: Text = lines[0]
        for line in lines[1:]:
            joined = text("remedy.also", first=joined, second=line)
        key = ("remedy.least" if answer.proved else "remedy.least_found") if n == 0 else "remedy.or"
        ids = dict.fromkeys(i for c in answer.concessions for i in (c.village, c.school) if i)
        found.append(Finding("remedy", "note", text(key, what=joined), ids=tuple(ids)))
    closing = _closing(refused)
    return found if closing is None else [*found, Finding("remedy", "note", closing)]


def _closing(refused: Refused) -> Text | None:
    """Return the sentence on ways that are not told; None where none is needed."""
    if not refused.remedies:
        return None
    if refused.exhausted:
        return text("remedy.exhausted")
    return text("remedy.only_one") if len(refused.remedies) == 1 else None


def infeasible_json(refused: Refused) -> str:
    """Return the content of infeasible.json."""
    county = refused.county

    def answer(n: int, found: Remedy) -> dict[str, Any]:
        return {
            "rank": n,
            "proved_least": found.proved,
            "families": list(found.families),
            "sentences": [pair(line) for line in said(county, found.concessions)],
            "by_township": by_township(county, found.concessions),
            "concessions": [_plain(county, c) for c in found.concessions],
        }

    return as_json(
        {
            "scenario": refused.scenario.name,
            "reasons": [
                {"rule": f.check, **pair(f.message), "ids": list(f.ids)} for f in refused.reasons
            ],
            "remedies": [answer(n, found) for n, found in enumerate(refused.remedies)],
            "no_other_way": refused.exhausted,
            **({} if refused.staffing is None else {"staffing": refused.staffing}),
        }
    )


def _plain(county: County, c: Concession) -> dict[str, Any]:
    values: dict[str, Any] = {"gives_way": c.rule, "amount": c.amount, "unit": c.unit}
    if township_of(county, c):
        values["township"] = township_of(county, c)
    for name in ("school", "village", "line", "stage", "mode"):
        if getattr(c, name):
            values[name] = getattr(c, name)
    for name in ("minutes", "minutes_before"):
        value = getattr(c, name)
        if value == value:
            values[name] = value
    if c.kept:
        values["kept"] = [{"school": s, "pupils": n} for s, n in c.kept]
    return values | ({"pupils": c.pupils} if c.pupils else {})


def write_infeasible(refused: Refused, folder: Path, lang: PageLang) -> None:
    """Write infeasible.json and infeasible.html into a folder."""
    (folder / "infeasible.json").write_text(infeasible_json(refused), "utf-8")
    (folder / "infeasible.html").write_text(infeasible_page(refused, lang), "utf-8")


def infeasible_page(refused: Refused, lang: PageLang = "both") -> str:
    """Return the page, self-contained: reasons, the least concessions, alternatives, villages."""
    county = refused.county
    answers = [
        {
            "lines": in_short(county, answer.concessions),
            "is_least": answer.proved,
            "proved": text("remedy.proved" if answer.proved else "remedy.not_proved"),
            "townships": townships(county, answer.concessions),
            "trips": trips(county, answer.concessions),
        }
        for answer in refused.remedies
    ]
    return page(
        "infeasible.html",
        refused.scenario,
        county,
        languages(lang),
        status=text("status.infeasible"),
        status_code="infeasible",
        reasons=[(pair(f.message), _named(county, f.ids)) for f in refused.reasons],
        answers=answers,
        sought=refused.staffing is None,
        closing=_closing(refused),
    )


def _named(county: County, ids: Iterable[str]) -> list[Text]:
    """Return villages and schools by name and id, township by township."""
    places: dict[str, list[str]] = {}
    for table in (county.villages, county.schools):
        names = names_of(table)
        for i in (i for i in ids if i in names):
            places.setdefault(str(table.loc[i, "township"]), []).append(f"{names[i]} {i}")
    return [
        text("remedy.page.of_township", township=t, names=listed(names, len(names)))
        for t, names in sorted(places.items())
    ]
