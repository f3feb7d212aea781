"""What is made small, and the limits of the search."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from planner.scenario.section import Count, NotNegative, Positive, Section, option

TierName = Literal[
    "unserved_pupils",
    "pupils_over_norm",
    "excess_pupil_minutes",
    "worst_minutes",
    "running_cost_yuan",
    "annual_cost_yuan",
    "household_cost_yuan",
    "public_plus_household_cost_yuan",
    "public_plus_household_spending_yuan",
    "capital_yuan",
    "pupil_minutes",
    "kolm_pollak_pupil_minutes",
    "affected_pupils",
    "schools_closed",
]
TIERS: tuple[TierName, ...] = get_args(TierName)
"""Objectives on offer, in the words of docs/formulation.md."""


class Tier(Section):
    """One objective of the lexicographic list."""

    minimise: TierName = Field(
        description="what is made small", json_schema_extra={"unit": "", "zh": "最小化的目标"}
    )
    tolerance: NotNegative = option(
        0, "share", "how far later tiers may let it grow", "其后目标可放宽的比例"
    )


class Equity(Section):
    """How much unequal trips weigh."""

    doubling_minutes: Annotated[float, Field(ge=10)] = option(
        30,
        "min",
        "travel after which a further minute counts twice as much (Kolm–Pollak)",
        "出行每增加这么多分钟，之后每分钟的权重加倍（Kolm–Pollak）",
    )


class Solver(Section):
    """Limits of the search."""

    time_limit_s: Positive = option(300, "s", "time for all tiers together", "求解总时限")
    mip_gap: NotNegative = option(
        0.005, "share", "gap at which a tier counts as proved", "视为最优的差距"
    )
    threads: Annotated[int, Field(ge=1, le=64)] = option(
        2,
        "threads",
        "1: one step after another; 2 and more: the bound is sought beside the plan",
        "1为依次求解；2及以上时求界与求方案并行",
    )
    seed: Count = option(1, "", "random seed of the solver", "随机种子")
