"""A county's trips under other speeds, or with its villages elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from planner.scenario import Scenario

if TYPE_CHECKING:
    from planner.county import County

SEED = 20260101
"""Of the directions in which villages are moved: the same under every distance."""


@dataclass(frozen=True)
class Way:
    """One trip of the travel table, as far as exposure looks at it."""

    minutes: float
    metres: float
    fare_yuan: float
    vehicle: bool
    hazard: bool


def varied_ways(scenario: Scenario, parameter: str, value: float) -> dict[tuple[str, ...], Way]:
    """Return every trip under a value of a parameter.

    Parameters
    ----------
    parameter, value
        ``walk_speed`` or ``ride_speed`` and the factor on it, or ``snapping_m`` and by how many
        metres every village lies elsewhere, each in a direction of its own.

    Returns
    -------
    dict
        By village, stage, school, mode and line. The line is empty but for those that a plan
        may fund; their rides also stand under the empty one where the pair has no other.
    """
    from planner.inputs.build import county_for
    from planner.travel.cache import cached_travel_table
    from planner.travel.matrix import planned_trips

    county, _ = county_for(scenario)
    asked, county = _changed(scenario, county, parameter, value)
    table, _ = cached_travel_table(county, asked)
    trips = planned_trips(table, asked)
    new = {line.line_id for line in table.possible}
    ways: dict[tuple[str, ...], Way] = {}
    for row in trips.to_dict("records"):
        line = str(row["line_id"] or "")
        key = (str(row["village_id"]), str(row["stage"]), str(row["school_id"]), str(row["mode"]))
        way = Way(
            float(row["minutes"]),
            float(row["metres"]),
            float(row["fare_yuan"]),
            bool(row["vehicle"] == 1),
            bool(row["hazard"] == 1),
        )
        if line in new:
            ways[*key, line] = way
            ways.setdefault((*key, ""), way)
        else:
            ways[*key, ""] = way
    return ways


def _changed(
    scenario: Scenario, county: County, parameter: str, value: float
) -> tuple[Scenario, County]:
    if parameter == "walk_speed":
        return scaled(scenario, {"travel": ("walk_flat_kph",)}, value), county
    if parameter == "ride_speed":
        kinds = tuple(f"ride_kph.{kind}" for kind in type(scenario.travel.ride_kph).model_fields)
        asked = scaled(scenario, {"travel": (*kinds, "hazard_kph", "ice_kph")}, value)
        # A road's own speed is varied like that of its class.
        roads = county.roads.assign(speed_kph=county.roads["speed_kph"] * value)
        return asked, replace(county, roads=roads)
    return scenario, _moved(county, value)


def scaled(scenario: Scenario, options: Mapping[str, tuple[str, ...]], factor: float) -> Scenario:
    """Return a scenario with some options times a factor.

    Parameters
    ----------
    options
        Section by section the dotted options within it.
    """
    values: dict[str, Any] = scenario.model_dump(mode="json")
    for section, names in options.items():
        for name in names:
            *path, last = name.split(".")
            at = values[section]
            for part in path:
                at = at[part]
            at[last] = at[last] * factor
    return Scenario.model_validate(values)


def _moved(county: County, metres: float) -> County:
    """Return the county with every village so far from where it is said to lie."""
    import numpy as np

    villages = county.villages.copy()
    turns = np.random.default_rng(SEED).uniform(0, 2 * math.pi, len(villages))
    shape = villages.geometry
    villages = villages.set_geometry(
        type(shape)
        .from_xy(shape.x + metres * np.cos(turns), shape.y + metres * np.sin(turns), crs=shape.crs)
        .set_axis(villages.index)
    )
    return replace(county, villages=villages)
