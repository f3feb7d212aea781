"""Exposures of made-up plans, for tests that need nothing but the figures."""

from planner.concern.exposure import DEFINITIONS, UNITS, Band, GroupExposure, PlanExposure

POPULATIONS = ("all", "herding")


def a_plan(share, closed, *, county="dege", households=100.0, villages=None, **more):
    """Return a plan that affects one share of everybody in every definition and unit.

    `villages` gives ``village -> (households, share)``.
    """
    villages = {"V1": (households, share)} if villages is None else villages
    band = Band(share * households, share * households, share * households, households)
    known = {
        "run": "run",
        "county_id": county,
        "county": f"{county}县",
        "county_name": {"zh": f"{county}县", "en": county.title()},
        "scenario": "made-up",
        "status": "optimal",
        "gap": 0.01,
        "ended_by": "proof",
        "evidence": "measured",
        "basis": {"lower": "attendance", "upper": "fitted", "junior": "attendance"},
        "overlap": {"": households},
    }
    return PlanExposure(
        **known | more,
        intensity={
            "schools_today": 100.0,
            "schools_kept": 100.0 * (1 - closed),
            "schools_open": 100.0 * (1 - closed),
            "closed_share": closed,
            "annual_cost_yuan": 1000.0 * (1 - closed),
            "pupils_moved_share": closed,
        },
        exposures=tuple(
            GroupExposure(d, "county", "", u, p, band)
            for d in DEFINITIONS
            for u in UNITS
            for p in POPULATIONS
        ),
        villages_at_risk={(v, d): s for v, (_, s) in villages.items() for d in DEFINITIONS},
        village_households={v: n for v, (n, _) in villages.items()},
    )
