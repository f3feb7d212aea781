"""Random tiny staffing worlds: each rule and each objective is switched on in some of them."""

from __future__ import annotations

from random import Random
from typing import Any

from staff_worlds import tiny_staff

from planner.scenario.staffing import STAFF_TIERS
from planner.teachers.instance import StaffInstance

LOADS = ((8, 6), (6, 6), (10, 7))


def random_staff(seed: int, *, persons: int = 5) -> StaffInstance:
    """Return the world of a seed: 2 or 3 schools, up to `persons` persons, 3 subjects.

    In some a school stands beside teaching points with screens, in some two schools have half
    a post's lessons each, so that screens and circuits are worth having.
    """
    draw = Random(seed)
    worth = draw.choice(("", "", "screens", "circuits"))
    subjects = _subjects(draw)
    language = draw.random() < 0.35
    places = _schools(draw)
    if worth == "screens":
        for place in places:
            place |= {"open": True, "point": place["id"] != "A"}
        for about in subjects.values():
            about["online"] = about.get("lesson", True)
    ids = [p["id"] for p in places]
    staff = _staff(draw, ids, subjects, language, draw.randint(2, persons))
    if worth:
        staff[0] |= {"school": "A", "post": "teaching", "band": "primary", "subject": "maths"}
    hires = 0 if worth else draw.choice((0, 1, 1, 2 if len(staff) < 4 and not language else 1))
    return tiny_staff(
        places,
        staff,
        _needs(draw, places, subjects, language, worth),
        _minutes(draw, ids, worth),
        subjects,
        _scenario(draw, worth),
        load_periods=draw.choice(LOADS),
        most_hires=hires,
        language_id=("yi",) if language else (),
    )


def _subjects(draw: Random) -> dict[str, dict[str, Any]]:
    subjects: dict[str, dict[str, Any]] = {
        name: {
            "priority": draw.random() < 0.4,
            "generalist": draw.random() < 0.4,
            "online": draw.random() < 0.5,
            "most_hires": draw.choice((float("inf"), float("inf"), 1, 0)),
        }
        for name in ("maths", "art")
    }
    if draw.random() < 0.3:
        subjects["maths"]["also"] = ("art",)
    if draw.random() < 0.4:
        subjects["care"] = {"lesson": False}
    return subjects


def _schools(draw: Random) -> list[dict[str, Any]]:
    places = [
        {
            "id": name,
            "township": draw.choice(("T1", "T2")),
            "open": draw.random() < 0.7,
            "pupils": (draw.randint(0, 30), draw.randint(0, 30), 0),
            "point": draw.random() < 0.45,
            "places": draw.choice((0, 1, 2, 2, 3, 5)),
            "leaders": draw.choice((0, 1, 1)),
            "carers": draw.choice((0, 0, 1, 2)),
            "support": draw.choice((0, 1)),
            "rooms": draw.choice((0, 0, 1, 2)),
        }
        for name in ("A", "B", "C")[: draw.choice((2, 2, 3))]
    ]
    places[0]["open"] = True
    return places


def _staff(
    draw: Random,
    ids: list[str],
    subjects: dict[str, dict[str, Any]],
    language: bool,
    persons: int,
) -> list[dict[str, Any]]:
    lessons = [q for q, about in subjects.items() if about.get("lesson", True)]
    posts = ("teaching",) * 6 + ("management",) * 2 + ("boarding_care", "support")
    staff: list[dict[str, Any]] = []
    while persons > 0:
        post = draw.choice(posts)
        count = min(persons, draw.choice((1, 1, 1, 2)))
        teaches = post == "teaching" or (post == "management" and draw.random() < 0.7)
        staff.append(
            {
                "id": f"t{len(staff)}",
                "school": draw.choice(ids),
                "post": post,
                "band": draw.choice(("primary", "primary", "junior")) if teaches else "",
                "subject": draw.choice((*lessons, *lessons, "")) if teaches else "",
                "language": "yi" if language and teaches and draw.random() < 0.5 else "",
                "count": count,
                "female": draw.choice((-1, 0, 1)) if post == "boarding_care" else -1,
                "backbone": draw.random() < 0.4,
                "qualified": draw.random() < 0.4,
                "rotates": draw.random() < 0.6,
                "may_retire": post == "management" and draw.random() < 0.5,
            }
        )
        persons -= count
    return staff


def _needs(
    draw: Random,
    places: list[dict[str, Any]],
    subjects: dict[str, Any],
    language: bool,
    worth: str,
) -> list[tuple[Any, ...]]:
    rows = []
    for place in places:
        if not place["open"]:
            continue
        for stage in ("lower", "junior"):
            for subject in subjects:
                for spoken in ("", "yi") if language else ("",):
                    often = 0.55 if stage == "lower" else 0.25
                    if worth and (stage, subject, spoken) == ("lower", "maths", ""):
                        often = 1
                    if draw.random() < (often if not spoken else 0.3):
                        periods = draw.choice((2, 3, 5) if worth else (2, 3, 5, 8, 12))
                        rows.append((place["id"], stage, subject, periods, spoken))
    return rows


def _minutes(draw: Random, ids: list[str], worth: str) -> dict[tuple[str, str], float]:
    pairs = [(a, b) for a in ids for b in ids if a < b and draw.random() < 0.85]
    far = (10, 20, 30) if worth == "circuits" else (10, 20, 30, 40, 60, 90, 180, 181)
    return {pair: float(draw.choice(far)) for pair in pairs}


def _scenario(draw: Random, worth: str) -> dict[str, Any]:
    names = list(STAFF_TIERS)
    if draw.random() < 0.4:
        names = draw.sample(names, draw.randint(2, len(names)))
    whole = ("short_posts", "without_place", "move_minutes", "hires", "qualified_spread")
    objective = [
        {"minimise": n, "tolerance": draw.choice((0, 0, 0, 0.5)) if n in whole else 0}
        for n in names
    ]
    circuits = worth == "circuits" or (not worth and draw.random() < 0.5)
    shares = (0.5, 1) if worth == "screens" else (0, 0, 0.5, 1)
    return {
        "staff": {"min_posts": draw.choice((0, 1, 2))},
        "costs": {"teacher_yuan": 100_000},
        "staffing": {
            "leader_load_share": draw.choice((0, 0.3, 0.5)),
            "rotation_share": draw.choice((0, 0, 0, 0.3, 0.5, 1)),
            "rotation_backbone_share": draw.choice((0.2, 0.5, 1)),
            "no_forced_exit": draw.random() < 0.25,
            "retirement": draw.random() < 0.5,
            "moves": {
                "max_minutes": draw.choice((20, 30, 60)),
                "lodged_max_minutes": draw.choice((0, 60, 90, 180)),
                "out_of_township_weight": draw.choice((1, 2)),
                "move_minutes": draw.choice((0, 10)),
            },
            "hires": {"budget_yuan": draw.choice((None, None, 100_000, 150_000))},
            "circuits": {
                "max_minutes": draw.choice((10, 30, 60)) if circuits else 0,
                "away_share": draw.choice((0.5, 0.75, 1)),
                "lost_share": draw.choice((0, 0.25, 0.5)),
                "max_posts": draw.choice((None, 0, 1, 2)),
            },
            "online": {
                "max_share": draw.choice(shares),
                "rooms_per_lesson": draw.choice((0.5, 1, 3)),
            },
            "objective": objective,
        },
    }
