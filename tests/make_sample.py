"""Writes planner/sample/: run ``python tests/make_sample.py`` after changing a place here.

Places stand on a grid of 630 m in the projected system, ten minutes of a child in grades
1-3; see the drawing at `toy_county` in conftest.py.
"""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

from pyproj import Transformer

FOLDER = Path(__file__).parents[1] / "planner" / "sample"
PROJECTED = "EPSG:4542"
ORIGIN_X_M, ORIGIN_Y_M, STEP_M = 600_000.0, 3_430_000.0, 630.0
# id: x, y (steps), name, township, lower, upper, junior, population, herder share
VILLAGES = {
    "V1": (0.5, 0, "西坡村", "甲乡", 6, 6, 5, 240, 0.6),
    "V2": (2, 0, "河口村", "甲乡", 9, 8, 8, 360, 0.4),
    "V3": (7, 0, "中寨村", "甲乡", 12, 13, 12, 520, 0.2),
    "V4": (6, 2, "北沟村", "甲乡", 8, 7, 9, 340, 0.3),
    "V5": (13, 0, "桥头村", "乙乡", 10, 9, 9, 400, 0.5),
    "V6": (16, 0, "东坪村", "乙乡", 5, 5, 6, 220, 0.8),
}
# id: x, y, name, township, kind, status, rooms, enrolled by stage, beds, boarders,
# rooms that can be added, can board, dormitory m2, staff rooms
SCHOOLS = {
    "S1": (6, 0, "甲乡中心小学", "甲乡", "primary", "existing", 8, 20, 34, 0, 12, 6, 4, 1, 40, 2),
    "S2": (1, 0, "河口教学点", "甲乡", "teaching_point", "existing", 2, 15, 0, 0, 0, 0, 0, 0, 0, 1),
    "S3": (14, 0, "乙乡小学", "乙乡", "primary", "existing", 4, 15, 14, 0, 0, 0, 2, 1, 0, 0),
    "S4": (6, 1, "示例县初级中学", "甲乡", "junior", "existing", 4, 0, 0, 49, 0, 0, 2, 1, 0, 3),
    "S5": (16, 0, "东坪教学点（规划）", "乙乡", "teaching_point", "candidate", 1) + (0,) * 9,
}
# id: teaching m2, sports m2, equipment yuan, multimedia rooms, computers, books
FITTED_OUT = {
    "S1": (400, 500, 120_000, 3, 6, 1_100),
    "S2": (90, 60, 9_000, 0, 0, 150),
    "S3": (180, 260, 60_000, 1, 3, 600),
    "S4": (300, 520, 130_000, 2, 6, 1_200),
    "S5": (60, 200, 30_000, 1, 2, 300),
}
TODAY = {
    ("lower", "S2"): "V1 V2",
    ("lower", "S1"): "V3 V4",
    ("lower", "S3"): "V5 V6",
    ("upper", "S1"): "V1 V2 V3 V4",
    ("upper", "S3"): "V5 V6",
    ("junior", "S4"): "V1 V2 V3 V4 V5 V6",
}
MODES = {("V1", "upper"): "board", ("V5", "junior"): "ride", ("V6", "junior"): "ride"}
# school, subject, stage, persons, gender, backbone, years at the school, degree, title, age band,
# post, contract, ethnicity: the teaching posts of a school are what its pupils ask for today.
STAFF = """
S1 语文 lower 1 female 1 12 college first 40_49 teaching established 汉族
S1 语文 upper 2 female 0 8 bachelor second 30_39 teaching established 藏族
S1 数学 upper 1 male 0 15 college first 50_54 teaching established 汉族
S1 数学 lower 1 female 0 2 bachelor second under_30 teaching special_post 汉族
S1 英语 upper 1 female 0 3 bachelor second under_30 teaching established 汉族
S1 体育 upper 1 male 0 9 college second 40_49 teaching established 藏族
S1 语文 upper 1 male 0 20 college senior 50_54 management established 汉族
S1 数学 upper 1 female 0 11 college first 40_49 management established 藏族
S1 无 upper 1 female 0 4 secondary none 40_49 boarding_care contract 藏族
S1 无 upper 1 male 0 6 secondary none 50_54 boarding_care contract 藏族
S2 全科 lower 1 male 0 14 secondary second 50_54 teaching established 藏族
S2 语文 lower 1 female 0 1 college none under_30 teaching substitute 藏族
S2 语文 lower 1 male 0 18 college first 55_plus management established 藏族
S3 语文 lower 2 female 0 7 college second 30_39 teaching established 汉族
S3 数学 upper 1 male 0 10 college first 40_49 teaching established 汉族
S3 音乐 upper 1 female 0 5 bachelor second 30_39 teaching established 藏族
S3 道德与法治 upper 1 male 0 16 college first 50_54 management established 汉族
S3 无 upper 1 male 0 19 secondary second 55_plus management established 藏族
S4 语文 junior 1 female 0 6 bachelor first 30_39 teaching established 汉族
S4 数学 junior 1 male 1 9 bachelor senior 40_49 teaching established 汉族
S4 英语 junior 1 female 0 4 bachelor second 30_39 teaching established 汉族
S4 物理 junior 1 male 0 12 bachelor first 40_49 teaching established 汉族
S4 历史 junior 1 female 0 3 bachelor second under_30 teaching special_post 其他
S4 体育 junior 1 male 0 8 college second 30_39 teaching established 藏族
S4 政治 junior 1 male 0 17 bachelor senior 50_54 management established 汉族
S4 数学 junior 1 male 0 21 bachelor first 50_54 management established 汉族
"""
ROADS = {
    "甲乡西路": [(0.5, 0), (1, 0), (2, 0), (6, 0)],
    "甲乡北路": [(6, 0), (6, 1), (6, 2)],
    "甲乙路": [(6, 0), (7, 0), (13, 0), (14, 0), (16, 0)],
}
STOPS = [(16, 0), (13, 0), (6, 0)]
OUTLINE = [(-2, -2), (18, -2), (18, 4), (-2, 4), (-2, -2)]


