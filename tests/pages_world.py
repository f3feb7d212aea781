"""A county drawn by hand, with a finished run, for the tests of tables and pages.

One valley, five sites, six villages, one minute a grid step of 1 km::

    V1   V2 . . V3      V4 . . . . V5        V6 (beyond the pass: no school in reach)
    S1   S2     S3      S4         S5
    nine point  primary primary    candidate

The plan closes S2 (6 pupils of V2 walk 3 minutes more, 4 of V3's sit in S3), reduces S3 to a
teaching point (its upper pupils board at S1, which has no beds yet), keeps S4 with two rooms
added and opens S5. V6's pupils stay unserved.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import LineString, Point, box

from planner.accounts import account
from planner.county import County
from planner.county.dictionary import KINDS, MODES, STAGES
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Assignment, Outcome, Plan, SiteDecision, TierResult, Unserved
from planner.result import Result
from planner.scenario.load import scenario_of
from planner.texts import text

EAST_M, NORTH_M = 300_000.0, 3_500_000.0
CRS = "EPSG:4509"
VILLAGE_KM = {"V1": 0.0, "V2": 3.0, "V3": 12.0, "V4": 24.0, "V5": 34.0, "V6": 48.0}
SITE_KM = {"S1": 0.5, "S2": 3.5, "S3": 12.5, "S4": 24.5, "S5": 34.5}
SITE_KIND = {
    "S1": "nine_year",
    "S2": "teaching_point",
    "S3": "primary",
    "S4": "primary",
    "S5": "primary",
}
# village, stage, today's school, mode today, minutes today, pupils
UNITS = [
    ("V1", "lower", "S1", "walk", 10.0, 20),
    ("V1", "junior", "S1", "walk", 8.0, 18),
    ("V2", "lower", "S2", "walk", 9.0, 6),
    ("V3", "lower", "S3", "walk", 12.0, 10),
    ("V3", "upper", "S3", "walk", 12.0, 9),
    ("V4", "lower", "S4", "walk", 11.0, 30),
    ("V4", "upper", "S4", "walk", 10.0, 28),
    ("V5", "lower", "S4", "ride", 55.0, 12),
    ("V6", "lower", "", "", 0.0, 3),
]
# unit, site, mode, minutes, metres, affected
OPTIONS = [
    (0, "S1", "walk", 10.0, 700, False),
    (1, "S1", "walk", 8.0, 700, False),
    (2, "S1", "walk", 38.5, 3_600, True),
    (2, "S2", "walk", 9.0, 600, False),
    (3, "S3", "walk", 12.0, 800, False),
    (4, "S1", "board", 120.0, 12_400, False),
    (4, "S3", "walk", 12.0, 800, False),
    (5, "S4", "walk", 11.0, 800, False),
    (6, "S4", "walk", 10.0, 800, False),
    (7, "S4", "ride", 55.0, 9_800, False),
    (7, "S5", "walk", 9.0, 700, False),
]


def make_county(
    provenance: str = "synthetic", names: dict[str, str] | None = None, terrain: Path | None = None
) -> County:
    """Return the county; `names` overrides names of villages and schools by id."""
    names = names or {}
    townships = {i: "更庆镇" if km < 20 else "马尼干戈镇" for i, km in VILLAGE_KM.items()}
    villages = gpd.GeoDataFrame(
        {
            "name": [names.get(i, f"{i}村") for i in VILLAGE_KM],
            "township": [townships[i] for i in VILLAGE_KM],
            "elevation_m": [3200.0 + 50 * n for n in range(6)],
            "herder_share": [0.1, 0.2, 0.5, 0.6, 0.7, np.nan],
            "language": "tibetan",
            "evidence": provenance,
        },
        index=pd.Index(list(VILLAGE_KM), name="village_id"),
        geometry=[Point(EAST_M + 1000 * km, NORTH_M + 900) for km in VILLAGE_KM.values()],
        crs=CRS,
    )
    schools = gpd.GeoDataFrame(
        {
            "name": [names.get(i, f"{i}学校") for i in SITE_KM],
            "township": ["更庆镇" if km < 20 else "马尼干戈镇" for km in SITE_KM.values()],
            "kind": list(SITE_KIND.values()),
            "status": ["candidate" if i == "S5" else "existing" for i in SITE_KM],
            "assessed": [np.nan, 1.0, np.nan, np.nan, np.nan],
            "notice_days": [np.nan, 30.0, np.nan, np.nan, np.nan],
            "hearing_held": [np.nan, 0.0, np.nan, np.nan, np.nan],
            "parent_support_share": [np.nan, 0.4, np.nan, np.nan, np.nan],
            "approved_by": [None, "县人民政府", None, None, None],
            "receiver_ready": [np.nan, 1.0, np.nan, np.nan, np.nan],
            "evidence": provenance,
        },
        index=pd.Index(list(SITE_KM), name="school_id"),
        geometry=[Point(EAST_M + 1000 * km, NORTH_M) for km in SITE_KM.values()],
        crs=CRS,
    )
    xs = np.arange(0, 50_001, 200.0)
    valley = [(EAST_M + x, NORTH_M + 250 * np.sin(x / 900.0)) for x in xs]
    roads = gpd.GeoDataFrame(
        {"road_class": ["national", "village"], "name": ["G317", ""], "hazard": [0.0, 1.0]},
        geometry=[
            LineString(valley),
            LineString([(EAST_M + 3000, NORTH_M), (EAST_M + 3000, NORTH_M + 6000)]),
        ],
        crs=CRS,
    )
    services = gpd.GeoDataFrame(
        {"line_id": ["L1"] * 3, "stop_order": [1, 2, 3]},
        geometry=[Point(EAST_M + x, NORTH_M) for x in (24_000, 30_000, 34_000)],
        crs=CRS,
    )
    halves = gpd.GeoDataFrame(
        {"name": ["更庆镇", "马尼干戈镇"]},
        geometry=[
            box(EAST_M - 5000, NORTH_M - 9000, EAST_M + 20_000, NORTH_M + 9000),
            box(EAST_M + 20_000, NORTH_M - 9000, EAST_M + 53_000, NORTH_M + 9000),
        ],
        crs=CRS,
    )
    return County(
        county_id="tiny",
        name={"zh": "小县", "en": "Tiny"},
        crs=CRS,
        villages=villages,
        schools=schools,
        roads=roads,
        boundary=halves.union_all(),
        services=services,
        attendance=pd.DataFrame(
            [(v, g, j, n, mode) for v, g, j, mode, _, n in UNITS if j],
            columns=["village_id", "stage", "school_id", "pupils", "mode"],
        ),
        townships=halves,
        terrain=terrain,
        provenance=provenance,
        assumptions=({"zh": "学生数按人口推算。", "en": "Pupils are estimated from population."},),
    )


def make_instance() -> Instance:
    """Return the instance of `UNITS` and `OPTIONS`."""
    scenario = scenario_of(
        {
            "name": "tiny-plan",
            "county": "tiny",
            "title": {"zh": "试算方案", "en": "Trial plan"},
            "asks": {"zh": "撤点之后谁走得更远？", "en": "Who travels further after the closures?"},
        }
    )
    site = {s: j for j, s in enumerate(SITE_KM)}
    n, sites, options = len(UNITS), len(SITE_KM), len(OPTIONS)
    kind = np.array([KINDS.index(SITE_KIND[s]) for s in SITE_KM])
    kinds = np.zeros((sites, len(KINDS)), dtype=bool)
    kinds[np.arange(sites), kind] = True
    kinds[site["S3"], KINDS.index("teaching_point")] = True
    pupils_today = np.zeros((sites, len(STAGES)), dtype=np.int64)
    for _v, g, s, _m, _t, k in UNITS:
        if s:
            pupils_today[site[s], STAGES.index(g)] += k

    def minutes(u: Any) -> float:
        return float(u[4]) if u[2] else np.nan

    return Instance(
        scenario=scenario,
        unit_village=tuple(u[0] for u in UNITS),
        unit_today=tuple(u[2] for u in UNITS),
        unit_stage=np.array([STAGES.index(u[1]) for u in UNITS]),
        unit_pupils=np.array([u[5] for u in UNITS]),
        unit_site=np.array([site.get(u[2], -1) for u in UNITS]),
        unit_mode=np.array([MODES.index(u[3]) if u[3] else -1 for u in UNITS]),
        unit_minutes=np.array([minutes(u) for u in UNITS]),
        unit_metres=np.array([minutes(u) * 70 for u in UNITS]),
        unit_household_yuan=np.array([0.0 if u[2] else np.nan for u in UNITS]),
        unit_vehicle=np.zeros(n, dtype=bool),
        unit_hazard=np.zeros(n, dtype=bool),
        unit_herding=np.full(n, np.nan),
        unit_income_yuan=np.full(n, np.nan),
        unit_home_minutes=np.full(n, np.nan),
        site_id=tuple(SITE_KM),
        township=("更庆镇", "马尼干戈镇"),
        site_township=np.array([0, 0, 0, 1, 1]),
        site_existing=np.array([True, True, True, True, False]),
        site_kind=kind,
        site_kinds=kinds,
        site_must_open=np.array([True, False, False, False, False]),
        site_must_close=np.zeros(sites, dtype=bool),
        site_rooms=np.array([9, 1, 6, 4, 6]),
        site_new_rooms=np.full(sites, 10),
        site_beds=np.zeros(sites, dtype=np.int64),
        site_new_beds=np.full(sites, 100),
        site_receives=np.ones(sites, dtype=bool),
        site_max_pupils=np.full(sites, np.inf),
        site_open_yuan=np.full(sites, np.nan),
        site_pupils_today=pupils_today,
        site_boarders_today=np.zeros(sites, dtype=np.int64),
        posts_today=40,
        option_unit=np.array([o[0] for o in OPTIONS]),
        option_site=np.array([site[o[1]] for o in OPTIONS]),
        option_mode=np.array([MODES.index(o[2]) for o in OPTIONS]),
        option_minutes=np.array([o[3] for o in OPTIONS]),
        option_metres=np.array([float(o[4]) for o in OPTIONS]),
        option_line=np.array([0 if o[2] == "ride" else -1 for o in OPTIONS]),
        option_household_yuan=np.array([800.0 if o[2] == "ride" else 0.0 for o in OPTIONS]),
        option_public_yuan=np.zeros(options),
        option_vehicle=np.zeros(options, dtype=bool),
        option_hazard=np.zeros(options, dtype=bool),
        option_affected=np.array([o[5] for o in OPTIONS]),
        option_forbidden=np.zeros(options, dtype=np.int64),
        line_id=("L1",),
        line_seats=np.array([30]),
    )


def make_trips() -> pd.DataFrame:
    """Return the trips of `OPTIONS` as rows of a travel table; today's are among them."""
    trips = [(*UNITS[unit][:2], site, mode, minutes) for unit, site, mode, minutes, *_ in OPTIONS]
    table = pd.DataFrame(
        [(v, s, g, m, "normal", t, "L1" if m == "ride" else "") for v, g, s, m, t in trips],
        columns=["village_id", "school_id", "stage", "mode", "season", "minutes", "line_id"],
    )
    return table.sort_values(["village_id", "school_id", "stage", "mode"], ignore_index=True)


