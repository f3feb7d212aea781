"""Minibus lines that the county does not have yet and that a plan may fund."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.scenario.section import Count, NotNegative, Positive, Section, option

AtLeastOne = Annotated[int, Field(ge=1)]
RoadClass = Literal["national", "provincial", "county", "township", "village", "track"]


class Lines(Section):
    """Possible minibus lines, each to one school."""

    generate: bool = option(
        False,
        "",
        "true: possible lines are drawn along the roads, and the plan funds those that pay",
        "true：沿道路生成备选校车线路，由方案决定开行哪些",
    )
    max_lines_per_school: Count = option(
        2, "lines", "most possible lines to one school", "每校备选线路最多条数"
    )
    seats: AtLeastOne = option(
        19, "pupils", "pupils that a minibus seats on its morning run", "每车学生座位数"
    )
    yuan_per_year: NotNegative = option(
        215_000,
        "yuan/year",
        "running a line a year, with driver and attendant",
        "每线年运行费（含司机、照管员）",
    )
    vehicle_yuan: NotNegative = option(
        200_000, "yuan", "vehicle of a line, bought once", "每线购车一次性投入"
    )
    min_riders_per_line: AtLeastOne = option(
        8, "pupils", "fewest day pupils for whom a line is run", "开行一条线路的最少走读乘车人数"
    )
    max_minutes: Positive = option(
        60,
        "min",
        "longest run from the first stop to the school",
        "从首站到学校的最长行驶时间",
    )
    lowest_class: RoadClass = option(
        "village",
        "",
        "lowest class of road that a minibus may use; never a path",
        "校车可行驶的最低道路等级；小路一律不可",
    )
    dedicated: Literal["none", "primary"] = option(
        "none",
        "",
        "primary: the vehicles are built for primary pupils, and only grades 1–6 ride",
        "primary：小学生专用校车，只有1–6年级可乘；none：不限",
    )
