"""A dossier as rows of words in one language, ready to be laid out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.county.dictionary import STAGES
from planner.reports.apart import JOINT
from planner.reports.dossier.content import Dossier, Flow, Group, NormRow, Receiver, Step, Way
from planner.reports.dossier.counts import Count, total
from planner.reports.words import count, minus, pair, signed, whole
from planner.texts import Lang, Text, text

Cell = list[str]
"""Lines of one cell."""


def at(name: str, township: str) -> Text:
    """Return a place with its township, said once where the name holds it to be told apart."""
    return text("page.placed", name=bare(name, township), township=township)


def bare(name: str, township: str) -> str:
    """Return a name as it stands beside its township."""
    return name.removesuffix(f"{JOINT}{township}") if township else name


def number(count_of_things: Count) -> str:
    """Return a number that is not one of pupils, or the range it lies in."""
    low, high = count_of_things.low, count_of_things.high
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def group_rows(dossier: Dossier, lang: Lang) -> list[list[Cell]]:
    """Return the table of who would change school."""
    return [_group(g, lang) for g in dossier.groups]


def totals(dossier: Dossier, lang: Lang) -> list[str]:
    """Return the sums over who would change school, in sentences."""
    groups = dossier.groups
    villages = len({g.village_id for g in groups})
    said = [
        text(
            "dossier.total.pupils",
            pupils=dossier.pupils,
            villages=villages,
            households=dossier.households,
        )
    ]
    for stage in STAGES:
        pupils = total(g.pupils for g in groups if g.stage == stage)
        if pupils.high:
            words = text(f"stage.{stage}")
            said.append(text("dossier.total.by_stage", stage=words, pupils=pupils))
    for stage, pupils in dossier.stays.items():
        said.append(text("dossier.total.stays", stage=text(f"stage.{stage}"), pupils=pupils))
    before, after = (
        total(g.pupils for g in groups if getattr(g, when).over_norm)
        for when in ("before", "after")
    )
    said.append(text("dossier.total.over_norm", before=before, after=after))
    boards = total(g.pupils for g in groups if g.after.mode == "board" != g.before.mode)
    said += [text("dossier.total.boards", pupils=boards)] if boards.high else []
    stream = total(g.pupils for g in groups if g.stream_lost)
    said += [text("dossier.total.stream", pupils=stream)] if stream.high else []
    far = [g for g in groups if not math.isnan(g.after.minutes)]
    if far:
        worst = max(far, key=lambda g: (g.after.minutes, g.village_id))
        minutes = whole(worst.after.minutes)
        said.append(text("dossier.total.longest", minutes=minutes, village=worst.village))
    low, high = (_yuan(yuan) for yuan in dossier.shifted_yuan)
    yuan = low if low == high else f"{low} – {high}"
    said.append(text("dossier.total.shifted", yuan=yuan))
    return [t.say(lang) for t in said]


def receiver_rows(receiver: Receiver, lang: Lang) -> list[list[str]]:
    """Return the table of a receiving school: what it is, today, after the plan."""
    rows: list[tuple[Text, object, object]] = []
    for stage, after in receiver.pupils_after.items():
        words = text(f"stage.{stage}")
        before, flow = receiver.pupils_before[stage], receiver.flows[stage]
        label = text("dossier.receiver.pupils", stage=words)
        rows.append((label, _today(before, flow), _afterwards(after, flow)))
        rows.append((text("dossier.receiver.classes", stage=words), "", _classes(receiver, stage)))
    rows.append(
        (text("dossier.receiver.boarders"), receiver.boarders_before, receiver.boarders_after)
    )
    rows += [
        (
            text(f"dossier.receiver.{name}"),
            "",
            text("dossier.receiver.add", there=there, needed=needed, added=number(added)),
        )
        for name, there, needed, added in (
            ("rooms", receiver.rooms_today, number(receiver.rooms), receiver.rooms_added),
            ("beds", receiver.beds_today, receiver.boarders_after, receiver.beds_added),
        )
    ]
    places = text(
        "dossier.receiver.add_places",
        there=receiver.canteen_today,
        added=number(receiver.canteen_added),
    )
    rows.append((text("dossier.receiver.canteen"), "", places))
    rows.append((text("dossier.receiver.condition"), _condition(receiver), ""))
    hidden = math.isnan(receiver.capital_yuan)
    capital = text("dossier.receiver.withheld") if hidden else count(receiver.capital_yuan)
    rows.append((text("dossier.receiver.capital"), "", capital))
    return [[_said(cell, lang) for cell in row] for row in rows]


def build_first(receiver: Receiver, lang: Lang) -> str:
    """Return what must be built at a receiving school before the first pupil comes."""
    if not receiver.build_first:
        return text("dossier.receiver.nothing_first").say(lang)
    what: Text | None = None
    for code in receiver.build_first:
        one = text(f"dossier.build.{code}")
        what = one if what is None else text("dossier.both", first=what, second=one)
    return text("dossier.receiver.first", what=what).say(lang)


def step_rows(steps: Sequence[Step], lang: Lang) -> list[list[str]]:
    """Return the table of the steps: what, whether settled, what is on record."""
    rows = []
    for step in steps:
        state = text("dossier.step.settled" if step.settled else "dossier.step.open")
        if step.settled and step.code == "build_first":
            state = text("dossier.step.not_needed")
        record = text("dossier.step.unknown") if step.record is None else step.record
        told = "" if step.record is None and (step.settled or step.code in _OF_DATA) else record
        rows.append([text(f"page.open.{step.code}").say(lang), state.say(lang), _said(told, lang)])
    return rows


def norm_rows(norms: Sequence[NormRow], lang: Lang) -> list[list[str]]:
    """Return the table of norms: what, in which document, how certain."""
    return [
        [_said(n.says, lang), _said(n.document, lang), _certainty(n.certainty).say(lang)]
        for n in norms
    ]


_OF_DATA = ("synthetic", "estimated", "build_first")
"""Steps of which no table keeps a record."""


def _group(group: Group, lang: Lang) -> list[Cell]:
    before, after = group.before, group.after
    lines: list[Text] = []
    growth = after.minutes - before.minutes
    weekly = (before.mode == "board") != (after.mode == "board")
    if not math.isnan(growth) and not weekly:
        lines.append(text("dossier.way.added", minutes=signed(growth)))
    week = after.week_minutes - before.week_minutes
    if not math.isnan(week):
        lines.append(text("dossier.way.added_week", minutes=signed(week)))
    if weekly and before.mode and after.mode:
        key = "boards" if after.mode == "board" else "returns"
        lines.append(text("dossier.way.boards" if key == "boards" else "dossier.way.returns"))
    lines += [text("dossier.way.over")] if after.over_norm and after.mode else []
    lines += [text("dossier.way.stream")] if group.stream_lost else []
    paid = text(
        "dossier.way.paid", before=_yuan(before.household_yuan), after=_yuan(after.household_yuan)
    )
    net = text(
        "dossier.way.net", before=_yuan(before.private_yuan), after=_yuan(after.private_yuan)
    )
    return [
        [at(group.village, group.township).say(lang)],
        [text(f"stage.{group.stage}").say(lang)],
        [str(group.pupils)],
        _way(before, lang),
        _way(after, lang),
        [line.say(lang) for line in lines],
        [paid.say(lang), net.say(lang)],
    ]


def _way(way: Way, lang: Lang) -> Cell:
    if not way.school_id:
        return [text("dossier.way.none").say(lang)]
    if not way.mode:
        return [way.school, text("dossier.way.unknown").say(lang)]
    said = [text("dossier.way.school", school=way.school, mode=text(f"mode.{way.mode}"))]
    said.append(_minutes(way))
    said.append(text("dossier.way.week", minutes=whole(way.week_minutes)))
    return [t.say(lang) for t in said]


def _minutes(way: Way) -> Text:
    normal = way.season_minutes.get("normal", math.nan)
    winter = way.season_minutes.get("winter", math.nan)
    if not math.isnan(normal) and not math.isnan(winter):
        return text("dossier.way.seasons", normal=whole(normal), winter=whole(winter))
    if not math.isnan(normal):
        return text("dossier.way.no_winter", normal=whole(normal))
    if not math.isnan(winter):
        return text("dossier.way.only_winter", winter=whole(winter))
    return text("dossier.way.one_way", minutes=whole(way.minutes))


def _today(pupils: Count, flow: Flow) -> object:
    """Return a school's pupils of today, with those who would go elsewhere."""
    if not flow.leaves.high:
        return pupils
    return text("dossier.receiver.leaving", pupils=pupils, leaving=flow.leaves)