def make_baseline() -> Plan:
    """Return today's arrangement."""
    classes = {
        "S1": {"lower": 1, "upper": 1, "junior": 1},
        "S2": {"lower": 1},
        "S3": {"lower": 1, "upper": 1},
        "S4": {"lower": 3, "upper": 3},
    }
    sites = tuple(
        SiteDecision(s, SITE_KIND[s] if s in classes else None, classes.get(s, {})) for s in SITE_KM
    )
    rows = tuple(Assignment(v, g, s, s, m, n) for v, g, s, m, _t, n in UNITS if s)  # type: ignore[arg-type]
    return Plan(sites, rows, (Unserved("V6", "lower", "", 3),))


def make_plan() -> Plan:
    """Return the plan of the docstring above."""
    sites = (
        SiteDecision(
            "S1",
            "nine_year",
            {"lower": 3, "upper": 1, "junior": 1},
            frozenset({"upper", "junior"}),
            beds_added=9,
        ),
        SiteDecision("S2", None),
        SiteDecision("S3", "teaching_point", {"lower": 1}, frozenset({"lower"})),
        SiteDecision("S4", "primary", {"lower": 3, "upper": 3}, classrooms_added=2),
        SiteDecision("S5", "primary", {"lower": 1, "upper": 1}, frozenset({"lower", "upper"})),
    )
    rows = (
        Assignment("V1", "lower", "S1", "S1", "walk", 20),
        Assignment("V1", "junior", "S1", "S1", "walk", 18),
        Assignment("V2", "lower", "S2", "S1", "walk", 6),
        Assignment("V3", "lower", "S3", "S3", "walk", 10),
        Assignment("V3", "upper", "S3", "S1", "board", 9),
        Assignment("V4", "lower", "S4", "S4", "walk", 30),
        Assignment("V4", "upper", "S4", "S4", "walk", 28),
        Assignment("V5", "lower", "S4", "S5", "walk", 12),
    )
    return Plan(sites, rows, (Unserved("V6", "lower", "", 3),))


