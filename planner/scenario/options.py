"""The sections of a scenario: closed, frozen, each option with unit and sentence.

Defaults here are the program's own; a norms profile is laid over them, then the
scenario file, then ``--set``. Costs are in yuan of one year; their bases stand in
docs/scenario.md.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

Stage = Literal["lower", "upper", "junior"]
Kind = Literal["teaching_point", "primary", "junior", "nine_year"]
Season = Literal["normal", "winter"]
Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=0)]


def option(default: Any, unit: str, en: str, zh: str) -> Any:
    """Return a field with its default, unit and one sentence in both languages."""
    factory: dict[str, Any] = (
        {"default_factory": default} if callable(default) else {"default": default}
    )
    return Field(**factory, description=en, json_schema_extra={"unit": unit, "zh": zh})


class Section(BaseModel):
    """A closed, frozen group of options."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class StageTravel(Section):
    """Limits of one stage's trips, one way, slower direction."""

    walk_max_minutes: Positive = option(40, "min", "norm of a daily walk", "每日步行的标准时限")
    ride_max_minutes: Positive = option(
        40, "min", "norm of a daily ride, whole trip with walk and wait", "每日乘车全程的标准时限"
    )
    weekly_max_minutes: Positive | None = option(
        None, "min", "norm of a boarder's weekly trip", "寄宿生周末往返的标准时限"
    )
    ceiling_minutes: Positive = option(
        90, "min", "longest daily trip a plan may use at all", "方案中每日单程的绝对上限"
    )
    weekly_ceiling_minutes: Positive | None = option(
        None, "min", "longest weekly trip a plan may use at all", "方案中周末单程的绝对上限"
    )

    @model_validator(mode="after")
    def _ordered(self) -> StageTravel:
        if self.ceiling_minutes < max(self.walk_max_minutes, self.ride_max_minutes):
            raise ValueError("scenario.why.ceiling")
        if (self.weekly_ceiling_minutes or 1e9) < (self.weekly_max_minutes or 0):
            raise ValueError("scenario.why.weekly_ceiling")
        return self


class ByStage(Section):
    """A number for each stage."""

    lower: Positive = option(1, "", "grades 1–3", "1–3年级")
    upper: Positive = option(1, "", "grades 4–6", "4–6年级")
    junior: Positive = option(1, "", "grades 7–9", "7–9年级")


class ByRoadClass(Section):
    """A speed for each class of road, km/h."""

    national: NotNegative = option(40, "km/h", "national road", "国道")
    provincial: NotNegative = option(35, "km/h", "provincial road", "省道")
    county: NotNegative = option(26, "km/h", "county road", "县道")
    township: NotNegative = option(20, "km/h", "township road", "乡道")
    village: NotNegative = option(17, "km/h", "village road", "村道")
    track: NotNegative = option(10, "km/h", "track", "机耕道")
    path: NotNegative = option(0, "km/h", "path; 0 is closed to vehicles", "小路；0表示不通车")