def _afterwards(pupils: Count, flow: Flow) -> object:
    """Return a school's pupils after the plan, and where they come from if that is not plain."""
    if not flow.leaves.high and not flow.others.high:
        return pupils
    return text(
        "dossier.receiver.made_of",
        pupils=pupils,
        stays=flow.stays,
        newcomers=flow.newcomers,
        others=flow.others,
    )


def _classes(receiver: Receiver, stage: str) -> Text:
    limit = receiver.class_limits[stage]
    fields = {"classes": number(receiver.classes[stage]), "pupils": receiver.class_sizes[stage]}
    if math.isinf(limit):
        return text("dossier.receiver.class_free", **fields)
    return text("dossier.receiver.class", limit=f"{limit:g}", **fields)


def _condition(receiver: Receiver) -> Text:
    if receiver.condition == "D" or not receiver.takes_in:
        return text("dossier.receiver.condition_d")
    if not receiver.condition:
        return text("dossier.receiver.condition_unknown")
    return text("dossier.receiver.condition_grade", grade=receiver.condition)


def _certainty(code: str) -> Text:
    return text(f"dossier.certainty.{code}")


def _yuan(value: float) -> str:
    return "—" if math.isnan(value) else minus(count(value))


def _said(cell: object, lang: Lang) -> str:
    return pair(cell)[lang] if isinstance(cell, Text | dict) else str(cell)
