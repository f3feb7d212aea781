"""Everything that the converter assumed, in both languages: the one list of it."""

from __future__ import annotations

from dataclasses import dataclass

from data.leh import rooms, schools, services
from data.leh.places import SHARES
from data.leh.roads import JOIN_WITHIN_M

PMGSY = "PMGSY Rural Connectivity Datasets 2022"
OWN = "assumption of the converter"


@dataclass(frozen=True)
class Assumption:
    """What a column of a table rests on.

    Parameters
    ----------
    table, column
        Where it applies; columns are parted by spaces.
    zh, en
        The rule, one sentence each.
    provenance
        ``measured``, ``estimated`` or ``synthetic``.
    source
        Where it comes from.
    """

    table: str
    column: str
    zh: str
    en: str
    provenance: str
    source: str


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


_LOWER, _UPPER, _JUNIOR = (_percent(SHARES[stage]) for stage in ("lower", "upper", "junior"))
_POINT_KM = f"{schools.POINT_BEYOND_M / 1000:g}"
_BED_KM = f"{schools.BED_BEYOND_M / 1000:g}"
_LEAST = schools.POINT_FROM_LOWER_PUPILS
_GROW = schools.ROOM_TO_GROW
_SERVED_KM = f"{services.SERVED_WITHIN_M / 1000:g}"
_STOP_KM = f"{services.VILLAGE_WITHIN_M / 1000:g}"

