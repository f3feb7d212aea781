"""What is made small, who counts as affected, and the limits of the search."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from planner.scenario.section import Count, NotNegative, Positive, Section, Share, option


class Concern(Section):
    """Who counts as affected, and how many may be."""

    definition: Literal["D1", "D2", "D3"] = option(
        "D1", "", "D1 time, D2 household cost, D3 any of distance, traffic, cost", "受影响的定义"
    )
    threshold_minutes: NotNegative = option(
        10, "min", "growth of the daily trip that counts (D1)", "D1：单程增加"
    )
    threshold_yuan: NotNegative = option(
        500, "yuan/year", "growth of household cost that counts (D2)", "D2：家庭支出增加"
    )
    threshold_income_share: Share = option(
        0.02, "share", "growth of household cost over income that counts (D2)", "D2：占收入比例"
    )
    threshold_km: NotNegative = option(
        1.0, "km", "growth of distance that counts (D3)", "D3：距离增加"
    )
    any_yuan: NotNegative = option(
        50, "yuan/year", "growth of household cost that counts (D3)", "D3：家庭支出增加"
    )
    max_affected_share: Share | None = option(
        None, "share", "most pupils who may be affected", "受影响学生比例上限"
    )
    cap_over: Literal["pupils", "herding"] = option(
        "pupils",
        "",
        "whose share max_affected_share limits: that of all pupils, or of herding households' pupils",
        "max_affected_share 的口径：pupils 全体学生，herding 农牧户学生",
    )


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
