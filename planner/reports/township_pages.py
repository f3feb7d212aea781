"""A page for each township: its schools, its villages, who goes where, boarding and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.maps.scene import Scene
from planner.reports.document import Block, Grid, Group, Paragraph, Picture, Sentences, Title
from planner.reports.figures import Cell
from planner.reports.movers import movers_table
from planner.reports.people import with_change
from planner.reports.pupils import beds_beside, pupils_of
from planner.reports.sentences import (
    Sentence,
    boarding_said,
    course,
    growth_said,
    mean_said,
    norm_said,
    schools_said,
    trips_said,
)
from planner.reports.still_map import township_map
from planner.reports.table import Table, heads
from planner.reports.words import count, few, yuan
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas


def township_pages(scene: Scene) -> tuple[Group, ...]:
    """Return the pages of all townships that hold a school or a village, by name."""
    trips = with_change(scene.result, scene.assignments)
    names = sorted({*scene.schools["township"], *scene.villages["township"]})
    return tuple(_page(scene, trips, name, n) for n, name in enumerate(names, 1))


def _page(scene: Scene, trips: pandas.DataFrame, name: str, number: int) -> Group:
    own = trips[trips["township"] == name].reset_index(drop=True)
    schools = scene.schools[scene.schools["township"] == name]
    schools = schools[schools["decision"] != "not_opened"]
    blocks: list[Block] = [Sentences(_said(scene, own, schools))]
    if len(own) or len(schools):
        caption = text("report_page.township.map", township=name)
        blocks.append(Picture(township_map(scene, name, f"township-{number}"), caption))
    if len(schools):
        blocks += [
            Title(text("report_page.township.schools")),
            Grid(schools_of(schools), "villages"),
        ]
    if len(own):
        blocks += [
            Title(text("report_page.township.villages")),
            Grid(movers_table(own, township=False, last="beyond_norm"), "villages"),
        ]
    else:
        blocks.append(Paragraph(text("report_page.township.nobody")))
    return Group(f"township-{number}", name, tuple(blocks), "township")


def _said(
    scene: Scene, trips: pandas.DataFrame, schools: pandas.DataFrame
) -> tuple[Sentence | Text, ...]:
    said: list[Sentence | None] = [schools_said(schools)]
    if len(trips):
        threshold = scene.result.scenario.concern.threshold_minutes
        affected = int(trips["pupils"][trips["affected"] == 1].sum())
        said += [
            text("report_page.township.villages_said", n=count(trips["village_id"].nunique())),
            trips_said(trips, threshold),
            growth_said(trips),
            mean_said(trips),
            boarding_said(trips),
            norm_said(trips),
            text("report_page.township.affected", pupils=few(affected)),
        ]
    if len(schools):
        said.append(
            text(
                "report_page.township.money",
                capital=yuan(schools["capital_yuan"].sum()),
                annual=course(
                    yuan(schools["annual_yuan_before"].sum()), yuan(schools["annual_yuan"].sum())
                ),
            )
        )
    return tuple(s for s in said if s is not None)


def schools_of(schools: pandas.DataFrame) -> Table:
    """Return the schools of a township: what they are, hold, build and cost, today and after."""
    rows: list[list[Cell]] = []
    for row in schools.to_dict("records"):
        before, after = pupils_of(row, "_before"), pupils_of(row)
        rows.append(
            [
                str(row["name"]),
                kind_course(str(row["kind_before"]), str(row["kind"])),
                text(f"decision.{row['decision']}"),
                f"{before} → {after}",
                f"{few(row['boarders_before'])} → {few(row['boarders'])}",
                count(row["classrooms_added"]),
                beds_beside(row["beds_added"], row["boarders"]),
                f"{count(row['posts_before'])} → {count(row['posts_needed'])}",
                ten_thousands(row["capital_yuan"]),
                f"{ten_thousands(row['annual_yuan_before'])} → {ten_thousands(row['annual_yuan'])}",
            ]
        )
    names = (
        "school", "kinds", "decision", "pupils", "boarders_change", "rooms_added", "beds_added",
        "posts", "capital", "annual",
    )  # fmt: skip
    return Table(heads(*names), rows, frozenset(range(3, 10)))


def kind_course(before: str, after: str) -> Cell:
    """Return the kind of a school today and after, once where it stays."""
    said = [text(f"kind.{k}") if k else text("report_page.no_kind") for k in (before, after)]
    if before == after:
        return said[0]
    return {lang: " → ".join(k.say(lang) for k in said) for lang in LANGS}


def ten_thousands(yuan_: float) -> str:
    """Return an amount of money in units of 10,000 yuan (万元), with one decimal."""
    return f"{yuan_ / 10_000 + 0.0:,.1f}".replace("-0.0", "0.0")
