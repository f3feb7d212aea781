"""Build the instance of a county, its trips and a scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.affected import Trips, affected
from planner.county import KINDS, MODES, STAGES, County
from planner.findings import Finding
from planner.gates import leads_away, old_enough
from planner.instance import (
    BOARD,
    FORBIDDEN_BY,
    Flags,
    Floats,
    Instance,
    Ints,
    excess_minutes,
    norm_minutes,
)
from planner.options.areas import area_findings, area_parameters
from planner.options.guessed import Basis
from planner.options.limits import forbidden_codes, held_at_choice
from planner.options.money import household_yuan, public_yuan
from planner.options.people import left_behind, streams
from planner.options.sites import Sites, check_pins, site_parameters
from planner.options.today import todays_flows
from planner.posts import classes_in_all, posts_needed
from planner.scenario import Scenario
from planner.travel.matrix import planned_trips
from planner.travel.residences import hamlet_minutes
from planner.travel.table import PossibleLine, TravelTable


@dataclass(frozen=True)
class Assembled:
    """An instance and what was learnt in making it.

    Parameters
    ----------
    basis
        How today's flows of each stage are known.
    """

    instance: Instance
    basis: dict[str, Basis]
    findings: tuple[Finding, ...]


def assemble(county: County, travel: TravelTable, scenario: Scenario) -> Assembled:
    """Return the instance of a county under a scenario.

    Raises
    ------
    InvalidInputError
        If the scenario's pins name what the county does not hold.
    """
    check_pins(county, scenario)
    trips = planned_trips(travel, scenario)
    possible = {line.line_id: line for line in travel.possible}
    today = todays_flows(county, trips[~trips["line_id"].isin(list(possible))], scenario)
    flows = today.flows
    site_index = county.schools.index
    unit_stage = _codes(flows["stage"], STAGES)
    unit_site = _codes(flows["school_id"], tuple(site_index))
    unit_pupils: Ints = flows["pupils"].to_numpy(dtype=np.int64)
    unit_mode = _codes(flows["mode"], MODES)
    pupils_today, boarders_today = _today_at_sites(
        len(site_index), unit_site, unit_stage, unit_mode, unit_pupils
    )
    sites = site_parameters(county, scenario, pupils_today, boarders_today)
    options = _options(flows, trips, site_index)
    by_new_line = options["line_id"].isin(list(possible)).to_numpy()
    before = _trips_today(options, by_new_line, len(flows), unit_site, unit_mode)
    unit_mode = np.where(before >= 0, unit_mode, -1)
    option_unit = options["unit"].to_numpy(dtype=np.int64)
    option_site = options["site"].to_numpy(dtype=np.int64)
    stage, mode = unit_stage[option_unit], options["mode_code"].to_numpy(dtype=np.int64)
    fare = options["fare_yuan"].to_numpy(dtype=float)
    norm = norm_minutes(scenario)[stage, mode]
    measures: dict[str, Any] = {
        "minutes": options["minutes"].to_numpy(dtype=float),
        "metres": options["metres"].to_numpy(dtype=float),
        "over_norm": excess_minutes(options["minutes"].to_numpy(dtype=float), norm) > 0,
        "household_yuan": household_yuan(scenario, stage, mode, fare),
        "vehicle": (options["vehicle"] == 1).to_numpy(),
        "hazard": (options["hazard"] == 1).to_numpy(),
    }
    unit: dict[str, Any] = {name: _of_today(values, before) for name, values in measures.items()}
    income = _village_column(county, flows, "income_yuan")
    unit_stream, site_streams = streams(county, flows, unit_site)
    stays = option_site == unit_site[option_unit]
    code = forbidden_codes(
        scenario,
        stage=stage,
        mode=mode,
        minutes=measures["minutes"],
        before_mode=unit_mode[option_unit],
        before_minutes=unit["minutes"][option_unit],
        stays=stays,
        site_receives=sites.receives[option_site],
        site_boards=sites.boards[option_site],
        site_pinned_shut=sites.must_close[option_site],
        by_new_line=by_new_line,
        old_enough=old_enough(scenario, flows["village_id"].tolist(), unit_stage)[option_unit],
        stream_lost=leads_away(unit_stream[option_unit], stays, site_streams[option_site]),
    )
    if scenario.schools.hold_chosen and not scenario.schools.keep_catchments:
        chose = flows["chosen"].to_numpy(dtype=bool)
        code = held_at_choice(code, option_unit, stays, chose)
    harm = affected(
        scenario,
        stage,
        before=Trips(mode=unit_mode[option_unit], **{k: v[option_unit] for k, v in unit.items()}),
        after=Trips(mode=mode, **measures),
        income_yuan=income[option_unit],
    )
    today_option = np.zeros(len(options), dtype=bool)
    today_option[before[before >= 0]] = True
    no_dormitory = (mode == BOARD) & ~sites.could_board[option_site]
    keep = today_option | ((code != FORBIDDEN_BY.index("ceiling")) & ~no_dormitory)
    township = tuple(sorted(set(county.schools["township"]) | set(county.villages["township"])))
    # A possible line whose trips are all too long is no choice.
    offered = set(options["line_id"][keep])
    lines = tuple(i for i in sorted(travel.lines or {}) if i in offered or i not in possible)
    line = _codes(options["line_id"], lines)
    rides_today = np.where(options["mode"].to_numpy() == "ride", line, -1)
    riders = _riders_today(before, rides_today, unit_pupils, len(lines))
    seats = np.array([(travel.lines or {})[i] for i in lines], dtype=np.int64)
    instance = Instance(
        scenario=scenario,
        unit_village=tuple(flows["village_id"].astype(str)),
        unit_today=tuple(flows["school_id"].astype(str)),
        unit_stage=unit_stage,
        unit_pupils=unit_pupils,
        unit_site=unit_site,
        unit_mode=unit_mode,
        unit_minutes=unit["minutes"],
        unit_metres=unit["metres"],
        unit_household_yuan=unit["household_yuan"],
        unit_vehicle=unit["vehicle"],
        unit_hazard=unit["hazard"],
        unit_herding=_village_column(county, flows, "herder_share"),
        unit_income_yuan=income,
        unit_home_minutes=_home_minutes(county, scenario, flows, unit_stage),
        site_id=tuple(str(i) for i in site_index),
        township=township,
        site_township=_codes(county.schools["township"], township),
        site_existing=sites.existing,
        site_kind=sites.kind,
        site_kinds=sites.kinds,
        site_must_open=sites.must_open,
        site_must_close=sites.must_close,
        site_rooms=sites.rooms,
        site_new_rooms=sites.new_rooms,
        site_beds=sites.beds,
        site_new_beds=sites.new_beds,
        site_receives=sites.receives,
        site_max_pupils=sites.max_pupils,
        site_open_yuan=sites.open_yuan,
        site_pupils_today=pupils_today,
        site_boarders_today=boarders_today,
        posts_today=0,
        option_unit=option_unit[keep],
        option_site=option_site[keep],
        option_mode=mode[keep],
        option_minutes=measures["minutes"][keep],
        option_metres=measures["metres"][keep],
        option_line=line[keep],
        option_household_yuan=measures["household_yuan"][keep],
        option_public_yuan=public_yuan(scenario, mode)[keep],
        option_vehicle=measures["vehicle"][keep],
        option_hazard=measures["hazard"][keep],
        option_affected=harm[keep],
        option_forbidden=code[keep],
        line_id=lines,
        line_seats=np.maximum(seats, riders),
        unit_stream=unit_stream,
        unit_left_behind=left_behind(county, flows),
        site_streams=site_streams,
        site_rooms_short=sites.rooms_short,
        site_canteen=sites.canteen,
        site_closed_yuan=sites.closed_yuan,
        **_line_parameters(scenario, lines, possible),
        **area_parameters(county, scenario),
    )
    instance = _with_posts(county, instance, sites)
    return Assembled(instance, today.basis, (*today.findings, *area_findings(county, scenario)))


def _codes(values: pd.Series, names: tuple[str, ...]) -> Ints:
    index = {name: n for n, name in enumerate(names)}
    return np.array([index.get(v, -1) for v in values], dtype=np.int64)


def _today_at_sites(
    sites: int, unit_site: Ints, unit_stage: Ints, unit_mode: Ints, pupils: Ints
) -> tuple[Ints, Ints]:
    at = np.zeros((sites, len(STAGES)), dtype=np.int64)
    known = unit_site >= 0
    np.add.at(at, (unit_site[known], unit_stage[known]), pupils[known])
    boarders = np.zeros(sites, dtype=np.int64)
    boards = known & (unit_mode == BOARD)
    np.add.at(boarders, unit_site[boards], pupils[boards])
    return at, boarders


def _options(flows: pd.DataFrame, trips: pd.DataFrame, site_index: pd.Index) -> pd.DataFrame:
    """Return one row per unit and trip of its village and stage, sorted by unit, site, mode."""
    units = pd.DataFrame(
        {"village_id": flows["village_id"], "stage": flows["stage"], "unit": np.arange(len(flows))}
    )
    rows = units.merge(trips, on=["village_id", "stage"], how="inner")
    rows["site"] = _codes(rows["school_id"], tuple(site_index))
    rows["mode_code"] = _codes(rows["mode"], MODES)
    rows["line_id"] = rows["line_id"].fillna("").astype(str)
    by = ["unit", "site", "mode_code", "line_id"]
    return rows.sort_values(by).reset_index(drop=True)


def _trips_today(
    options: pd.DataFrame, by_new_line: Flags, units: int, unit_site: Ints, unit_mode: Ints
) -> Ints:
    """Return the option that is each unit's trip of today, -1 for none."""
    u = options["unit"].to_numpy()
    same = (options["site"].to_numpy() == unit_site[u]) & (
        options["mode_code"].to_numpy() == unit_mode[u]
    )
    same &= ~by_new_line
    found = np.full(units, -1, dtype=np.int64)
    found[u[same]] = np.flatnonzero(same)
    return found


