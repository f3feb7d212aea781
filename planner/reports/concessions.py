"""What would have to give way, in sentences, by township and by village."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.county import County
from planner.programme.concession import Concession
from planner.reports.figures import Cell
from planner.reports.places import names_of
from planner.reports.table import Table, heads, placed
from planner.texts import Text, text

_NAMED, _IN_TABLE = 6, 40
"""Places named in a sentence and in a row; the table by village and the file name all of them."""


def said(county: County, concessions: Sequence[Concession]) -> list[Text]:
    """Return the sentences of one answer: one a concession, trips by limit and township."""
    villages, schools = names_of(county.villages), names_of(county.schools)
    trips: dict[tuple[str, str], list[Concession]] = {}
    lines = []
    for c in concessions:
        if _is_trip(c):
            trips.setdefault((c.rule, township_of(county, c)), []).append(c)
        else:
            lines.append(_sentence(county, c))
    for (rule, place), group in sorted(trips.items()):
        named = list(dict.fromkeys(villages[c.village] for c in group))
        fields: dict[str, Any] = {
            "township": place,
            "pupils": sum(c.pupils for c in group),
            "names": listed(named),
            "villages": len(named),
        }
        if rule != "serve":
            fields["minutes"] = f"{max(c.minutes for c in group):.0f}"
            fields["schools"] = listed(list(dict.fromkeys(schools[c.school] for c in group)))
        lines.append(text(f"remedy.{rule}", **fields))
    return lines


def township_of(county: County, c: Concession) -> str:
    """Return the township that a concession is about, empty for the county."""
    if c.village:
        return str(county.villages.loc[c.village, "township"])
    return str(county.schools.loc[c.school, "township"]) if c.school else c.township


def _is_trip(c: Concession) -> bool:
    return c.family in ("trips", "unserved")


def _sentence(county: County, c: Concession) -> Text:
    fields: dict[str, Any] = {"amount": f"{c.amount:,.0f}"}
    if c.school:
        schools = county.schools
        school = placed(schools.loc[c.school, "name"], schools.loc[c.school, "township"])
        fields |= {"school": school, "pupils": c.pupils}
    elif c.township:
        named = names_of(county.schools)
        kept = [text("remedy.with_pupils", name=named[s], pupils=n) for s, n in c.kept]
        fields |= {
            "township": c.township,
            "stage": text(f"stage.{c.stage}"),
            "schools": listed(kept) if kept else text("page.none"),
        }
    elif c.line:
        fields["line"] = c.line
    return text(f"remedy.{c.rule}", **fields)


def listed(names: Sequence[str | Text], most: int = _NAMED) -> Text:
    """Return names as a list in words, the first `most` of them."""
    said: Text | str = names[0]
    for n, name in enumerate(names[1:most], start=2):
        last = n == len(names)
        said = text("impossible.and" if last else "remedy.comma", first=said, second=name)
    if len(names) > most:
        return text("remedy.and_more", names=said, more=len(names) - most)
    return said if isinstance(said, Text) else text("say.both", zh=said, en=said)


def totals(county: County, concessions: Sequence[Concession]) -> list[Text]:
    """Return what gives way summed up over the townships, one sentence a rule."""
    rules: dict[str, list[Concession]] = {}
    for c in concessions:
        rules.setdefault(c.rule, []).append(c)
    lines = []
    for rule, group in rules.items():
        amount = sum(c.amount for c in group)
        places = len({township_of(county, c) for c in group} - {""})
        fields: dict[str, Any] = {
            "what": text(f"remedy.what.{rule}"),
            "amount": text(f"remedy.unit.{group[0].unit}", amount=f"{amount:,.0f}"),
        }
        key = "remedy.total" if places else "remedy.total_county"
        lines.append(text(key, **fields | ({"places": places} if places else {})))
    return lines


def in_short(county: County, concessions: Sequence[Concession]) -> list[Text]:
    """Return the sentences of one answer, or where they are many what they come to together."""
    lines = said(county, concessions)
    return lines if len(lines) <= _NAMED else totals(county, concessions)


def by_township(county: County, concessions: Sequence[Concession]) -> list[dict[str, Any]]:
    """Return what gives way in each township, those of the county first.

    Returns
    -------
    list of dict
        ``township`` (empty for the county), ``gives_way``, ``amount``, ``unit``, ``pupils``, and
        the ids of ``schools``, ``villages`` and ``lines``.
    """
    groups: dict[tuple[str, str], list[Concession]] = {}
    for c in concessions:
        groups.setdefault((township_of(county, c), c.rule), []).append(c)
    return [
        {
            "township": township,
            "gives_way": rule,
            "amount": sum(c.amount for c in group),
            "unit": group[0].unit,
            "pupils": sum(c.pupils for c in group),
            "schools": _ids([c.school for c in group] + [s for c in group for s, _ in c.kept]),
            "villages": _ids([c.village for c in group]),
            "lines": _ids([c.line for c in group]),
        }
        for (township, rule), group in sorted(groups.items())
    ]


def _ids(found: Sequence[str]) -> list[str]:
    return sorted({x for x in found if x})


def townships(county: County, concessions: Sequence[Concession]) -> Table:
    """Return the same for people: what gives way, how much of it, and which places it concerns."""
    villages, schools = names_of(county.villages), names_of(county.schools)
    rows: list[list[Cell]] = []
    for found in by_township(county, concessions):
        # Of trips the villages say whom it concerns, whichever school they lead to.
        places: list[str | Text] = [villages[v] for v in found["villages"]]
        places = places or [schools[s] for s in found["schools"]] or list(found["lines"])
        rows.append(
            [
                found["township"] or text("remedy.page.county"),
                text(f"remedy.what.{found['gives_way']}"),
                text(f"remedy.unit.{found['unit']}", amount=f"{found['amount']:,.0f}"),
                listed(places, _IN_TABLE) if places else "—",
            ]
        )
    names = ("township", "what", "how_much", "where")
    headings = tuple(text(f"remedy.page.{name}") for name in names)
    return Table(headings, rows, numeric=frozenset({2}), short=frozenset({0, 1}))


def trips(county: County, concessions: Sequence[Concession]) -> Table:
    """Return who would have to make which trip, or stay without a school, village by village."""
    villages, schools = names_of(county.villages), names_of(county.schools)
    rows: list[list[Cell]] = []
    concerned = [(township_of(county, c), c) for c in concessions if c.village]
    for township, c in sorted(concerned, key=lambda x: (x[0], x[1].village, x[1].stage)):
        before = f"{c.minutes_before:.0f}" if c.minutes_before == c.minutes_before else "—"
        rows.append(
            [
                placed(villages[c.village], township),
                text(f"stage.{c.stage}"),
                str(c.pupils),
                text(f"remedy.what.{c.rule}"),
                schools[c.school] if c.school else text("page.change.unserved"),
                text(f"mode.{c.mode}") if c.mode else "—",
                f"{before} → {c.minutes:.0f}" if c.minutes == c.minutes else "—",
            ]
        )
    headings = (
        *heads("village", "stage", "pupils"),
        text("remedy.page.what"),
        *heads("plan_school"),
        text("remedy.page.mode"),
        *heads("day_minutes"),
    )
    return Table(headings, rows, numeric=frozenset({2, 6}), short=frozenset({1, 5}))
