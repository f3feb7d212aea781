"""The schools that would take pupils in: their places before and after, and what must be built."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.county.dictionary import OFFERS, STAGES
from planner.dossier.groups import Row
from planner.gates import canteen_places
from planner.instance import Instance
from planner.posts import classes_by_stage
from planner.reports.dossier.content import Flow, Group, Receiver
from planner.reports.dossier.counts import NOBODY, Count, public, public_part, total
from planner.scenario.schools import ClassSize


@dataclass(frozen=True)
class Places:
    """What stands at a school today, as far as a plan counts it.

    Parameters
    ----------
    rooms
        That pupils from elsewhere may use.
    canteen
        Places for boarders, of which each takes `canteen_per_boarder`.
    builds_area
        Whether area is built by the number of pupils, so that the money would tell it.
    """

    rooms: int
    beds: int
    canteen: int
    canteen_per_boarder: float
    takes_in: bool
    existing: bool
    builds_area: bool = False


def places_of(instance: Instance, school: str) -> Places:
    """Return what stands at a school."""
    j = instance.site_id.index(school)
    return Places(
        rooms=int(instance.site_rooms[j] - instance.site_rooms_short[j]),
        beds=int(instance.site_beds[j]),
        canteen=int(instance.site_canteen[j]),
        canteen_per_boarder=instance.scenario.boarding.canteen_places_per_boarder,
        takes_in=bool(instance.site_receives[j]),
        existing=bool(instance.site_existing[j]),
        builds_area=instance.scenario.schools.area_floors == "build",
    )


def receiver_of(
    school: Row,
    groups: Sequence[Group],
    rows: Sequence[Row],
    closing: Iterable[str],
    places: Places,
    sizes: ClassSize,
    condition: str,
) -> Receiver:
    """Return a school that takes in pupils of the one that the dossier is about.

    Every number of pupils is put together from numbers that may be shown, so that none that
    is hidden follows from the others.

    Parameters
    ----------
    school
        Its row of schools.csv.
    groups
        Who would leave the closing school.
    rows
        All rows of assignments.csv.
    closing
        All schools that the run closes or reduces.
    """
    ident, kind = str(school["school_id"]), str(school["kind"])
    people = Flows(ident, rows, frozenset(closing))
    stages = [g for g in STAGES if g in OFFERS[kind]]
    flows = {g: people.flow(g, groups) for g in stages}
    after = {g: f.stays + f.newcomers + f.others for g, f in flows.items()}
    before = {g: f.stays + f.leaves for g, f in flows.items()}
    low, high = (
        classes_by_stage(kind, [getattr(after.get(g, NOBODY), end) for g in STAGES], sizes)
        for end in ("low", "high")
    )
    classes = {g: Count(low[g][0], high[g][0]) for g in stages}
    largest = {
        g: Count(_up(after[g].low / classes[g].high), _up(after[g].high / classes[g].low))
        for g in stages
    }
    rooms = Count(sum(c.low for c in classes.values()), sum(c.high for c in classes.values()))
    boarders = people.boarders(after=True)
    rooms_added = _for_area(school, _beyond(rooms, places.rooms))
    beds_added = _beds_added(school, boarders, places)
    canteen = _beyond(_canteen(boarders, places), places.canteen)
    exact = rooms_added.shown and beds_added.shown and canteen.shown
    exact &= not places.builds_area or all(count.shown for count in after.values())
    return Receiver(
        school_id=ident,
        name=str(school["name"]),
        township=str(school["township"]),
        kind=kind,
        decision=_decision(str(school["decision"]), rooms_added, beds_added),
        evidence=str(school["evidence"]),
        newcomers=total(g.pupils for g in groups if g.after.school_id == ident),
        pupils_before=before,
        pupils_after=after,
        flows=flows,
        classes=classes,
        class_sizes={g: _hidden_class(largest[g]) for g in stages},
        class_limits={g: _limit(sizes, g, high[g][1]) for g in stages},
        boarders_before=people.boarders(after=False),
        boarders_after=boarders,
        rooms_today=places.rooms if places.existing else 0,
        rooms=rooms,
        rooms_added=rooms_added,
        beds_today=places.beds if places.existing else 0,
        beds_added=beds_added,
        canteen_today=places.canteen,
        canteen_added=canteen,
        condition=condition,
        takes_in=places.takes_in,
        capital_yuan=float(school["capital_yuan"]) if exact else math.nan,
        build_first=_build_first(school, rooms_added, beds_added, canteen),
    )


@dataclass(frozen=True)
class Flows:
    """Who attends a school before and after, in numbers that may be shown.

    Pupils of schools that close are known by village on some page; of the others only sums
    are, apart for those who stay and those who come or go.
    """

    school: str
    rows: Sequence[Row]
    closing: frozenset[str]

    def flow(self, stage: str, groups: Sequence[Group]) -> Flow:
        """Return the pupils of a stage before and after.

        Parameters
        ----------
        groups
            Who would leave the school that the dossier is about.
        """
        own = [g for g in groups if g.stage == stage and g.after.school_id == self.school]
        known = {self.school, *(g.before.school_id for g in groups)}
        rows = [r for r in self.rows if r["stage"] == stage]
        today = [r for r in rows if r["baseline_school_id"] == self.school]
        after = [r for r in rows if r["school_id"] == self.school]
        return Flow(
            stays=self._known(r for r in today if r["school_id"] == self.school),
            leaves=self._known(r for r in today if r["school_id"] != self.school),
            newcomers=total(g.pupils for g in own),
            others=self._known(r for r in after if r["baseline_school_id"] not in known),
        )

    def _known(self, rows: Iterable[Row]) -> Count:
        """Return the pupils of rows: those of schools that close row by row, of others together."""
        shown, others = NOBODY, 0
        for row in rows:
            pupils = int(row["pupils"])
            if row["baseline_school_id"] in self.closing:
                shown = shown + public(pupils)
            else:
                others += pupils
        return shown + public(others)

    def boarders(self, *, after: bool) -> Count:
        """Return the boarders after the plan, or today."""
        here, other = ("school_id", "baseline_school_id")[:: 1 if after else -1]
        mode = "mode" if after else "baseline_mode"
        shown, sums, wholes = NOBODY, {True: 0, False: 0}, {True: 0, False: 0}
        for row in self.rows:
            if row[here] != self.school:
                continue
            pupils, counts = int(row["pupils"]), row[mode] == "board"
            if row["baseline_school_id"] in self.closing:
                shown = shown + (public(pupils) if counts else NOBODY)
                continue
            stays = row[other] == self.school
            wholes[stays] += pupils
            sums[stays] += pupils if counts else 0
        for stays, number in sums.items():
            shown = shown + public_part(number, wholes[stays])
        return shown


def _for_area(school: Row, rooms: Count) -> Count:
    """Return the rooms to be added, those with them that only the area floors ask for."""
    more = max(0, int(school["classrooms_added"]) - rooms.high)
    return Count(rooms.low + more, rooms.high + more)


def _beds_added(school: Row, boarders: Count, places: Places) -> Count:
    """Return the beds to be added, those kept for left-behind day pupils with them."""
    added = int(school["beds_added"])
    kept = added + places.beds - int(school["boarders"]) if added else 0
    return _beyond(Count(boarders.low + kept, boarders.high + kept), places.beds)


def _canteen(boarders: Count, places: Places) -> Count:
    import numpy as np

    ends = np.array([boarders.low, boarders.high])
    low, high = canteen_places(ends, places.canteen_per_boarder).tolist()
    return Count(low, high)


def _beyond(needed: Count, there: int) -> Count:
    return Count(max(0, needed.low - there), max(0, needed.high - there))


def _limit(sizes: ClassSize, stage: str, multigrade: bool) -> float:
    if multigrade:
        return float(sizes.multigrade)
    return float(getattr(sizes, stage) or math.inf)


def _hidden_class(largest: Count) -> Count:
    """Return the size of a class, where it is not so small that it tells of one pupil or two."""
    return public(largest.low) if largest.shown else largest


def _decision(decision: str, *added: Count) -> str:
    """Return what is decided for a receiver; that it grows is not told by a hidden number.

    Where rooms or beds are known as a range only, whether any are added would say which number
    of the range is true: the larger one is prepared for.
    """
    if decision in ("keep", "expand") and not all(count.shown for count in added):
        return "expand"
    return decision


def _build_first(school: Row, rooms: Count, beds: Count, canteen: Count) -> tuple[str, ...]:
    codes = []
    if school["decision"] in ("open", "grow_to_primary", "grow_to_nine_year"):
        codes.append(str(school["decision"]))
    codes += ["rooms"] if rooms.high else []
    area = (school.get("teaching_area_added_m2"), school.get("sports_area_added_m2"))
    codes += ["area"] if any(m2 and float(m2) > 0 for m2 in area) else []
    codes += ["beds"] if beds.high else []
    codes += ["canteen"] if canteen.high else []
    return tuple(codes)


def _up(value: float) -> int:
    return math.ceil(value - 1e-9)


def condition_of(schools: Mapping[str, Mapping[str, Any]], school: str) -> str:
    """Return the condition of a school's building, empty where it is not recorded."""
    said = schools.get(school, {}).get("condition")
    return str(said) if said is not None and said == said and said != "" else ""
