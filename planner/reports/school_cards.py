"""A card for each school that changes: decision, reason, pupils, rooms, beds, posts, money, open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.county.dictionary import STAGES
from planner.maps.scene import Scene
from planner.reports.decisions import CHANGES
from planner.reports.document import Block, Grid, Group, Paragraph, Sentences, Title
from planner.reports.figures import Cell
from planner.reports.movers import movers_table
from planner.reports.people import with_change
from planner.reports.pupils import beds_beside, few_sum, pupils_of
from planner.reports.sentences import SEPARATORS
from planner.reports.table import Table, heads, placed
from planner.reports.words import count, few, yuan
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas


def school_cards(scene: Scene) -> tuple[Group, ...]:
    """Return the cards of all schools that change, by decision, then township and name."""
    trips = with_change(scene.result, scene.assignments)
    own = scene.schools[scene.schools["decision"].isin(CHANGES)]
    names = dict(zip(scene.schools["school_id"], scene.schools["name"], strict=True))
    rows = sorted(
        own.to_dict("records"),
        key=lambda r: (CHANGES.index(r["decision"]), r["township"], r["name"], r["school_id"]),
    )
    return tuple(_card(row, trips, names, n) for n, row in enumerate(rows, 1))


def _card(
    row: dict[Any, Any], trips: pandas.DataFrame, names: dict[str, str], number: int
) -> Group:
    school = row["school_id"]
    stays = trips["school_id"] == trips["baseline_school_id"]
    leaving = trips[(trips["baseline_school_id"] == school) & ~stays]
    coming = trips[(trips["school_id"] == school) & ~stays]
    blocks: list[Block] = [
        Paragraph(text("report_page.card.decision", decision=text(f"decision.{row['decision']}"))),
        Sentences(_said(row, names)),
        Grid(facts(row), "facts"),
    ]
    for title, movers in (("leaving", leaving), ("coming", coming)):
        if len(movers):
            table = movers_table(movers, township=True, last="beyond_norm")
            pupils = few_sum(movers["pupils"])
            blocks += [
                Title(text(f"report_page.card.{title}", pupils=pupils)),
                Grid(table, "villages"),
            ]
    return Group(f"school-{number}", placed(row["name"], row["township"]), tuple(blocks), "card")


def _said(row: dict[Any, Any], names: dict[str, str]) -> tuple[Cell | Text, ...]:
    reason = text("say.both", zh=row["reason_zh"], en=row["reason_en"])
    said: list[Cell | Text] = [text("report_page.card.reason", reason=reason)]
    received = zip(row["receivers"].split(";"), row["receiver_pupils"].split(";"), strict=True)
    to = [
        text("report_page.counted", what=names.get(s, s), n=few(int(n))) for s, n in received if s
    ]
    if to:
        joined = {lang: SEPARATORS[lang].join(t.say(lang) for t in to) for lang in LANGS}
        receivers = text("say.both", **joined)
        said.append(text("report_page.card.receivers", receivers=receivers))
    grade = text(f"provenance.{row['evidence']}")
    said.append(text("report_page.card.evidence", evidence=grade))
    if row["still_open"]:
        still = text("say.both", zh=row["still_open_zh"], en=row["still_open_en"])
        said.append(text("report_page.card.open", still=still))
    else:
        said.append(text("report_page.card.nothing_open"))
    return tuple(said)


def facts(row: dict[Any, Any]) -> Table:
    """Return what a school is, holds and costs: today beside the plan."""
    before = text(f"kind.{row['kind_before']}") if row["kind_before"] else text("page.none")
    after = text(f"kind.{row['kind']}") if row["kind"] else text("map.card.shut")
    rows: list[list[Cell]] = [[text("report.head.kinds"), before, after]]
    rows += [
        [
            text(f"stage.{g}"),
            few(row[f"{g}_pupils_before"]),
            few(row[f"{g}_pupils"]),
        ]
        for g in STAGES
        if row[f"{g}_pupils_before"] or row[f"{g}_pupils"]
    ]
    rows += [
        [text("report_page.card.pupils"), *(pupils_of(row, w) for w in ("_before", ""))],
        [text("report_page.card.boarders"), few(row["boarders_before"]), few(row["boarders"])],
        [
            text("report_page.card.rooms"),
            count(row["classrooms_today"]),
            _needed(row["classrooms_needed"], row["classrooms_added"]),
        ],
        [
            text("report_page.card.beds"),
            count(row["beds_today"]),
            _with_added(
                row["beds_today"] if row["kind"] else 0, row["beds_added"], row["boarders"]
            ),
        ],
        *_area(row),
        [
            text("report_page.card.posts"),
            count(row["posts_before"]),
            count(row["posts_needed"]),
        ],
        [text("report.head.carers"), "—", count(row["carers_needed"])],
        [
            text("report_page.card.annual"),
            yuan(row["annual_yuan_before"]),
            yuan(row["annual_yuan"]),
        ],
        [text("report_page.card.capital"), "—", yuan(row["capital_yuan"])],
    ]
    return Table(heads("item", "today", "after"), rows, frozenset({1, 2}))


def _area(row: dict[Any, Any]) -> list[list[Cell]]:
    """Return the line of the area built to the floors, none where nothing is."""
    teaching, sports = row["teaching_area_added_m2"], row["sports_area_added_m2"]
    if not teaching and not sports:
        return []
    built = text("report_page.card.area_built", teaching=count(teaching), sports=count(sports))
    return [[text("report_page.card.area"), "—", built]]


def _needed(rooms: int, added: int) -> Cell:
    return text("report_page.card.needed", n=count(rooms), added=count(added))


def _with_added(beds: int, added: int, boarders: int) -> Cell:
    if not added:
        return count(beds)
    n, new = (beds_beside(k, boarders) for k in (beds + added, added))
    return text("report_page.card.with_added", n=n, added=new)
