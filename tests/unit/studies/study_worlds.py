"""A finished run of a tiny world, as the studies read it."""

from pathlib import Path

from worlds import tiny_instance

from planner.accounts import account, tier_value
from planner.programme.solve import search
from planner.studies.finished import Finished


def three_schools(**scenario):
    """S1 and S2 lie side by side, S3 far off; an open school costs more than a longer walk.

    Twelve pupils at S1, eight at S2, fifteen at S3 whom only S3 can take.
    """
    options = {
        "travel": {"protect": "none"},
        "costs": {"revenue_floor_pupils": 0, "closing_yuan": {"primary": 0}},
        "objective": [{"minimise": "running_cost_yuan"}],
        "solver": {"time_limit_s": 10, "mip_gap": 0},
    }
    return tiny_instance(
        units=[
            ("V1", "lower", 12, "S1"),
            ("V2", "lower", 8, "S2"),
            ("V3", "lower", 15, "S3"),
        ],
        sites=[{"id": "S1"}, {"id": "S2"}, {"id": "S3", "township": "T2"}],
        trips={
            ("V1", "S1", "walk"): 10,
            ("V1", "S2", "walk"): 20,
            ("V2", "S2", "walk"): 5,
            ("V2", "S1", "walk"): 25,
            ("V3", "S3", "walk"): 12,
        },
        scenario=options | scenario,
        posts_today=12,
    )


def finished(instance, folder=Path("run")):
    """Solve an instance and return it as a finished run."""
    found = search(instance)
    names = {i: f"学校{i}" for i in instance.site_id} | {v: f"{v}村" for v in instance.unit_village}
    return Finished(
        folder,
        instance,
        found.plan,
        gaps={t.name: t.gap for t in found.outcome.tiers},
        names=names,
        townships=dict.fromkeys(names, "甲乡"),
        scenario="tiny",
        status=found.outcome.status,
    )


def value(run, plan, name):
    """Return an objective of a plan."""
    return tier_value(run.instance, plan, account(run.instance, plan), name)
