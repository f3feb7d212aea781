"""What each site may become, what it holds today and could hold."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import numpy as np

from planner.accounts import classes_needed
from planner.county import KINDS, OFFERS, STAGES, County
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.gates import canteen_places
from planner.instance import Flags, Floats, Ints
from planner.kinds import addable_rooms, grown_kinds
from planner.options.guessed import outside_pupils
from planner.scenario import Scenario
from planner.texts import text


@dataclass(frozen=True, eq=False)
class Sites:
    """Parameters of the sites, in the order of the schools frame; see `Instance`.

    `could_board` says that there is a dormitory or could be one, `boards` that the scenario
    lets pupils board there.
    """

    existing: Flags
    kind: Ints
    kinds: Flags
    must_open: Flags
    must_close: Flags
    rooms: Ints
    new_rooms: Ints
    beds: Ints
    new_beds: Ints
    receives: Flags
    could_board: Flags
    boards: Flags
    max_pupils: Floats
    open_yuan: Floats
    rooms_short: Ints
    canteen: Ints
    closed_yuan: Floats


def check_pins(county: County, scenario: Scenario) -> None:
    """Raise if a pin or a township of the scenario is not in the county or contradicts another.

    Raises
    ------
    InvalidInputError
        With all such problems.
    """
    pins = scenario.schools
    status = county.schools["status"].to_dict()
    findings = []

    def refuse(key: str, name: str, **fields: object) -> None:
        message = text(name, key=key, **fields)
        findings.append(
            Finding(
                "pins", "error", message, file=scenario.name, column=key, value=str(fields["value"])
            )
        )

    for field in ("keep", "close", "open", "no_boarding"):
        for school in getattr(pins, field):
            key = f"schools.{field}"
            if school not in status:
                refuse(
                    key, "pins.unknown_school", value=school, suggestion=_nearest(school, status)
                )
            elif field == "open" and status[school] == "existing":
                refuse(key, "pins.not_candidate", value=school)
            elif field in ("keep", "close") and status[school] == "candidate":
                refuse(key, "pins.not_existing", value=school)
    support = county.schools["parent_support_share"].to_dict()
    for school in pins.close:
        if support.get(school, 1.0) < 0.5:
            refuse("schools.close", "pins.refused", value=school)
    for school in sorted({*pins.keep, *pins.open} & set(pins.close)):
        refuse("schools.close", "pins.contradiction", value=school)
    for exception in scenario.boarding.exceptions:
        if exception.village not in county.villages.index:
            refuse(
                "boarding.exceptions",
                "pins.unknown_village",
                value=exception.village,
                suggestion=_nearest(exception.village, county.villages.index),
            )
    cap = scenario.concern
    if cap.cap_over == "herding" and cap.max_affected_share is not None:
        known = county.villages.get("herder_share")
        if known is None or not (known > 0).any():
            refuse("concern.cap_over", "pins.no_herders", value=cap.cap_over)
    townships = set(county.schools["township"]) | set(county.villages["township"])
    for name in pins.per_township.exempt if pins.per_township else ():
        if name not in townships:
            refuse(
                "schools.per_township.exempt",
                "pins.unknown_township",
                value=name,
                suggestion=_nearest(name, townships),
            )
    if findings:
        raise InvalidInputError(text("scenario.refused", file=scenario.name), findings)


def site_parameters(
    county: County, scenario: Scenario, pupils_today: Ints, boarders_today: Ints
) -> Sites:
    """Return what each site may become and hold.

    Parameters
    ----------
    pupils_today
        Pupils of the baseline by site and stage, shape (J, stages).
    boarders_today
        Boarders of the baseline by site, shape (J,).
    """
    schools = county.schools
    pins = scenario.schools
    ids = schools.index.to_numpy()
    existing = (schools["status"] == "existing").to_numpy()
    kind = np.array([KINDS.index(k) for k in schools["kind"]], dtype=np.int64)
    must_open = np.isin(ids, [*pins.keep, *pins.open])
    support = schools["parent_support_share"].to_numpy(dtype=float)
    must_open |= existing & (support < 0.5)
    if pins.closable_below_pupils is not None:
        must_open |= existing & (pupils_today.sum(axis=1) >= pins.closable_below_pupils)
    if pins.keep_all:
        must_open |= existing
    fixed = must_open.copy()
    if pins.keep_points:
        must_open |= existing & (kind == KINDS.index("teaching_point"))
    must_close = np.isin(ids, list(pins.close))
    if not pins.open_candidates:
        must_close |= ~existing & ~np.isin(ids, list(pins.open))
    must_open &= ~must_close
    kinds = np.zeros((len(ids), len(KINDS)), dtype=bool)
    kinds[np.arange(len(ids)), kind] = True
    if pins.may_reduce:
        reducible = existing & ~fixed & (kind == KINDS.index("primary"))
        kinds[reducible, KINDS.index("teaching_point")] = True
    if pins.may_reduce_nine_year:
        reducible = existing & ~fixed & (kind == KINDS.index("nine_year"))
        kinds[reducible, KINDS.index("primary")] = True
    kinds |= grown_kinds(county, scenario)
    classrooms = schools["classrooms"].to_numpy(dtype=np.int64)
    growth = addable_rooms(schools, scenario)
    used = _rooms_used_today(scenario, kind, existing, pupils_today)
    # Pupils from outside stay where they are: the rooms that they need beyond those of the
    # county's own, and their places, are nobody else's.
    outside = outside_pupils(schools)
    with_them = _rooms_used_today(scenario, kind, existing, pupils_today + outside)
    free = np.maximum(classrooms - (with_them - used), 0)
    places = schools["max_pupils"].fillna(np.inf).to_numpy(dtype=float) - outside.sum(axis=1)
    barred = np.isin(ids, list(pins.no_boarding))
    may_board = (schools["can_board"].fillna(0) == 1).to_numpy() & ~barred
    beds = np.maximum(_usable_beds(county, scenario), boarders_today) * existing
    new_beds = np.where(may_board, scenario.boarding.max_new_beds_per_school, 0).astype(np.int64)
    return Sites(
        existing=existing,
        kind=kind,
        kinds=kinds,
        must_open=must_open,
        must_close=must_close,
        rooms=np.where(existing, np.maximum(free, used), 0),
        new_rooms=np.where(existing, growth, classrooms + growth),
        beds=beds,
        new_beds=new_beds,
        receives=(schools["condition"] != "D").to_numpy(),
        could_board=(
            (schools["can_board"].fillna(0) == 1) | (schools["beds"].fillna(0) > 0)
        ).to_numpy(),
        boards=(beds + new_beds > 0) & ~barred,
        max_pupils=np.maximum(places, 0.0),
        open_yuan=schools["open_yuan"].to_numpy(dtype=float),
        rooms_short=np.where(existing, np.maximum(0, used - free), 0),
        canteen=_canteen(county, scenario, beds, boarders_today),
        closed_yuan=_closed_yuan(county, scenario, existing, kind),
    )


def _canteen(county: County, scenario: Scenario, beds: Ints, boarders_today: Ints) -> Ints:
    """Return the canteen places for boarders; where not known, enough for the beds there."""
    ratio = scenario.boarding.canteen_places_per_boarder
    for_beds = canteen_places(beds, ratio)
    if "canteen_places" not in county.schools.columns:
        return for_beds
    said = county.schools["canteen_places"].to_numpy(dtype=float)
    there = np.where(np.isnan(said), for_beds, said).astype(np.int64)
    places: Ints = np.maximum(there, canteen_places(boarders_today, ratio))
    return places


def _closed_yuan(county: County, scenario: Scenario, existing: Flags, kind: Ints) -> Floats:
    """Return what a site goes on to cost when its school closes: all, where a kindergarten stays."""
    if "kindergarten_on_site" not in county.schools.columns:
        return np.zeros(len(kind))
    price = np.array([float(getattr(scenario.costs.open_yuan, KINDS[k])) for k in kind])
    own = county.schools["open_yuan"].to_numpy(dtype=float)
    shared = existing & (county.schools["kindergarten_on_site"].fillna(0) == 1).to_numpy()
    return np.where(shared, np.where(np.isnan(own), price, own), 0.0)


def _usable_beds(county: County, scenario: Scenario) -> Ints:
    """Return the beds that exist and have the area the norm asks for.

    Where the dormitory's area is not known the beds are taken as they are.
    """
    beds = county.schools["beds"].fillna(0).to_numpy(dtype=float)
    area = county.schools["dorm_area_m2"].to_numpy(dtype=float)
    if scenario.boarding.min_m2_per_bed > 0:
        fits = np.floor(area / scenario.boarding.min_m2_per_bed)
        beds = np.where(np.isnan(fits), beds, np.minimum(beds, fits))
    whole: Ints = beds.astype(np.int64)
    return whole


def _rooms_used_today(scenario: Scenario, kind: Ints, existing: Flags, pupils_today: Ints) -> Ints:
    sizes = scenario.schools.class_size
    rooms = np.zeros(len(kind), dtype=np.int64)
    for j in np.flatnonzero(existing):
        for stage in OFFERS[KINDS[kind[j]]]:
            pupils = int(pupils_today[j, STAGES.index(stage)])
            rooms[j] += classes_needed(pupils, getattr(sizes, stage), sizes.multigrade)[0]
    return rooms


def _nearest(value: str, known: object) -> str:
    names = sorted(str(k) for k in known)  # type: ignore[attr-defined]
    close = difflib.get_close_matches(value, names, 1, 0.0)
    return close[0] if close else ""
