"""Possible minibus lines, drawn along the roads; the layout programme funds them or not.

Each line runs to one school. From the school a tree of quickest ways grows over the roads
that a minibus may use, no longer than ``lines.max_minutes``; every village has its stop where
its people best reach those roads. Pupils who are farther than the norm on foot want a seat.
Ways down the tree become lines as `planner.travel.corridors` says, at most
``max_lines_per_school`` and none for fewer than ``min_riders_per_line`` pupils. A line calls
at every stop on its way at which anybody could want a seat. Nothing here is random, and the
order of rows plays no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.county import STAGES, County
from planner.kinds import stages_offered
from planner.scenario import Scenario
from planner.travel.access import Legs, split_roads
from planner.travel.corridors import Step, Tree, runs, tree_builder
from planner.travel.roads import RoadGraph
from planner.travel.speeds import minibus_kph, minutes_at, shut, walk_kph
from planner.travel.stops import stop_points

Array = NDArray[Any]

PREFIX = "NEW"
STAGES_OF = {"none": STAGES, "primary": ("lower", "upper")}
"""Stages that may ride, by what the vehicles are dedicated to."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A possible line.

    Parameters
    ----------
    line_id, school
        Its id, and the number of the school it runs to.
    stages
        Stages that may ride.
    stop_villages
        Ids of the villages at each stop, from the far end, k of them.
    xy_m
        Coordinates of the stops, and last of the one at the school, shape (k + 1, 2).
    steps
        The road from each stop to the next, k of them.
    """

    line_id: str
    school: int
    stages: tuple[str, ...]
    stop_villages: tuple[tuple[str, ...], ...]
    xy_m: Array
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class _Access:
    """Where villages and schools meet the roads of a minibus.

    Parameters
    ----------
    village, school
        Node of each, -1 where there is none within reach.
    village_m, school_m
        Metres on foot there, as on a road.
    xy_m
        Coordinates by node.
    """

    village: Array
    school: Array
    village_m: Array
    school_m: Array
    xy_m: dict[int, tuple[float, float]]


def draft_lines(
    county: County, graph: RoadGraph, villages_xy_m: Array, sites_xy_m: Array, scenario: Scenario
) -> tuple[Draft, ...]:
    """Draw the possible lines of a county, by school and then number.

    Parameters
    ----------
    county, graph
        Places with their pupils and stages; roads.
    villages_xy_m, sites_xy_m
        Coordinates, metres, shape (count, 2) each.
    scenario
        Its section ``lines``; with ``generate: false`` there are none.
    """
    options = scenario.lines
    if not options.generate or not len(graph.start):
        return ()
    kph = minibus_kph(graph, scenario)
    closed = np.any([shut(graph, scenario, season) for season in scenario.seasons], axis=0)
    xy = np.concatenate([villages_xy_m, sites_xy_m])
    points = stop_points(graph, xy, kph > 0, ~closed, scenario.travel.off_path_factor)
    found = points.pick(np.flatnonzero(_within_reach(points.metres, scenario)))
    pieces, (node,) = split_roads(graph, found)
    access = _access(graph, points, found, node, len(villages_xy_m))
    grow = tree_builder(pieces, kph)
    taken = set() if county.services is None else set(county.services["line_id"].astype(str))
    names = np.array([str(i) for i in county.villages.index], dtype=object)
    drafts: list[Draft] = []
    for j, may in enumerate(stages_offered(county, scenario).tolist()):
        offered = [g for g, flag in zip(STAGES, may, strict=True) if flag]
        stages = tuple(g for g in STAGES_OF[options.dedicated] if g in offered)
        root = int(access.school[j])
        if root < 0 or not stages:
            continue
        tree = grow(root, access.village, options.max_minutes)
        wanting = _wanting(county, access, tree, float(access.school_m[j]), stages, scenario)
        chosen = runs(
            tree,
            _by_node(access.village, wanting),
            seats=options.seats,
            fewest=options.min_riders_per_line,
            most_lines=options.max_lines_per_school,
        )
        ids = _free_ids(str(county.schools.index[j]), len(chosen), taken)
        for line_id, way in zip(ids, chosen, strict=True):
            at_stop = [np.flatnonzero((access.village == n) & (wanting > 0)) for n in way]
            drafts.append(
                Draft(
                    line_id=line_id,
                    school=j,
                    stages=stages,
                    stop_villages=tuple(tuple(sorted(names[v].tolist())) for v in at_stop),
                    xy_m=np.array([access.xy_m[n] for n in (*way, root)]),
                    steps=tuple(_steps(tree, way)),
                )
            )
    return tuple(drafts)


def _within_reach(metres: Array, scenario: Scenario) -> Array:
    """Return which walks to a stop some stage can make."""
    fastest = max(walk_kph(scenario, stage, "normal") for stage in STAGES)
    within: Array = minutes_at(metres, fastest) <= scenario.travel.stop_reach_minutes
    return within


def _access(graph: RoadGraph, points: Legs, found: Legs, node: Array, villages: int) -> _Access:
    at = np.full(len(points.place), -1)
    at[found.place] = node
    on_road = shapely.line_interpolate_point(graph.geometry[found.edge], found.along_m)
    xy_m = {int(n): (p.x, p.y) for n, p in zip(node, on_road, strict=True)}
    metres = points.metres
    return _Access(at[:villages], at[villages:], metres[:villages], metres[villages:], xy_m)


def _wanting(
    county: County,
    access: _Access,
    tree: Tree,
    school_m: float,
    stages: tuple[str, ...],
    scenario: Scenario,
) -> Array:
    """Return the pupils of each village who want a seat on a line to the school.

    They are farther than the norm on foot by the road, can walk to the stop, and come within
    the ceiling by bus.
    """
    ride = np.array([tree.minutes.get(int(n), np.inf) for n in access.village])
    road_m = np.array([tree.metres.get(int(n), np.inf) for n in access.village])
    ride[access.village == tree.root] = np.inf
    wanting = np.zeros(len(ride), dtype=np.int64)
    for stage in stages:
        pupils = county.villages[f"{stage}_pupils"].fillna(0).to_numpy(dtype=np.int64)
        kph, limits = walk_kph(scenario, stage, "normal"), scenario.stage_travel(stage)
        to_stop = minutes_at(access.village_m, kph)
        bus = to_stop + scenario.travel.wait_minutes + ride + minutes_at(np.array(school_m), kph)
        far = minutes_at(access.village_m + road_m + school_m, kph) > limits.walk_max_minutes
        near_stop = to_stop <= scenario.travel.stop_reach_minutes
        wanting += np.where(far & near_stop & (bus <= limits.ceiling_minutes), pupils, 0)
    return wanting


def _by_node(node: Array, pupils: Array) -> dict[int, int]:
    found: dict[int, int] = {}
    for n, k in zip(node.tolist(), pupils.tolist(), strict=True):
        if n >= 0:
            found[n] = found.get(n, 0) + k
    return found


def _steps(tree: Tree, way: list[int]) -> list[Step]:
    """Return the road from each node to the next one called at, over those passed by."""
    steps = []
    for node, after in zip(way, [*way[1:], tree.root], strict=True):
        edges: tuple[int, ...] = ()
        metres: tuple[float, ...] = ()
        at = node
        while at != after:
            step = tree.steps[at]
            edges, metres, at = edges + step.edges, metres + step.metres, tree.onward[at]
        steps.append(Step(edges, metres))
    return steps


def _free_ids(school_id: str, count: int, taken: set[str]) -> list[str]:
    """Return so many ids of lines to a school that no existing line has."""
    ids: list[str] = []
    number = 1
    while len(ids) < count:
        line_id = f"{PREFIX}-{school_id}-{number}"
        if line_id not in taken:
            ids.append(line_id)
        number += 1
    return ids
