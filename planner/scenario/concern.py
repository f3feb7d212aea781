"""Who counts as affected by a plan, and how many may be."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from planner.scenario.section import NotNegative, Section, Share, option


class Escort(Section):
    """An adult who goes along, there and back: shares of the trips, and an hour's worth."""

    lower_share: Share = option(0.25, "share", "grades 1–3", "1–3年级")
    upper_share: Share = option(0, "share", "grades 4–6", "4–6年级")
    junior_share: Share = option(0, "share", "grades 7–9", "7–9年级")
    yuan_per_hour: NotNegative = option(
        10, "yuan/h", "work lost in an hour of going along", "陪送一小时的误工折价"
    )


class Rent(Section):
    """Shares of the boarders whose family rents a room near the school instead."""

    lower_share: Share = option(0.25, "share", "grades 1–3", "1–3年级")
    upper_share: Share = option(0.25, "share", "grades 4–6", "4–6年级")
    junior_share: Share = option(0, "share", "grades 7–9", "7–9年级")


class Concern(Section):
    """Who counts as affected, and how many may be."""

    definition: Literal["D1", "D1_over_norm", "D1_boarding", "D2", "D3", "all_three"] = option(
        "D1",
        "",
        "D1 time (D1_over_norm: newly over the norm only; D1_boarding: newly boarding at any stage "
        "counts too), D2 private cost, D3 any of distance, traffic, cost, all_three all of them",
        "受影响的定义：D1时间（D1_over_norm 仅新超出时限；D1_boarding 任一学段新寄宿也计），"
        "D2家庭支出，D3路程、交通、支出任一变差，all_three 三者同时变差",
    )
    threshold_minutes: NotNegative = option(
        10, "min", "growth of the daily trip that counts (D1)", "D1：单程增加"
    )
    day_board: Literal["week", "one_way"] = option(
        "week",
        "",
        "how a daily trip is set against a boarder's: by the minutes of a school week, a tenth "
        "of them, or one way (D1)",
        "D1：走读与寄宿的出行如何比较：week 按一个教学周的总分钟数（除以10），one_way 按单程",
    )
    threshold_yuan: NotNegative = option(
        500, "yuan/year", "growth of private cost that counts (D2)", "D2：家庭支出增加"
    )
    threshold_income_share: Share = option(
        0.02, "share", "growth of private cost over income that counts (D2)", "D2：占收入比例"
    )
    threshold_km: NotNegative = option(
        1.0, "km", "growth of distance that counts (D3)", "D3：距离增加"
    )
    any_yuan: NotNegative = option(
        50, "yuan/year", "growth of private cost that counts (D3)", "D3：家庭支出增加"
    )
    escort: Escort = option(
        Escort,
        "",
        "trips of a child, on foot or by private vehicle, on which an adult goes along there and "
        "back; part of private cost",
        "大人步行或自驾陪送、往返的出行比例，计入家庭支出",
    )
    rent: Rent = option(
        Rent,
        "",
        "boarders whose family rents a room to accompany them instead; part of private cost",
        "家长租房陪读、不住校的寄宿生比例，计入家庭支出",
    )
    rent_yuan: NotNegative = option(
        5_000, "yuan/year", "rent of a room to accompany a child", "陪读租房年租金"
    )
    lost_work_yuan: NotNegative = option(
        20_000, "yuan/year", "work lost by the parent who accompanies", "陪读家长全年误工"
    )
    poor_day_share: Share = option(
        0.5,
        "share",
        "living subsidy of a poor day pupil over that of a poor boarder",
        "贫困走读生生活补助占寄宿生标准的比例",
    )
    meal_day_yuan: NotNegative = option(
        1_000, "yuan/year", "free meals of a day pupil", "走读生营养餐年补助"
    )
    meal_board_yuan: NotNegative = option(
        1_000, "yuan/year", "free meals of a boarder", "寄宿生营养餐年补助"
    )
    children_per_household: Annotated[float, Field(ge=1, le=10)] = option(
        1.6,
        "children",
        "children in grades 1–9 of a household that has any, where the county does not say and the "
        "village's households do not show that there are more",
        "有1–9年级学生的家庭平均学生数（无县级数据、按户数推算也不更多时）",
    )
    most_children_per_household: Annotated[int, Field(ge=1, le=10)] = option(
        4,
        "children",
        "most children in grades 1–9 of one household, for the bounds on households",
        "一户1–9年级学生最多人数，用于户数的上下限",
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
