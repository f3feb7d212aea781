"""What area floors ask for, and the area that schools have: parameters of the instance."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.allocation.items import AREA, SPORTS
from planner.allocation.prices import unit_yuan
from planner.areas import AREA_COLUMNS, AREAS
from planner.county import STAGES, County
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.instance import Floats
from planner.norms import load_profile
from planner.norms.balance import BalanceValues
from planner.options.guessed import outside_pupils
from planner.scenario import Scenario
from planner.texts import text

CHECK = "area_floors"
_BAND = {"lower": "primary", "upper": "primary", "junior": "junior"}
"""The measures judge grades 1 to 6 as primary."""


def area_parameters(county: County, scenario: Scenario) -> dict[str, Any]:
    """Return the fields of the instance on area; none where no floors are asked for.

    Floors are the thresholds of the first balance profile times `schools.area_floor_share`. A
    classroom added brings what that profile assumes, as in the audit of balance. Pupils from
    outside the county stay where they are: the area that they need is nobody else's.

    Raises
    ------
    InvalidInputError
        If the profile sets no threshold of area.
    """
    if scenario.schools.area_floors == "off":
        return {}
    name = scenario.balance.profiles[0]
    values = BalanceValues.model_validate(load_profile(name, "balance").values())
    floors = scenario.schools.area_floor_share * _thresholds(values)
    if not floors.any():
        message = text("areas.no_threshold", profile=name)
        finding = Finding(CHECK, "error", message, column="schools.area_floors", value=name)
        raise InvalidInputError(text("scenario.refused", file=scenario.name), [finding])
    outside = outside_pupils(county.schools)
    price = unit_yuan(scenario.resources)
    return {
        "site_area_m2": _areas(county) - outside @ floors.T,
        "area_floor_m2": floors,
        "area_room_m2": np.array([float(values.assumed.room_m2), 0.0]),
        "area_yuan": np.array([float(price[AREA]), float(price[SPORTS])]),
    }


def area_findings(county: County, scenario: Scenario) -> tuple[Finding, ...]:
    """Return the schools whose area is not known, whom the floors therefore do not bind."""
    if scenario.schools.area_floors == "off":
        return ()
    existing = (county.schools["status"] == "existing").to_numpy()
    found = []
    for kind, area in zip(AREAS, _areas(county).T, strict=True):
        unknown = county.schools.index[existing & np.isnan(area)]
        if len(unknown):
            fields = {"of": int(existing.sum()), "covered": int(existing.sum()) - len(unknown)}
            said = text(f"areas.unknown_{kind}", n=len(unknown), **fields)
            ids = tuple(sorted(str(s) for s in unknown))
            column = f"{kind}_area_m2"
            found.append(Finding(CHECK, "warning", said, column=column, ids=ids))
    return tuple(found)


def _thresholds(values: BalanceValues) -> Floats:
    """Return the thresholds of area by stage, 0 where there is none, shape (areas, stages)."""
    asked = [getattr(values.indicators, f"{column}_per_pupil") for column in AREA_COLUMNS]
    return np.array([[getattr(one, _BAND[g]) or 0.0 for g in STAGES] for one in asked])


def _areas(county: County) -> Floats:
    """Return the areas of the schools of today, NaN where not known, shape (J, areas)."""
    frame = county.schools.reindex(columns=list(AREA_COLUMNS))
    area: Floats = frame.to_numpy(dtype=float, na_value=np.nan)
    return np.where((county.schools["status"] == "existing").to_numpy()[:, None], area, np.nan)