def _of_today(values: NDArray[Any], before: Ints) -> NDArray[Any]:
    """Return the value of each unit's trip of today; NaN (or False) where there is none."""
    none = False if values.dtype == bool else np.nan
    found: NDArray[Any] = np.append(values, np.array([none], dtype=values.dtype))[before]
    return found


def _village_column(county: County, flows: pd.DataFrame, column: str) -> Floats:
    values: Floats = county.villages[column].reindex(flows["village_id"]).to_numpy(dtype=np.float64)
    return values


def _home_minutes(
    county: County, scenario: Scenario, flows: pd.DataFrame, unit_stage: Ints
) -> Floats:
    """Return each unit's walk from a hamlet to the village centre, NaN where unknown."""
    village = county.villages.index.get_indexer(flows["village_id"])
    found: Floats = hamlet_minutes(county, scenario)[village, unit_stage]
    return found


def _riders_today(before: Ints, line: Ints, pupils: Ints, lines: int) -> Ints:
    riders = np.zeros(lines, dtype=np.int64)
    rides = before >= 0
    used = line[before[rides]]
    np.add.at(riders, used[used >= 0], pupils[rides][used >= 0])
    return riders


def _line_parameters(
    scenario: Scenario, lines: tuple[str, ...], possible: dict[str, PossibleLine]
) -> dict[str, Any]:
    """Return the fields of the instance on what possible lines cost, and whom and where they take.

    A line of today costs the county nothing new and takes every stage.
    """
    new = np.array([i in possible for i in lines], dtype=bool)
    stages = [possible[i].stages if i in possible else STAGES for i in lines]
    stops = [
        ";".join(["+".join(at) for at in possible[i].stops] + [possible[i].school_id])
        if i in possible
        else ""
        for i in lines
    ]
    return {
        "line_possible": new,
        "line_yuan": np.where(new, float(scenario.lines.yuan_per_year), 0.0),
        "line_vehicle_yuan": np.where(new, float(scenario.lines.vehicle_yuan), 0.0),
        "line_stages": np.array([[g in may for g in STAGES] for may in stages]).reshape(
            -1, len(STAGES)
        ),
        "line_stops": tuple(stops),
    }


def _with_posts(county: County, instance: Instance, sites: Sites) -> Instance:
    """Return the instance with the posts filled today.

    The scenario's figure, else the teaching posts of the teachers table (a blank post is one),
    else what today's pupils and classes need.
    """
    said = instance.scenario.staff.posts_today
    if said is not None:
        return replace(instance, posts_today=said)
    if county.teachers is not None:
        teaches = county.teachers["post"].isin(["", "teaching"])
        return replace(instance, posts_today=int(county.teachers.loc[teaches, "count"].sum()))
    sizes, staff = instance.scenario.schools.class_size, instance.scenario.staff
    total = 0
    for j in np.flatnonzero(sites.existing):
        pupils = instance.site_pupils_today[j].tolist()
        total += posts_needed(staff, pupils, classes_in_all(KINDS[sites.kind[j]], pupils, sizes))
    return replace(instance, posts_today=total)