@cache
def _turned_to(system: str) -> Transformer:
    return Transformer.from_crs(PROJECTED, system, always_xy=True)


def degrees(x: float, y: float, system: str) -> tuple[str, str]:
    """Return longitude and latitude of a grid point, to a thousandth of a millimetre."""
    lon, lat = _turned_to(system).transform(ORIGIN_X_M + x * STEP_M, ORIGIN_Y_M + y * STEP_M)
    return f"{lon:.11f}", f"{lat:.11f}"


def write_table(name: str, heading: str, rows: list[list[object]]) -> None:
    """Write a CSV that Excel opens with its Chinese intact."""
    with (FOLDER / name).open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heading.split(","), *rows])


def write_features(name: str, features: list[tuple[str, list[tuple[float, float]], dict]]) -> None:
    """Write lines or polygons as GeoJSON."""
    made = []
    for kind, corners, properties in features:
        line = [[float(v) for v in degrees(x, y, "EPSG:4326")] for x, y in corners]
        shape = {"type": kind, "coordinates": [line] if kind == "Polygon" else line}
        made.append({"type": "Feature", "properties": properties, "geometry": shape})
    collection = {"type": "FeatureCollection", "features": made}
    text = json.dumps(collection, ensure_ascii=False, indent=1)
    (FOLDER / name).write_text(text + "\n", "utf-8")


def main() -> None:
    """Write every file of the sample but its YAML."""
    write_table(
        "villages.csv",
        "village_id,name,township,lon,lat,lower_pupils,upper_pupils,junior_pupils,population,"
        "herder_share",
        [
            [key, name, township, *degrees(x, y, "EPSG:4490"), *rest]
            for key, (x, y, name, township, *rest) in VILLAGES.items()
        ],
    )
    write_table(
        "schools.csv",
        "school_id,name,township,lon,lat,kind,status,classrooms,lower_enrolled,upper_enrolled,"
        "junior_enrolled,beds,boarders,can_expand_classrooms,can_board,dorm_area_m2,"
        "staff_rooms,teaching_area_m2,sports_area_m2,equipment_yuan,multimedia_rooms,computers,books",
        [
            [key, name, township, *degrees(x, y, "EPSG:4490"), *rest, *FITTED_OUT[key]]
            for key, (x, y, name, township, *rest) in SCHOOLS.items()
        ],
    )
    stages = {"lower": 4, "upper": 5, "junior": 6}
    write_table(
        "attendance.csv",
        "village_id,stage,school_id,pupils,mode",
        [
            [v, stage, school, VILLAGES[v][stages[stage]], MODES.get((v, stage), "walk")]
            for (stage, school), villages in TODAY.items()
            for v in villages.split()
        ],
    )
    write_table(
        "teachers.csv",
        "school_id,subject,stage,count,bilingual_language,gender,backbone,years_at_school,degree,title,age_band,"
        "post,contract,ethnicity",
        [[*said[:4], "", *said[4:]] for said in map(str.split, STAFF.strip().splitlines())],
    )
    write_table(
        "services.csv",
        "line_id,stop_order,lon,lat,seats,fare_yuan,attendant",
        [
            ["L1", order, *degrees(x, y, "EPSG:4490"), 30, 2, 0]
            for order, (x, y) in enumerate(STOPS, start=1)
        ],
    )
    road = {"road_class": "county", "surface": "paved", "speed_kph": 25.2}
    lines = [("LineString", line, {"name": name, **road}) for name, line in ROADS.items()]
    write_features("roads.geojson", lines)
    write_features("boundary.geojson", [("Polygon", OUTLINE, {"name": "示例县"})])


if __name__ == "__main__":
    main()