def make_indicators() -> pd.DataFrame:
    """Return a few indicators in the form of indicators.csv."""
    columns = ["indicator", "group_kind", "group", "value", "unit", "baseline", "better"]
    rows = [
        ("mean_minutes", "county", "", 11.4, "min", 14.9, "lower"),
        ("pupils_over_norm", "county", "", 9.0, "pupils", 15.0, "lower"),
        ("schools_open", "county", "", 4.0, "schools", 4.0, "neutral"),
        ("mean_minutes", "township", "更庆镇", 14.0, "min", 10.0, "lower"),
    ]
    return pd.DataFrame(rows, columns=columns)


def make_result(
    provenance: str = "synthetic",
    names: dict[str, str] | None = None,
    terrain: Path | None = None,
    status: str = "optimal",
) -> Result:
    """Return the finished run."""
    instance, baseline, plan = make_instance(), make_baseline(), make_plan()
    gap = 0.0 if status == "optimal" else 0.021
    outcome = Outcome(
        status=status,  # type: ignore[arg-type]
        tiers=(
            TierResult("unserved_pupils", 3.0, 3.0, 0.0),
            TierResult("pupil_minutes", 671_200.0, 671_200.0 * (1 - gap), gap),
        ),
        ended_by="proof" if status == "optimal" else "clock",
        timings_s={"solve": 0.4},
        size={"options": 11},
    )
    return Result(
        county=make_county(provenance, names, terrain),
        scenario=instance.scenario,
        instance=instance,
        baseline=baseline,
        plan=plan,
        accounts=account(instance, plan),
        baseline_accounts=account(instance, baseline),
        outcome=outcome,
        indicators=make_indicators(),
        trips=make_trips(),
        findings=(
            Finding(
                "roads",
                "warning",
                text("file.missing", path="V6"),
                file="villages.csv",
                row=7,
                ids=("V6",),
            ),
        ),
    )


def counted_anew(made: Result, instance: Instance, plan: Plan, baseline: Plan) -> Result:
    """Return a result of another instance and other plans, with the accounts of these."""
    return replace(
        made,
        instance=instance,
        plan=plan,
        baseline=baseline,
        accounts=account(instance, plan),
        baseline_accounts=account(instance, baseline),
    )
