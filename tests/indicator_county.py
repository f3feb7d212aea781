"""A county counted by hand, on which every indicator of a layout says something.

    township A              township B
    A1 primary              B1 nine-year, 12 beds, teaches mode2 only
    A2 point, closes

                 today                      plan                       growth
    V1 lower 20  A1 walk 10                 A1 walk 10                 0
    V1 upper 10  A1 walk 10                 A1 walk 10                 0
    V2 lower  6  A2 walk  5                 A1 bus  26  200 yuan       +21
    V2 upper  4  A1 bus  24  100 yuan       B1 board 90 900, vehicle   (180 - 240) / 10 = -6
    V3 lower  8  B1 walk 40                 A1 bus  25  150            -15
    V3 upper  5  B1 walk 40                 B1 walk 40                 0
    V4 lower  3  A2 walk 15                 A1 walk 50  affected       +35
    V4 junior 7  B1 board 60 500 yuan       B1 board 60 500            0
    V5 lower  2  no school                  no school
    V5 upper  4  B1 walk 20                 no school                  loses it
    V6 lower  5  A1 walk 12, mode1          B1 walk 17                 +5
    V6 upper  9  A1 walk 12, mode1          B1 walk 24                 +12

83 pupils, 81 placed today and 77 by the plan. A week has ten trips of a day pupil and two of a
boarder. Lower may walk or ride 30 minutes, upper 40. V1's hamlets lie 25 minutes from its centre.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from worlds import tiny_instance, tiny_plan

WORLD = tiny_instance(
    units=[
        ("V1", "lower", 20, "A1", "walk"),
        ("V1", "upper", 10, "A1", "walk"),
        ("V2", "lower", 6, "A2", "walk"),
        ("V2", "upper", 4, "A1", "ride"),
        ("V3", "lower", 8, "B1", "walk"),
        ("V3", "upper", 5, "B1", "walk"),
        ("V4", "lower", 3, "A2", "walk"),
        ("V4", "junior", 7, "B1", "board"),
        ("V5", "lower", 2, ""),
        ("V5", "upper", 4, "B1", "walk"),
        ("V6", "lower", 5, "A1", "walk"),
        ("V6", "upper", 9, "A1", "walk"),
    ],
    sites=[
        {"id": "A1", "township": "A"},
        {"id": "A2", "township": "A", "kind": "teaching_point", "closed_yuan": 1000.0},
        {"id": "B1", "township": "B", "kind": "nine_year", "beds": 12, "streams": ("mode2",)},
    ],
    trips={
        ("V1", "A1", "walk"): 10,
        ("V2", "A2", "walk"): 5,
        ("V2", "A1", "ride", "lower"): {"minutes": 26, "line": "L1", "household_yuan": 200},
        ("V2", "A1", "ride", "upper"): {"minutes": 24, "line": "L1", "household_yuan": 100},
        ("V2", "B1", "board", "upper"): {"minutes": 90, "household_yuan": 900, "vehicle": True},
        ("V3", "B1", "walk"): 40,
        ("V3", "A1", "ride", "lower"): {"minutes": 25, "line": "L1", "household_yuan": 150},
        ("V4", "A2", "walk"): 15,
        ("V4", "A1", "walk", "lower"): {"minutes": 50, "affected": True},
        ("V4", "B1", "board", "junior"): {"minutes": 60, "household_yuan": 500},
        ("V5", "B1", "walk", "upper"): 20,
        ("V6", "A1", "walk"): 12,
        ("V6", "B1", "walk", "lower"): 17,
        ("V6", "B1", "walk", "upper"): 24,
    },
    lines={"L1": 30},
    home_minutes={"V1": 25},
    herding={"V1": 0.1, "V2": 0.3, "V3": 0.7, "V4": 0.8, "V6": 0.9},
    stream={"V6": "mode1"},
    left_behind={"V2": 1, "V3": 2, "V4": 2},
    posts_today=12,
    scenario={"travel": {"protect": "none"}, "schools": {"allow_stream_switch": True}},
)
WORLD = replace(WORLD, site_staffing_yuan=np.array([500.0, 70.0, 30.0]))
TODAY = tiny_plan(WORLD)
PLAN = tiny_plan(
    WORLD,
    go={
        ("V2", "lower"): ("A1", "ride"),
        ("V2", "upper"): ("B1", "board"),
        ("V3", "lower"): ("A1", "ride"),
        ("V4", "lower"): ("A1", "walk"),
        ("V5", "upper"): None,
        "V6": ("B1", "walk"),
    },
    kinds={"A2": None},
)
HOME = {"V1": "A", "V2": "A", "V3": "B", "V4": "A", "V5": "B", "V6": "B"}
