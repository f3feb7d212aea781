"""Options of the allocation programme: what is bought for schools, from which money, for whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.scenario.section import Count, Positive, Section, Share, option

Whole = Annotated[int, Field(ge=1)]


class UnitCosts(Section):
    """Unit costs of the county's own; null takes that of the bundled price list."""

    teaching_area_yuan: Count | None = option(
        None, "yuan/m2", "teaching and auxiliary area built", "新建教学及辅助用房造价"
    )
    sports_area_yuan: Count | None = option(
        None, "yuan/m2", "sports ground laid out", "新建运动场地造价"
    )
    multimedia_room_yuan: Count | None = option(
        None, "yuan/room", "networked multimedia room", "网络多媒体教室造价"
    )
    dorm_area_yuan: Count | None = option(
        None, "yuan/m2", "dormitory area built", "新建学生宿舍造价"
    )
    renovation_yuan: Count | None = option(
        None, "yuan/m2", "renovation of a building", "校舍加固改造单价"
    )
    digital_link_yuan: Count | None = option(
        None, "yuan", "network link of a school, first year", "接入专线，首年"
    )
    fit_out_teaching_yuan: Count | None = option(
        None,
        "yuan/m2",
        "teaching equipment that comes with teaching area built",
        "随新建教学用房配备的教学设备",
    )
    fit_out_dorm_yuan: Count | None = option(
        None, "yuan/m2", "furniture that comes with dormitory area built", "随新建宿舍配备的家具"
    )


class Resources(Section):
    """Where money for buildings and equipment goes after the layout."""

    budget_yuan: tuple[Count, ...] = option(
        (),
        "yuan",
        "money for each year of building, the first first; what is left goes on to the next year;"
        " without any there is no limit, and the plan says what everything costs",
        "分年度建设资金，依次填写；当年结余转入下年；不填则不设上限，得出补齐全部缺口所需资金",
    )
    prices: Literal["low", "default", "high"] = option(
        "default", "", "column of the price list", "采用价目表的低、中、高价"
    )
    unit_costs: UnitCosts = option(UnitCosts, "", "unit costs of the county's own", "本县单价")
    area_step_m2: Whole = option(
        10, "m2", "areas are built in multiples of this", "建筑和场地面积的最小单位"
    )
    equipment_step_yuan: Whole = option(
        1_000, "yuan", "equipment is bought in multiples of this", "设备购置金额的最小单位"
    )
    count: Literal["pupils", "schools"] = option(
        "pupils",
        "",
        "whether a missed floor counts by its pupils or once for the school",
        "底线未达时按学生数计，还是按学校计",
    )
    small_points: bool = option(
        True,
        "",
        "small teaching points are lifted too, though the measures leave them out",
        "办法不计入的小规模教学点也一并补齐",
    )
    weak_schools_share: Share = option(
        0.25,
        "share",
        "part of the schools, lowest in what money can buy, that count as weak",
        "按办学条件由低到高，计为薄弱学校的比例",
    )
    weak_budget_share: Share = option(
        0.3,
        "share",
        "part of the money kept for weak schools, as far as they need it",
        "为薄弱学校留足的资金比例（以其缺口为限）",
    )
    weak_weight: Whole = option(
        1,
        "",
        "how many times a weak school counts in floors and rule",
        "薄弱学校在底线和达标目标中的权重",
    )
    renovate: tuple[Literal["C", "D"], ...] = option(
        ("D",),
        "",
        "grades of buildings in which nobody should be taught before they are renovated",
        "须先加固改造方可使用的校舍等级",
    )
    time_limit_s: Positive = option(30, "s", "time for the allocation", "资源配置求解时限")
    mip_gap: Share = option(0.005, "share", "gap at which a goal counts as proved", "求解间隙")
