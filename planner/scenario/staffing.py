"""Options of the staffing programme: moves, hires, circuits, online lessons, posts, goals."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from planner.scenario.section import Count, NotNegative, Positive, Section, Share, option

StaffTierName = Literal[
    "uncovered_priority_periods",
    "uncovered_periods",
    "short_posts",
    "without_place",
    "move_minutes",
    "hires",
    "qualified_spread",
]
STAFF_TIERS: tuple[StaffTierName, ...] = get_args(StaffTierName)
"""Objectives of the staffing programme, in the words of docs/staffing.md."""


class StaffTier(Section):
    """One objective of the lexicographic list."""

    minimise: StaffTierName = Field(
        description="what is made small", json_schema_extra={"unit": "", "zh": "最小化的目标"}
    )
    tolerance: NotNegative = option(
        0, "share", "how far later tiers may let it grow", "其后目标可放宽的比例"
    )


class Moves(Section):
    """How far staff may be moved."""

    max_minutes: NotNegative = option(
        60, "min", "longest way from the school of today to the new one", "调动学校间最长单程"
    )
    lodged_max_minutes: NotNegative = option(
        0,
        "min",
        "longest way where the new school has a staff room to live in; 0 asks nobody to live there",
        "有周转房时调动学校间最长单程；0表示不安排住校",
    )
    out_of_township_weight: Positive = option(
        2, "", "what a minute counts out of the township", "跨乡镇调动每分钟的权重"
    )
    move_minutes: NotNegative = option(
        10, "min", "what any move counts besides its way", "每次调动另计的分钟"
    )


class Hires(Section):
    """Posts filled from outside."""

    max_posts: Count | None = option(
        None,
        "posts",
        "most posts hired; null allows those that the layout pays for",
        "招聘上限；空则取布局方案已列支的岗位数",
    )
    by_subject: dict[str, Count] = option(
        dict, "posts", "most posts hired by subject id", "各学科招聘上限"
    )
    budget_yuan: NotNegative | None = option(
        None, "yuan/year", "most paid for hires a year", "招聘年度经费上限"
    )


class Circuits(Section):
    """Periods that teachers of one school give at others near."""

    max_minutes: NotNegative = option(
        30, "min", "longest way to a school taught at; 0 forbids", "走教最长单程；0为不走教"
    )
    away_share: Share = option(
        0.5,
        "share",
        "most of the loads of a school's teachers of a kind given at other schools",
        "一校同类教师工作量中走教课时的最高占比",
    )
    lost_share: NotNegative = option(
        0.25,
        "share",
        "periods lost on the road for each period taught elsewhere; 0.25 costs one of a day of four",
        "每上一节走教课在路上另占的课时；0.25即一天上四节、路上占一节",
    )
    max_posts: Count | None = option(
        None,
        "posts",
        "most posts' worth of periods given at other schools in the county",
        "全县走教课时折合岗位数上限",
    )


class Online(Section):
    """Synchronous lessons on the screen."""

    max_share: Share = option(
        0.5,
        "share",
        "most of a subject's periods at a teaching point",
        "教学点专递课堂课时占比上限",
    )
    rooms_per_lesson: NotNegative = option(
        3, "classes", "classes that one given lesson can be shown to", "一节课可同步的班数"
    )


class Staffing(Section):
    """Who teaches where after the layout."""

    curriculum: str = option(
        "sichuan-rural",
        "",
        "curriculum table: a bundled one by name, or a .toml file by its path from the file that says it",
        "课程表：自带表的名称，或 .toml 文件相对于本文件的路径",
    )
    bilingual_share: Share = option(
        0.5,
        "share",
        "part of the lessons of a mother-tongue stream (mode1) given in that language",
        "一类模式中用民族语言授课的课时占比",
    )
    leader_load_share: Share = option(
        0.3, "share", "part of a teaching load that managers give", "管理人员兼课占满工作量比例"
    )
    class_care_periods: NotNegative = option(
        2, "periods/week", "what caring for a class counts", "班主任折算课时"
    )
    rotation_years: NotNegative = option(
        6, "years", "years at a school from which rotation is due", "应交流的在校年限"
    )
    rotation_share: Share = option(
        0, "share", "least of those due who move; the measures ask 0.1", "每年交流轮岗比例"
    )
    rotation_backbone_share: Share = option(
        0.2, "share", "least of these who are backbone teachers", "交流中骨干教师比例"
    )
    no_forced_exit: bool = option(
        False,
        "",
        "nobody is retired or left without a place; impossible means exit code 4",
        "不得强制退出：无人被退休或无岗；做不到时退出码4",
    )
    retirement: bool = option(
        False, "", "early retirement by consent may be proposed", "可提出自愿提前退休"
    )
    spare_places_share: Share = option(
        0.1, "share", "places of a school beyond its posts", "超出岗位数的可容纳比例"
    )
    support_share_primary: Share = option(
        0.09, "share", "most support posts in primary schools", "小学工勤岗位上限"
    )
    support_share_junior: Share = option(
        0.15, "share", "most support posts in junior schools", "初中工勤岗位上限"
    )
    moves: Moves = option(Moves, "", "how far staff may be moved", "调动")
    hires: Hires = option(Hires, "", "posts filled from outside", "招聘")
    circuits: Circuits = option(Circuits, "", "lessons given at schools near", "走教")
    online: Online = option(Online, "", "lessons on the screen", "专递课堂")
    rounds: Count = option(
        2,
        "",
        "times the layout is solved again where staffing leaves lessons uncovered",
        "师资不足时布局重新求解的次数上限",
    )
    premium_factor: NotNegative = option(
        1,
        "",
        "what an open school is charged for lessons nobody could give, over the pay of the posts"
        " they would fill",
        "布局重新求解时，未开出课时折算岗位的计价倍数（×教师年薪）",
    )
    premium_other_share: Share = option(
        0.5,
        "share",
        "what lessons without priority count in that charge",
        "计价时非优先学科课时的折算比例",
    )
    objective: tuple[StaffTier, ...] = option(
        lambda: tuple(StaffTier(minimise=name) for name in STAFF_TIERS),
        "",
        "what is minimised, in order",
        "依次最小化的目标",
    )
    time_limit_s: Positive = option(60, "s", "time for the staffing programme", "师资求解时限")
    mip_gap: Share = option(0.005, "share", "gap at which a goal counts as proved", "师资求解间隙")
