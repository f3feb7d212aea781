"""What may happen to schools, their dormitories and their posts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.scenario.section import ByStage, Count, NotNegative, Positive, Section, Stage, option


class Reason(Section):
    """Why an exception is made, in both languages."""

    zh: str = Field(
        min_length=1, description="in Chinese", json_schema_extra={"unit": "", "zh": "中文"}
    )
    en: str = Field(
        min_length=1, description="in English", json_schema_extra={"unit": "", "zh": "英文"}
    )


class BoardingException(Section):
    """Pupils who may board though they are younger than the lowest stage that may."""

    village: str = Field(
        description="village by id", json_schema_extra={"unit": "", "zh": "村编码"}
    )
    stage: Stage = Field(
        description="stage that may board", json_schema_extra={"unit": "", "zh": "可寄宿的学段"}
    )
    reason: Reason = Field(
        description="why; the report prints it",
        json_schema_extra={"unit": "", "zh": "理由，印入报告"},
    )


class Boarding(Section):
    """Who may board, and what a bed asks for."""

    lowest_stage: Stage = option("upper", "", "lowest stage that may board", "可寄宿的最低学段")
    exceptions: tuple[BoardingException, ...] = option(
        (),
        "",
        "villages whose younger pupils may board all the same, each with a reason",
        "低于最低学段而可寄宿的村，逐一说明理由",
    )
    left_behind_first: bool = option(
        False,
        "",
        "true: where anyone boards, a bed is kept for each left-behind pupil of boarding age there",
        "true：凡有寄宿生的学校，先为在校的适龄留守学生每人留一张床位",
    )
    canteen_places_per_boarder: NotNegative = option(
        1.0,
        "places",
        "canteen places that a boarder takes; less than 1 where they eat in turns",
        "每名寄宿生所需食堂餐位（分批就餐可小于1）",
    )
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
    hold_chosen: bool = option(
        False,
        "",
        "true: pupils who today pass a nearer school for one of another township stay there",
        "true：现在越过较近学校、到别的乡镇就读的学生留在原校",
    )
    keep_points: bool = option(
        False, "", "true: every teaching point stays open", "true：教学点全部保留"
    )
    open_candidates: bool = option(True, "", "false: no candidate opens", "false：不新设学校")
    may_reduce: bool = option(
        True, "", "a complete primary may become a teaching point", "完全小学可改为教学点"
    )
    may_reduce_nine_year: bool = option(
        False,
        "",
        "a nine-year school may become a complete primary",
        "九年一贯制学校可改为完全小学",
    )
    may_grow_to: tuple[Literal["primary", "nine_year"], ...] = option(
        (),
        "",
        "larger kinds that a school may become, one step: a point a complete primary, "
        "a primary or junior school a nine-year school",
        "学校可升格的类型（只升一级）：教学点改完全小学，完全小学或初中改九年一贯制",
    )
    allow_stream_switch: bool = option(
        False,
        "",
        "true: pupils taught in or with their mother tongue may go where their stream is not taught",
        "true：双语一类、二类模式的学生可划入不开设该模式的学校（逐一计数）",
    )
    closable_below_pupils: Count | None = option(
        None,
        "pupils",
        "only schools with fewer pupils today may close",
        "仅学生数低于此数的学校可撤并",
    )
    new_classrooms_per_school: Count | None = option(
        None,
        "classrooms",
        "classrooms that may be added at each existing school; null: as the schools table says",
        "每所现有学校可增建的教室数；空则按学校表",
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
    area_floors: Literal["off", "hold", "build"] = option(
        "off",
        "",
        "teaching and sports area a pupil by the first balance profile; hold: no school takes more"
        " pupils than its area allows; build: what is short is built and paid for",
        "按第一个均衡办法的生均教学及辅助用房、体育运动场馆面积："
        "hold 学生数不得超过面积所容；build 不足的面积补建并计入投入",
    )
    area_floor_share: Annotated[float, Field(gt=0, le=1)] = option(
        1.0,
        "share",
        "part of these areas that is asked for; 0.85 is what no indicator may fall below in 2017",
        "所要求的生均面积占达标值的比例；2017年办法的底线为0.85",
    )


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
        "teaching posts filled today; null counts those of the teachers table, else today's need",
        "现有教学岗位数；空则取教师表中的教学岗，否则按现状需求",
    )
