"""Scenarios: one question put to one county, as a closed and frozen set of options."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from planner.scenario.balance import BalanceAsked
from planner.scenario.concern import Concern
from planner.scenario.goals import TIERS, Equity, Solver, Tier
from planner.scenario.minibus import Lines
from planner.scenario.money import Budget, Costs, Pupils
from planner.scenario.resources import Resources
from planner.scenario.schools import Boarding, Schools, Staff
from planner.scenario.section import Season, Section, option
from planner.scenario.staffing import Staffing
from planner.scenario.travel import StageTravel, Travel

__all__ = ["TIERS", "Scenario", "StageTravel", "Tier", "WorstOf"]


class Bilingual(Section):
    """A text in both languages."""

    zh: str = option("", "", "in Chinese", "中文")
    en: str = option("", "", "in English", "英文")


class WorstOf(Section):
    """Plan for the worse minutes of each pair over these seasons."""

    worst_of: tuple[Season, ...] = Field(
        min_length=1,
        description="seasons of which the worse counts, pair by pair",
        json_schema_extra={"unit": "", "zh": "逐对取较差的季节"},
    )


def _default_tiers() -> tuple[Tier, ...]:
    return (
        Tier(minimise="unserved_pupils"),
        Tier(minimise="excess_pupil_minutes", tolerance=0.01),
        Tier(minimise="public_plus_household_cost_yuan", tolerance=0.01),
        Tier(minimise="pupil_minutes"),
    )


class Scenario(Section):
    """All options of one run, defaults included."""

    name: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$",
        description="short name, also of the run folder",
        json_schema_extra={"unit": "", "zh": "简称，也用作结果文件夹名"},
    )
    title: Bilingual = option(Bilingual, "", "title shown on pages", "页面标题")
    asks: Bilingual = option(Bilingual, "", "the question in one sentence", "一句话说明所问")
    county: Path = Field(
        description="county folder, relative to the file that says it",
        json_schema_extra={"unit": "", "zh": "县数据文件夹，相对于本文件"},
    )
    norms: str = option(
        "state-council-2018-27",
        "",
        "norms profile laid under the options, by its name or the path of the county's own file",
        "所用规范：自带规范的名称，或本县规范文件的路径",
    )
    season: Season | WorstOf = option(
        "normal", "", "season planned for, or the worst of several", "规划所用季节"
    )
    travel: Travel = option(Travel, "", "how children travel", "出行")
    lines: Lines = option(Lines, "", "minibus lines that a plan may fund", "备选校车线路")
    boarding: Boarding = option(Boarding, "", "boarding", "寄宿")
    schools: Schools = option(Schools, "", "schools", "学校")
    staff: Staff = option(Staff, "", "posts", "师资")
    staffing: Staffing = option(Staffing, "", "who teaches where", "师资配置")
    budget: Budget = option(Budget, "", "money ceilings", "预算")
    costs: Costs = option(Costs, "", "unit costs", "单价")
    pupils: Pupils = option(Pupils, "", "counting pupils and trips", "学生与出行次数")
    concern: Concern = option(Concern, "", "who counts as affected", "受影响的认定")
    balance: BalanceAsked = option(
        BalanceAsked, "", "measures by which balance is judged", "均衡评估"
    )
    resources: Resources = option(
        Resources, "", "what money buys for schools after the layout", "资源配置"
    )
    equity: Equity = option(Equity, "", "how much unequal trips weigh", "出行不均的权重")
    objective: tuple[Tier, ...] = option(
        _default_tiers, "", "what is minimised, in order", "依次最小化的目标"
    )
    solver: Solver = option(Solver, "", "limits of the search", "求解设置")

    @field_validator("season", mode="before")
    @classmethod
    def _some_season(cls, season: object) -> object:
        if not isinstance(season, Mapping | WorstOf) and season not in ("normal", "winter"):
            raise ValueError("scenario.why.season")
        return season

    @field_validator("objective")
    @classmethod
    def _some_tier(cls, tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
        if not tiers:
            raise ValueError("scenario.why.no_objective")
        names = [t.minimise for t in tiers]
        if len(set(names)) < len(names):
            raise ValueError("scenario.why.twice")
        return tiers

    @property
    def seasons(self) -> tuple[Literal["normal", "winter"], ...]:
        """The seasons whose trips are computed."""
        return self.season.worst_of if isinstance(self.season, WorstOf) else (self.season,)

    def stage_travel(self, stage: str) -> StageTravel:
        """Return the travel limits of a stage."""
        limits: StageTravel = getattr(self.travel, stage)
        return limits
