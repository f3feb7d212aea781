"""A county that keeps the solver for longer than any test waits."""

from random import Random
from typing import Any

from worlds import tiny_instance

from planner.instance import Instance


def crowded(seconds: float, **scenario: Any) -> Instance:
    """Return sixty villages among fifteen sites, most of them in reach of each other."""
    draw = Random(4)
    sites = [
        {
            "id": f"S{n:02}",
            "township": f"T{n % 4}",
            "rooms": 4,
            "new_rooms": 4,
            "existing": n % 4 > 0,
            "kinds": ("teaching_point", "primary"),
        }
        for n in range(15)
    ]
    units, trips = [], {}
    for v in range(60):
        units += [(f"V{v:02}", g, draw.randint(3, 25), "") for g in ("lower", "upper")]
        trips |= {
            (f"V{v:02}", site["id"], "walk"): draw.randint(5, 60)
            for site in sites
            if draw.random() < 0.7
        }
    asked = {
        "travel": {"protect": "none"},
        "objective": [{"minimise": "annual_cost_yuan"}, {"minimise": "pupil_minutes"}],
        "solver": {"time_limit_s": seconds, "mip_gap": 0},
    }
    return tiny_instance(units, sites, trips, asked | scenario)
