"""Budgets and unit costs, yuan of one year; their bases stand in docs/scenario.md."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.scenario.section import Count, NotNegative, Positive, Section, Share, option


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
    canteen_place_yuan: NotNegative = option(
        0,
        "yuan/place",
        "canteen place added for boarders beyond those there; 0 where beds and conversion include it",
        "新增寄宿生食堂餐位造价；已含在床位与改造费中的为0",
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


class AgeShares(Section):
    """Pupils over population in one township, or where one language is spoken."""

    township: str = option("", "", "township by name", "乡镇名称")
    language: Literal["", "tibetan", "yi", "qiang", "mandarin", "other"] = option(
        "", "", "or main language of the village", "或村里主要语言"
    )
    lower: Share | None = option(None, "share", "grades 1–3 over population", "1–3年级占人口比例")
    upper: Share | None = option(None, "share", "grades 4–6 over population", "4–6年级占人口比例")
    junior: Share | None = option(None, "share", "grades 7–9 over population", "7–9年级占人口比例")

    @model_validator(mode="after")
    def _one_group(self) -> AgeShares:
        if bool(self.township) == bool(self.language):
            raise ValueError("scenario.why.age_group")
        return self


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
    age_shares: tuple[AgeShares, ...] = option(
        (),
        "",
        "shares of townships or languages, before those of the county; a township's come first",
        "各乡镇或各语言群体的比例，优先于全县比例；乡镇优先于语言",
    )


def age_shares_of(pupils: Pupils) -> dict[str, float]:
    """Return the pupils of each stage over population."""
    return {
        "lower": float(pupils.age_share_lower),
        "upper": float(pupils.age_share_upper),
        "junior": float(pupils.age_share_junior),
    }
