"""How children travel and how far they may."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from planner.scenario.section import ByStage, NotNegative, Positive, Section, option

Month = Annotated[int, Field(ge=1, le=12)]


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


class ByRoadClass(Section):
    """A speed for each class of road, km/h."""

    national: NotNegative = option(40, "km/h", "national road", "国道")
    provincial: NotNegative = option(35, "km/h", "provincial road", "省道")
    county: NotNegative = option(26, "km/h", "county road", "县道")
    township: NotNegative = option(20, "km/h", "township road", "乡道")
    village: NotNegative = option(17, "km/h", "village road", "村道")
    track: NotNegative = option(10, "km/h", "track", "机耕道")
    path: NotNegative = option(0, "km/h", "path; 0 is closed to vehicles", "小路；0表示不通车")


class BySurface(Section):
    """A factor for each surface."""

    paved: Positive = option(1, "factor", "paved", "硬化路面")
    gravel: Positive = option(0.85, "factor", "gravel", "砂石路面")
    earth: Positive = option(0.7, "factor", "earth", "土路面")


class ByAltitude(Section):
    """Walking speed at heights above the sea over that in the lowland."""

    at_3000_m: Positive = option(
        1,
        "factor",
        "at 3,000 m, falling evenly from 2,000 m; 0.9 as a sensitivity case",
        "海拔3000米处，自2000米起均匀变化；敏感性分析可取0.9",
    )
    at_4000_m: Positive = option(
        1,
        "factor",
        "at 4,000 m and above; 0.85 as a sensitivity case",
        "海拔4000米及以上；敏感性分析可取0.85",
    )


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
    altitude_walk_factor: ByAltitude = option(
        ByAltitude, "factor", "walking speed by altitude over that in the lowland", "海拔步速系数"
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
    ice_kph: Positive = option(
        20,
        "km/h",
        "highest vehicle speed in winter on hazard stretches, tracks, gravel and earth",
        "冬季危险路段、机耕道、砂石路和土路最高车速（结冰）",
    )
    ride_kph: ByRoadClass = option(
        ByRoadClass, "km/h", "vehicle speed with stops, by class", "各级道路含停站的车速"
    )
    surface_factor: BySurface = option(
        BySurface,
        "factor",
        "vehicle speed by surface over that of the class; a track's holds as it is",
        "按路面折减的车速系数（机耕道、小路不再折减）",
    )
    wait_minutes: NotNegative = option(10, "min", "wait at the stop", "候车时间")
    stop_reach_minutes: Positive = option(45, "min", "longest walk to a stop", "步行到站的最长时间")
    cutoff_minutes: Positive = option(
        480, "min", "trips longer than this are not searched for", "超过此时长不再搜索"
    )
    winter_months: tuple[Month, ...] = option(
        (11, 12, 1, 2, 3),
        "months",
        "months that are winter: a road shut in any of them is shut in winter",
        "算作冬季的月份：任一月封闭的道路，冬季即按封闭计",
    )
    school_months: tuple[Month, ...] = option(
        (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12),
        "months",
        "months in which pupils go to school; a road shut in more than half of those that are"
        " not winter is shut in the normal season, and where pupils live counts in these months",
        "上课的月份；非冬季上课月份中封闭超过一半的道路，平时即按封闭计；学生住处也只计这些月份",
    )
    minutes_from: Literal["table", "network"] = option(
        "table",
        "",
        "table: the county's table of minutes where it has one; network: it is left aside",
        "table：县里有 minutes 表就用它；network：不用该表",
    )
    minutes_fill: Literal["network", "absent"] = option(
        "network",
        "",
        "trips that the table of minutes lacks: network computes them, absent leaves them out",
        "minutes 表中没有的行程：network 按路网计算，absent 视为不可达",
    )