class Travel(Section):
    """How children travel and how far they may."""

    lower: StageTravel = option(
        lambda: StageTravel(walk_max_minutes=30, ride_max_minutes=30, ceiling_minutes=60),
        "",
        "limits of grades 1–3",
        "1–3年级的时限",
    )
    upper: StageTravel = option(
        lambda: StageTravel(
            walk_max_minutes=40,
            ride_max_minutes=40,
            weekly_max_minutes=180,
            ceiling_minutes=90,
            weekly_ceiling_minutes=240,
        ),
        "",
        "limits of grades 4–6",
        "4–6年级的时限",
    )
    junior: StageTravel = option(
        lambda: StageTravel(
            walk_max_minutes=60,
            ride_max_minutes=60,
            weekly_max_minutes=240,
            ceiling_minutes=120,
            weekly_ceiling_minutes=300,
        ),
        "",
        "limits of grades 7–9",
        "7–9年级的时限",
    )
    norm: Literal["soft", "hard"] = option(
        "soft",
        "",
        "soft: trips between norm and ceiling are allowed and counted; hard: not allowed",
        "soft：允许超标准但不超上限并计数；hard：不允许",
    )
    serve: Literal["hard", "soft"] = option(
        "hard",
        "",
        "hard: every pupil who can reach a school is placed; soft: pupils may stay unserved, counted",
        "hard：能到校者必须安排；soft：可不安排但计数",
    )
    protect: Literal["all", "within_norm", "none"] = option(
        "all",
        "",
        "all: nobody within the norm is put over it and nobody over it gets a longer trip;"
        " within_norm: the first half; none: no protection",
        "all：达标者不得变超标，超标者不得更远；within_norm：只保前一半；none：不保护",
    )
    protect_tolerance_minutes: NotNegative = option(
        5, "min", "growth that protection lets pass for trips over the norm", "保护条款容许的增加"
    )
    max_added_minutes: NotNegative | None = option(
        None, "min", "no daily trip may grow by more than this", "任何每日单程的增加不得超过"
    )
    private_ride: bool = option(
        False,
        "",
        "true: any road gives a ride by private vehicle, counted as dependent on it",
        "true：有路即可乘私家车，计为依赖私家车",
    )
    walk_flat_kph: Positive = option(
        5.04, "km/h", "adult walking speed on the flat (Tobler)", "成人平地步行速度"
    )
    child_walk_factor: ByStage = option(
        lambda: ByStage(lower=0.75, upper=0.85, junior=0.95),
        "factor",
        "a child's walking speed over an adult's",
        "儿童步速与成人之比",
    )
    off_path_factor: Positive = option(
        0.6, "factor", "walking speed off any path over that on one", "无路行走的速度系数"
    )
    winter_walk_factor: Positive = option(
        0.8, "factor", "winter walking speed over normal", "冬季步速系数"
    )
    winter_ride_factor: Positive = option(
        0.7, "factor", "winter vehicle speed over normal", "冬季车速系数"
    )
    hazard_kph: Positive = option(
        20, "km/h", "highest vehicle speed on hazard stretches", "危险路段最高车速"
    )
    ride_kph: ByRoadClass = option(
        ByRoadClass, "km/h", "vehicle speed with stops, by class", "各级道路含停站的车速"
    )
    wait_minutes: NotNegative = option(10, "min", "wait at the stop", "候车时间")
    stop_reach_minutes: Positive = option(45, "min", "longest walk to a stop", "步行到站的最长时间")
    cutoff_minutes: Positive = option(
        480, "min", "trips longer than this are not searched for", "超过此时长不再搜索"
    )


class Boarding(Section):
    """Who may board, and what a bed asks for."""

    lowest_stage: Stage = option("upper", "", "lowest stage that may board", "可寄宿的最低学段")
    min_m2_per_bed: NotNegative = option(
        3.0, "m²", "usable dormitory area per boarder", "生均宿舍使用面积"
    )
    max_new_beds: Count | None = option(
        None, "beds", "beds that may be added in the county", "全县新增床位上限"
    )
    max_new_beds_per_school: Count = option(
        400, "beds", "beds that may be added at one school", "每校新增床位上限"
    )
    cycle_days: Annotated[int, Field(ge=1, le=30)] = option(
        7, "days", "days from one trip home to the next", "回家周期"
    )
    pupils_per_carer: Positive = option(
        50, "pupils", "boarders per boarding-care post", "每名生活教师负责的寄宿生"
    )
    min_carers: Count = option(
        2,
        "posts",
        "fewest care posts where anyone boards (a woman and a man)",
        "寄宿校最少生活教师",
    )


class PerTownship(Section):
    """How many schools offer a stage in each township."""

    stage: Stage = option("upper", "", "stage counted", "计数的学段")
    min: Count = option(1, "schools", "fewest", "最少")
    max: Count | None = option(1, "schools", "most", "最多")
    exempt: tuple[str, ...] = option((), "", "townships left out", "不适用的乡镇")

    @model_validator(mode="after")
    def _ordered(self) -> PerTownship:
        if self.max is not None and self.max < self.min:
            raise ValueError("scenario.why.township")
        return self


class ClassSize(Section):
    """Largest classes, pupils."""

    lower: Positive | None = option(45, "pupils", "graded class, grades 1–3", "1–3年级班额")
    upper: Positive | None = option(45, "pupils", "graded class, grades 4–6", "4–6年级班额")
    junior: Positive | None = option(50, "pupils", "graded class, grades 7–9", "7–9年级班额")
    multigrade: NotNegative = option(25, "pupils", "multi-grade class", "复式班班额")


class ByKindLimit(Section):
    """A limit in pupils for each kind; null is no limit."""

    teaching_point: Count | None = option(None, "pupils", "teaching point", "教学点")
    primary: Count | None = option(None, "pupils", "complete primary", "完全小学")
    junior: Count | None = option(None, "pupils", "junior school", "初中")
    nine_year: Count | None = option(None, "pupils", "nine-year school", "九年一贯制")


