"""Why no plan exists and what would allow one, in words: infeasible.json and a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from planner.county import County
from planner.findings import Finding
from planner.instance import Instance
from planner.manifest import as_json
from planner.maps.offline import POLICY
from planner.maps.scan import outside_references
from planner.programme.concession import Concession, Remedy
from planner.reports.figures import Cell
from planner.reports.places import names_of
from planner.reports.table import Table, heads, placed
from planner.reports.words import PageLang, both, languages, pair, title_of
from planner.scenario import Scenario
from planner.texts import Text, text

_NAMED = 6
"""Villages named in a sentence; the page's table and the file name all of them."""


@dataclass(frozen=True)
class Refused:
    """What is known of a scenario without a plan."""

    scenario: Scenario
    county: County
    reasons: Sequence[Finding]
    remedies: Sequence[Remedy]


def look_for_remedies(county: County, instance: Instance, reasons: Sequence[Finding]) -> Refused:
    """Return the scenario with what would allow a plan, looked for as long as it may search."""
    from planner.programme.remedies import SECONDS, remedies

    seconds = min(SECONDS, instance.scenario.solver.time_limit_s)
    return Refused(instance.scenario, county, reasons, remedies(instance, seconds=seconds))


def remedy_findings(refused: Refused) -> list[Finding]:
    """Return the least concessions and the alternatives as findings, one an answer."""
    found = []
    for n, answer in enumerate(refused.remedies):
        lines = said(refused.county, answer)
        joined: Text = lines[0]
        for line in lines[1:]:
            joined = text("remedy.also", first=joined, second=line)
        key = "remedy.least" if n == 0 else "remedy.or"
        ids = dict.fromkeys(i for c in answer.concessions for i in (c.village, c.school) if i)
        found.append(Finding("remedy", "note", text(key, what=joined), ids=tuple(ids)))
    return found


def said(county: County, answer: Remedy) -> list[Text]:
    """Return the sentences of one answer: one a concession, trips by limit and township."""
    villages = names_of(county.villages)
    township = {str(i): str(t) for i, t in county.villages["township"].items()}
    trips: dict[tuple[str, str], list[Concession]] = {}
    lines = []
    for c in answer.concessions:
        if c.rule.startswith("trip_") or c.rule == "serve":
            trips.setdefault((c.rule, township[c.village]), []).append(c)
        else:
            lines.append(_sentence(county, c))
    for (rule, place), group in sorted(trips.items()):
        named = list(dict.fromkeys(villages[c.village] for c in group))
        fields: dict[str, Any] = {
            "township": place,
            "pupils": sum(c.pupils for c in group),
            "names": _list(named),
            "villages": len(named),
        }
        if rule != "serve":
            fields["minutes"] = f"{max(c.minutes for c in group):.0f}"
        lines.append(text(f"remedy.{rule}", **fields))
    return lines


def _sentence(county: County, c: Concession) -> Text:
    fields: dict[str, Any] = {"amount": f"{c.amount:,.0f}"}
    if c.school:
        schools = county.schools
        fields = {
            "amount": fields["amount"],
            "school": placed(schools.loc[c.school, "name"], schools.loc[c.school, "township"]),
            "pupils": c.pupils,
        }
    elif c.township:
        named = names_of(county.schools)
        kept = [text("remedy.with_pupils", name=named[s], pupils=n) for s, n in c.kept]
        fields |= {
            "township": c.township,
            "stage": text(f"stage.{c.stage}"),
            "schools": _list(kept) if kept else text("page.none"),
        }
    elif c.line:
        fields["line"] = c.line
    return text(f"remedy.{c.rule}", **fields)


def _list(names: Sequence[str | Text]) -> Text:
    said: Text | str = names[0]
    for name in names[1:_NAMED]:
        said = text("impossible.and", first=said, second=name)
    if len(names) > _NAMED:
        return text("remedy.and_more", names=said, more=len(names) - _NAMED)
    return said if isinstance(said, Text) else text("say.both", zh=said, en=said)


def infeasible_json(refused: Refused) -> str:
    """Return the content of infeasible.json."""

    def answer(n: int, found: Remedy) -> dict[str, Any]:
        return {
            "rank": n,
            "proved_least": found.proved,
            "families": list(found.families),
            "sentences": [pair(line) for line in said(refused.county, found)],
            "concessions": [_plain(c) for c in found.concessions],
        }

    return as_json(
        {
            "scenario": refused.scenario.name,
            "reasons": [
                {"rule": f.check, **pair(f.message), "ids": list(f.ids)} for f in refused.reasons
            ],
            "remedies": [answer(n, found) for n, found in enumerate(refused.remedies)],
        }
    )


def _plain(c: Concession) -> dict[str, Any]:
    values: dict[str, Any] = {"gives_way": c.rule, "amount": c.amount}
    for name in ("school", "township", "village", "line", "stage", "mode"):
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
    from jinja2 import Environment, PackageLoader, StrictUndefined

    langs = languages(lang)
    environment = Environment(
        loader=PackageLoader("planner.reports", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def say(words: object) -> object:
        return both(words, langs) if isinstance(words, Text | dict) else words

    answers = [
        {
            "lines": said(refused.county, answer),
            "proved": text("remedy.proved" if answer.proved else "remedy.not_proved"),
            "trips": _trips(refused.county, answer.concessions),
        }
        for answer in refused.remedies
    ]
    title = title_of(refused.scenario)
    page = environment.get_template("infeasible.html").render(
        say=say,
        words=lambda key, **fields: both(text(key, **fields), langs),
        langs=langs,
        policy=POLICY,
        css=(resources.files("planner.reports") / "report.css").read_text("utf-8"),
        title=title,
        title_text=f"{pair(refused.county.name)[langs[0]]} · {title[langs[0]]}",
        county=dict(refused.county.name),
        provenance=refused.county.provenance,
        reasons=[(pair(f.message), _named(refused.county, f.ids)) for f in refused.reasons],
        answers=answers,
    )
    assert not outside_references(page)
    return page


def _named(county: County, ids: Iterable[str]) -> str:
    villages, schools = names_of(county.villages), names_of(county.schools)
    return ", ".join(f"{villages.get(i) or schools.get(i, '')} {i}".strip() for i in ids)


def _trips(county: County, concessions: Sequence[Concession]) -> Table:
    """Return who would have to make which trip, or stay without a school, village by village."""
    villages, schools = names_of(county.villages), names_of(county.schools)
    township = {str(i): str(t) for i, t in county.villages["township"].items()}
    rows: list[list[Cell]] = []
    for c in sorted(concessions, key=lambda c: (township.get(c.village, ""), c.village, c.stage)):
        if not c.village:
            continue
        before = f"{c.minutes_before:.0f}" if c.minutes_before == c.minutes_before else "—"
        trip = c.minutes == c.minutes
        rows.append(
            [
                placed(villages[c.village], township[c.village]),
                text(f"stage.{c.stage}"),
                str(c.pupils),
                schools[c.school] if c.school else text("page.change.unserved"),
                text(f"mode.{c.mode}") if c.mode else "—",
                f"{before} → {c.minutes:.0f}" if trip else "—",
            ]
        )
    headings = (
        *heads("village", "stage", "pupils", "plan_school"),
        text("remedy.page.mode"),
        *heads("day_minutes"),
    )
    return Table(headings, rows, frozenset({2, 5}))