ASSUMPTIONS = (
    Assumption(
        "villages",
        "name population lon lat",
        "村名、人口、坐标照录数据源的居民点图层，未作修改。",
        "Names, population and coordinates are those of the source's habitations, unchanged.",
        "measured",
        PMGSY,
    ),
    Assumption(
        "villages",
        "lower_pupils upper_pupils junior_pupils",
        f"数据源没有学生数：1–3、4–6、7–9年级各按人口的 {_LOWER}、{_UPPER}、{_JUNIOR} 估算"
        "（每个年龄约1.5 %），用最大余数法取整，全县合计不变。",
        "The source has no pupils: grades 1–3, 4–6 and 7–9 are taken as "
        f"{_LOWER}, {_UPPER} and {_JUNIOR} of the people (about 1.5 % a year of age), rounded by "
        "largest remainder so that the county's sum is right.",
        "estimated",
        OWN,
    ),
    Assumption(
        "villages schools",
        "township",
        "以区块编号（BLOCK_ID）为乡镇：先看点落在哪个区块；落在各区块之外的用其自带编号"
        "（7757、7986 没有面），再无则取最近区块。",
        "The block id stands for the township: the block that holds the point; outside every "
        "block the point's own id (7757 and 7986 have no polygon), failing that the nearest block.",
        "estimated",
        PMGSY,
    ),
    Assumption(
        "boundary",
        "geometry",
        "县界为各区块之并再加全部居民点、学校的凸包，不是法定界线。",
        "The outline is the union of the blocks and the convex hull of habitations and schools; "
        "it is no legal boundary.",
        "estimated",
        PMGSY,
    ),
    Assumption(
        "schools",
        "name lon lat",
        "学校名称和坐标照录数据源教育类设施；大学、学院、理工学院不列入。",
        "Names and coordinates of labelled schools are the source's education facilities; "
        "universities, colleges and the polytechnic are left out.",
        "measured",
        PMGSY,
    ),
    Assumption(
        "schools",
        "kind",
        "办学类型按名称推断：高级中学（higher secondary、hr）和 JNV 算初中，只写“School”的算小学，"
        "其余（high school 及未写学段的学校）算九年一贯制。",
        "The kind is read from the label: higher secondary (also hr) and JNV count as junior, a "
        'bare "School" as primary, all others (high schools and schools without a level) as '
        "nine-year.",
        "estimated",
        OWN,
    ),
    Assumption(
        "schools",
        "school_id kind (P…)",
        f"数据源没有标出小学：1–3年级学生不少于 {_LEAST} 人、沿路 {_POINT_KM} 公里内没有低段学校的"
        f"居民点估设一个教学点，就近低段学生超过 {rooms.MULTIGRADE} 人的估设为完全小学。",
        f"The source labels no primary school: a habitation with at least {_LEAST} pupils of "
        f"grades 1–3 and no school for them within {_POINT_KM} km by road gets an estimated "
        f"teaching point, or an estimated primary school where more than {rooms.MULTIGRADE} such "
        "pupils are nearest to it.",
        "estimated",
        OWN,
    ),
    Assumption(
        "schools",
        "lower_enrolled upper_enrolled junior_enrolled",
        "在校生数未知，留空。",
        "Enrolment is not known and left blank.",
        "estimated",
        OWN,
    ),
    Assumption(
        "schools",
        "classrooms",
        f"教室按学生就近入学估算：一个学段或为一个不超过 {rooms.MULTIGRADE} 人的复式班，或至少三个班"
        f"（小学每班 {rooms.CLASS_SIZE['lower']} 人、初中 {rooms.CLASS_SIZE['junior']} 人以内）；"
        "有名称的学校每个年级至少一间。",
        "Classrooms are those needed if pupils go to the nearest school: a stage is one "
        f"multi-grade class of at most {rooms.MULTIGRADE} or at least three classes (of at most "
        f"{rooms.CLASS_SIZE['lower']}, junior {rooms.CLASS_SIZE['junior']}); labelled schools "
        "have at least a room a grade.",
        "estimated",
        OWN,
    ),
    Assumption(
        "schools",
        "beds can_board",
        f"有名称的初中和九年一贯制学校可寄宿；就近的4–9年级学生中沿路 {_BED_KM} 公里以外的达到"
        f" {schools.BEDS_FROM_PUPILS} 人即按人数设床（取整到十），名称写明寄宿的至少"
        f" {schools.RESIDENTIAL_BEDS} 床。",
        "Labelled junior and nine-year schools can board; where at least "
        f"{schools.BEDS_FROM_PUPILS} of their nearest pupils of grades 4–9 live over {_BED_KM} km "
        "away by road they have a bed for each (rounded up to tens), and at least "
        f"{schools.RESIDENTIAL_BEDS} where the label says residential.",
        "estimated",
        OWN,
    ),
    Assumption(
        "schools",
        "can_expand_classrooms",
        f"可扩教室：教学点 {_GROW['teaching_point']} 间，小学 {_GROW['primary']} 间，"
        f"初中和九年一贯制 {_GROW['nine_year']} 间。",
        f"Rooms that can be added: {_GROW['teaching_point']} at a teaching point, "
        f"{_GROW['primary']} at a primary school, {_GROW['nine_year']} at junior and nine-year "
        "schools.",
        "estimated",
        OWN,
    ),
    Assumption(
        "schools",
        "status candidate (C…)",
        "没有九年一贯制学校的乡镇，在其最大的居民点虚拟一处可寄宿的九年一贯制候选校址，"
        f"可建 {schools.CANDIDATE_ROOM} 间教室。",
        "A township without a nine-year school has an invented candidate site for a boarding one "
        f"at its largest habitation, with room for {schools.CANDIDATE_ROOM} classrooms.",
        "synthetic",
        OWN,
    ),
    Assumption(
        "roads",
        "geometry",
        "道路为未打断的GPS轨迹：在相交处打断，悬空端点按"
        f" {JOIN_WITHIN_M:g} 米容差接到最近的线上；接线标为估算，平面相交一律视为路口。",
        "Roads are GPS tracks without nodes: split where they cross, loose ends joined to the "
        f"nearest line within {JOIN_WITHIN_M:g} m; the joining pieces are marked estimated, and "
        "every crossing counts as a junction.",
        "measured",
        PMGSY,
    ),
    Assumption(
        "roads",
        "road_class",
        "等级对应：NH 国道，BR（边防公路）省道，MDR 县道，RR(ODR) 乡道，RR(VR) 村道，"
        "RR(TRACK) 机耕道。",
        "Classes: NH national, BR (border road) provincial, MDR county, RR(ODR) township, RR(VR) "
        "village, RR(TRACK) track.",
        "measured",
        PMGSY,
    ),
    Assumption(
        "roads",
        "surface",
        "路面未知：国道、县道按硬化，机耕道按土路，其余按砂石。",
        "Surfaces are not known: national and county roads are taken as paved, tracks as earth, "
        "all others as gravel.",
        "estimated",
        OWN,
    ),
    Assumption(
        "roads",
        "speed_kph closed_season hazard",
        "车速、冬季封路、危险路段数据源都没有，留空：按等级取车速，按全年通行计，"
        "实际上高山垭口冬季可能封闭。",
        "Speeds, winter closures and hazards are not in the source and left blank: speed by "
        "class, open all year, although high passes may be shut in winter.",
        "estimated",
        OWN,
    ),
    Assumption(
        "services",
        "line_id stop_order lon lat",
        "没有班线资料：假定从列城最大居民点旁的车站沿干道开往各乡镇最大居民点和"
        f" {services.LARGE_FROM_PEOPLE} 人以上的居民点（已有线路停靠 {_SERVED_KM} 公里以内的除外），"
        f"停靠沿线车站和 {_STOP_KM} 公里以内的村口。",
        "No timetable is known: lines are assumed from the bus stand by the largest habitation "
        "along main roads to the largest habitation of each township and to those of "
        f"{services.LARGE_FROM_PEOPLE} people or more (unless a line stops within {_SERVED_KM} km), "
        f"stopping at bus stands and where the way from a village within {_STOP_KM} km comes in.",
        "estimated",
        OWN,
    ),
    Assumption(
        "services",
        "seats fare_yuan attendant season",
        f"每条线假定有 {services.SEATS} 个学生座位；票价、照管员、季节未知，留空。",
        f"Each line is assumed to have {services.SEATS} seats for pupils; fares, attendants and "
        "seasons are not known and left blank.",
        "estimated",
        OWN,
    ),
    Assumption(
        "county",
        "terrain",
        "没有地形数据，坡度不计，步行时间偏低。",
        "There is no terrain: slopes are not counted, and walks come out too short.",
        "estimated",
        OWN,
    ),
)