class Schools(Section):
    """What may happen to schools."""

    open_between: tuple[Count | None, Count | None] = option(
        (None, None),
        "schools",
        "fewest and most schools open in the county",
        "全县开办学校数的下限与上限",
    )
    per_township: PerTownship | None = option(
        None, "", "schools offering a stage in each township", "每乡镇开设某学段的学校数"
    )
    keep: tuple[str, ...] = option((), "", "schools that stay open", "必须保留的学校")
    close: tuple[str, ...] = option((), "", "schools that close", "必须撤并的学校")
    open: tuple[str, ...] = option((), "", "candidates that open", "必须新设的校址")
    no_boarding: tuple[str, ...] = option((), "", "schools that may not board", "不得寄宿的学校")
    keep_all: bool = option(
        False, "", "true: every existing school stays as it is", "true：现有学校全部保留"
    )
    keep_catchments: bool = option(
        False,
        "",
        "true: every pupil stays at the school and on the trip of today, whatever the limits",
        "true：每名学生的就读学校与方式保持现状，不论是否超限",
    )
    keep_points: bool = option(
        False, "", "true: every teaching point stays open", "true：教学点全部保留"
    )
    open_candidates: bool = option(True, "", "false: no candidate opens", "false：不新设学校")
    may_reduce: bool = option(
        True, "", "a complete primary may become a teaching point", "完全小学可改为教学点"
    )
    closable_below_pupils: Count | None = option(
        None,
        "pupils",
        "only schools with fewer pupils today may close",
        "仅学生数低于此数的学校可撤并",
    )
    whole_village: bool = option(
        True,
        "",
        "a village's stage (that shares today's school) goes to one school; false lets it be shared",
        "同村同学段（且现就读同一学校）划入同一学校；false 允许分流",
    )
    min_pupils: ByKindLimit = option(
        ByKindLimit, "pupils", "fewest pupils of an open school", "开办学校的最少学生数"
    )
    max_pupils: ByKindLimit = option(
        lambda: ByKindLimit(primary=2000, junior=2000, nine_year=2500),
        "pupils",
        "most pupils of a school",
        "学校的最大规模",
    )
    class_size: ClassSize = option(ClassSize, "pupils", "largest classes", "班额上限")


class Staff(Section):
    """Posts that a layout needs."""

    pupils_per_post: ByStage = option(
        lambda: ByStage(lower=19, upper=19, junior=13.5),
        "pupils",
        "pupils per teaching post",
        "生师比",
    )
    posts_per_class: NotNegative = option(1.7, "posts", "fewest posts per class", "每班最少教师")
    min_posts: Count = option(2, "posts", "fewest posts of an open school", "每校最少教师")
    establishment_posts: Count | None = option(
        None, "posts", "most posts the county may employ", "全县编制上限"
    )
    posts_today: Count | None = option(
        None,
        "posts",
        "posts filled today; null counts the teachers table, else today's need",
        "现有教师数；空则取教师表，否则按现状需求",
    )


class Budget(Section):
    """Ceilings on money."""

    capital_yuan: NotNegative | None = option(
        None, "yuan", "most capital spent once", "一次性投入上限"
    )
    annual_yuan: NotNegative | None = option(
        None, "yuan/year", "highest running cost in cash", "年度运行支出上限"
    )


class ByKindCost(Section):
    """A cost for each kind of school."""

    teaching_point: NotNegative = option(0, "yuan", "teaching point", "教学点")
    primary: NotNegative = option(0, "yuan", "complete primary", "完全小学")
    junior: NotNegative = option(0, "yuan", "junior school", "初中")
    nine_year: NotNegative = option(0, "yuan", "nine-year school", "九年一贯制")


class Costs(Section):
    """Unit costs, yuan of one year."""

    open_yuan: ByKindCost = option(
        lambda: ByKindCost(
            teaching_point=70_000, primary=350_000, junior=350_000, nine_year=500_000
        ),
        "yuan/year",
        "running an open school without staff",
        "学校年运行费（不含人员）",
    )
    closing_yuan: ByKindCost = option(
        lambda: ByKindCost(
            teaching_point=80_000, primary=500_000, junior=500_000, nine_year=500_000
        ),
        "yuan",
        "closing a school, once",
        "撤并一次性支出",
    )
    classroom_place_yuan: NotNegative = option(
        32_000, "yuan/place", "classroom place added", "新增学位造价"
    )
    places_per_classroom: Positive = option(
        45, "places", "places that one added classroom costs", "每间教室学位数（计价）"
    )
    bed_yuan: NotNegative = option(
        28_000, "yuan/bed", "bed added at an existing school", "新增床位造价"
    )
    boarding_place_all_in_yuan: NotNegative = option(
        65_000,
        "yuan/place",
        "place in a new boarding school, classroom place included",
        "新建寄宿制学校每学位全包造价",
    )
    conversion_yuan: NotNegative = option(
        400_000,
        "yuan",
        "kitchen, heating, water and washing where boarding is new, once",
        "新办寄宿的食堂、取暖、供水、洗浴一次性投入",
    )
    teacher_yuan: NotNegative = option(120_000, "yuan/year", "a teaching post", "教师年均成本")
    carer_yuan: NotNegative = option(
        36_000, "yuan/year", "a boarding-care post", "生活教师年均成本"
    )
    freed_posts_cash_share: Share = option(
        0, "share", "share of a freed post that is saved in cash", "腾出岗位真正节省的比例"
    )
    surplus_post_salaries: NotNegative = option(
        1,
        "years",
        "annual salaries paid once for a post that is cut",
        "裁减岗位一次性补偿（年薪数）",
    )
    boarder_yuan: NotNegative = option(
        600,
        "yuan/year",
        "public cost of a boarder besides care staff",
        "寄宿生公用支出（不含生活教师）",
    )
    revenue_primary_yuan: NotNegative = option(
        720, "yuan/year", "public funds per primary pupil", "小学生均公用经费"
    )
    revenue_junior_yuan: NotNegative = option(
        940, "yuan/year", "public funds per junior pupil", "初中生均公用经费"
    )
    revenue_boarder_yuan: NotNegative = option(
        300, "yuan/year", "supplement per boarder", "寄宿生均补助公用经费"
    )
    revenue_floor_pupils: Count = option(
        100, "pupils", "a smaller school is paid as this many", "不足此数按此数核拨"
    )
    household_boarding_yuan: NotNegative = option(
        2_500, "yuan/year", "household's cost of a boarder before subsidy", "家庭寄宿支出（补助前）"
    )
    poor_share: Share = option(
        0.3, "share", "share of boarders with the living subsidy", "享受生活补助的寄宿生比例"
    )
    poor_boarder_primary_yuan: NotNegative = option(
        1_000, "yuan/year", "living subsidy of a poor primary boarder", "小学贫困寄宿生生活补助"
    )
    poor_boarder_junior_yuan: NotNegative = option(
        1_250, "yuan/year", "living subsidy of a poor junior boarder", "初中贫困寄宿生生活补助"
    )
    fare_yuan: NotNegative = option(
        2, "yuan/trip", "fare of a line that names none", "未注明票价线路的单程票价"
    )
    vehicle_yuan_per_km: NotNegative = option(
        0.8, "yuan/km", "household's cost of a private or hired vehicle", "家庭自驾或包车每公里"
    )
    discount_rate: Annotated[float, Field(ge=0, le=0.2)] = option(
        0.03, "share/year", "rate at which capital is annualised", "年化折现率"
    )
    building_years: Positive = option(40, "years", "life of buildings", "校舍折旧年限")
    other_years: Positive = option(
        8,
        "years",
        "life of vehicles and equipment; closing and surplus posts too",
        "设备与一次性支出摊销年限",
    )


class Pupils(Section):
    """How pupils are counted, and estimated where a county knows only its population."""

    day_trips: Positive = option(
        400, "trips/year", "one-way trips of a day pupil", "走读生年单程次数"
    )
    board_trips: Positive = option(
        80, "trips/year", "one-way trips of a boarder", "寄宿生年单程次数"
    )
    age_share_lower: Share = option(
        0.045,
        "share",
        "grades 1–3 over population, where pupils are not given",
        "1–3年级占人口比例（估算用）",
    )
    age_share_upper: Share = option(
        0.046,
        "share",
        "grades 4–6 over population, where pupils are not given",
        "4–6年级占人口比例（估算用）",
    )
    age_share_junior: Share = option(
        0.047,
        "share",
        "grades 7–9 over population, where pupils are not given",
        "7–9年级占人口比例（估算用）",
    )


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


TierName = Literal[
    "unserved_pupils",
    "pupils_over_norm",
    "excess_pupil_minutes",
    "worst_minutes",
    "running_cost_yuan",
    "annual_cost_yuan",
    "household_cost_yuan",
    "public_plus_household_cost_yuan",
    "capital_yuan",
    "pupil_minutes",
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


class Solver(Section):
    """Limits of the search."""

    time_limit_s: Positive = option(300, "s", "time for all tiers together", "求解总时限")
    mip_gap: NotNegative = option(
        0.005, "share", "gap at which a tier counts as proved", "视为最优的差距"
    )
    threads: Annotated[int, Field(ge=1, le=64)] = option(2, "threads", "threads", "线程数")
    seed: Count = option(1, "", "random seed of the solver", "随机种子")
