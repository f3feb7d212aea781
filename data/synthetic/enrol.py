"""Who goes to which school today, and what the schools have."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from .model import County
from .people import STAGES
from .schools import Site, offers

WALK_LIMIT_KM = {"lower": 4.0, "upper": 4.5, "junior": 5.5}
RIDE_LIMIT_KM = {"lower": 400.0, "upper": 11.0, "junior": 13.0}
SOFT_CAP = {"lower": 750, "upper": 750, "junior": 1_350}
CLASS_SIZE = {"lower": 45, "upper": 45, "junior": 50}
MULTIGRADE = 25
COLUMNS = [
    "school_id",
    "name",
    "township",
    "lon",
    "lat",
    "kind",
    "status",
    "classrooms",
    "lower_enrolled",
    "upper_enrolled",
    "junior_enrolled",
    "beds",
    "boarders",
    "can_expand_classrooms",
    "can_board",
    "dorm_area_m2",
    "teaching_area_m2",
    "sports_area_m2",
    "condition",
    "built_year",
    "stream",
    "staff_rooms",
    "provenance",
]
"""Columns of the table as it is written."""


def classes_needed(pupils: int, stage: str) -> int:
    """Return classes of a stage: one multigrade class or at least one for each grade."""
    if pupils == 0:
        return 0
    return 1 if pupils <= MULTIGRADE else max(3, math.ceil(pupils / CLASS_SIZE[stage]))


def boarding_sites(
    county: County, villages: pd.DataFrame, sites: list[Site], rng: np.random.Generator
) -> set[int]:
    """Return the numbers of the schools that have beds today."""
    beds = {n for n, s in enumerate(sites) if offers(s, "junior")}
    primaries = [n for n, s in enumerate(sites) if s.central and s.kind == "primary"]
    count = round(county.plan.boarding_share * len(primaries))
    far = villages.groupby("township")["elevation_m"].mean()
    order = sorted(
        primaries,
        key=lambda n: -far[villages["township"][sites[n].village]] + float(rng.normal(0, 300)),
    )
    beds.update(order[:count])
    seat = [n for n, s in enumerate(sites) if "县城" in s.name]
    return beds | set(seat[:1])


def make_flows(
    county: County,
    villages: pd.DataFrame,
    km: np.ndarray,
    sites: list[Site],
    beds: set[int],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return today's pupils by village row, stage, school number and mode."""
    rows = []
    for stage in STAGES:
        pupils = villages[f"{stage}_pupils"].to_numpy()
        schools = [n for n, s in enumerate(sites) if offers(s, stage)]
        away = km[:, [sites[n].village for n in schools]] + 0.1
        with_beds = np.array([n in beds for n in schools])
        town = np.array([villages["township"][sites[n].village] == county.seat for n in schools])
        cap = np.array(
            [130 if sites[n].kind == "teaching_point" else SOFT_CAP[stage] for n in schools]
        )
        load = np.zeros(len(schools), dtype=int)
        for v in np.lexsort((villages["village_id"], away.min(axis=1))):
            left = int(pupils[v])
            if left == 0:
                continue
            full = load + left > cap
            near = int(np.argmin(away[v] + 3.0 * full + 40 * (load > 1.25 * cap)))
            distance = away[v, near]
            if distance <= WALK_LIMIT_KM[stage]:
                mode = "walk"
            elif distance <= RIDE_LIMIT_KM[stage] and (stage == "lower" or rng.random() < 0.45):
                mode = "ride"
            else:
                mode = "board"
                near = int(np.argmin(away[v] + 1e6 * ~with_beds + 12.0 * full))
            chooses = stage != "lower" and villages["township"][v] != county.seat
            if chooses and rng.random() < 0.2 and left >= 10 and (town & with_beds).any():
                leave = int(left * rng.uniform(0.08, 0.25))
                there = int(
                    np.argmin(away[v] + 1e6 * ~(town & with_beds) + 5.0 * (load + leave > cap))
                )
                if there != near and leave > 0:
                    rows.append((v, stage, schools[there], leave, "board"))
                    load[there] += leave
                    left -= leave
            rows.append((v, stage, schools[near], left, mode))
            load[near] += left
    return pd.DataFrame(rows, columns=["village", "stage", "school", "pupils", "mode"])


def expansion(
    site: Site, rooms: int, enrolled: dict[str, int], township_upper: int, rng: np.random.Generator
) -> int:
    """Return how many classrooms can be added on the grounds of a school.

    A central school can take the whole township's upper stage.
    """
    if site.status == "candidate":
        return 6
    if site.central:
        goal = sum(classes_needed(enrolled[s], s) for s in ("lower", "junior"))
        goal += classes_needed(math.ceil(1.2 * max(township_upper, enrolled["upper"])), "upper")
        return max(4, goal - rooms + 2)
    if site.kind == "junior":
        return max(6, math.ceil(rooms * 0.35))
    if site.kind == "primary" and "县城" in site.name:
        return int(rng.integers(1, 5))
    return int(rng.integers(0, 3))


def describe(
    site: Site, number: int, rooms: int, total: int, beds: int, rng: np.random.Generator
) -> dict[str, object]:
    """Return areas, condition and age of a school."""
    small = site.kind == "teaching_point"
    grades = ["A", "B", "C", "D"]
    if site.status == "candidate":
        condition, year = "A", None
    else:
        odds = [0.05, 0.43, 0.38, 0.14] if small else [0.22, 0.52, 0.26, 0.0]
        if site.kind == "primary" and not site.central and number % 11 == 5:
            odds = [0.0, 0.0, 0.3, 0.7]
        condition = str(rng.choice(grades, p=odds))
        first = {"A": 2012, "B": 2003, "C": 1992, "D": 1978}[condition]
        year = int(first + rng.integers(0, 9))
    teaching = rooms * rng.uniform(72, 98) * (1.0 if small else 2.0)
    sports = max(total, 12) * rng.uniform(4.0, 9.0) if total < 400 else total * rng.uniform(3, 9)
    return {
        "dorm_area_m2": round(beds * rng.uniform(2.8, 4.4)),
        "teaching_area_m2": round(teaching),
        "sports_area_m2": round(sports if total else rooms * 45 * 7.5),
        "condition": condition,
        "built_year": year,
    }


def make_schools(
    county: County,
    villages: pd.DataFrame,
    sites: list[Site],
    flows: pd.DataFrame,
    beds: set[int],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the table of schools without their staff rooms.

    Its enrolment adds up to the pupils of the villages.
    """
    enrolled = flows.pivot_table(index="school", columns="stage", values="pupils", aggfunc="sum")
    enrolled = enrolled.reindex(index=range(len(sites)), columns=list(STAGES)).fillna(0).astype(int)
    boarders = flows[flows["mode"] == "board"].groupby("school")["pupils"].sum()
    upper = villages.groupby("township")["upper_pupils"].sum()
    heads = flows.assign(stream=villages["stream"].to_numpy()[flows["village"]])
    heads = heads.pivot_table(
        index="school", columns="stream", values="pupils", aggfunc="sum", fill_value=0
    )
    letter = county.county_id[0].upper()
    standing: dict[int, int] = {}
    rows = []
    for number, site in enumerate(sites):
        home = villages.loc[site.village]
        here = {stage: int(enrolled.loc[number, stage]) for stage in STAGES}
        needed = sum(classes_needed(here[stage], stage) for stage in STAGES)
        boards = int(boarders.get(number, 0))
        if site.status == "candidate":
            rooms, places = (18, 400) if site.kind == "nine_year" else (12, 260)
        else:
            spare = rng.choice([0, 1, 2], p=[0.45, 0.4, 0.15])
            rooms = max(1, needed) + int(spare if site.kind != "teaching_point" else spare > 1)
            rooms -= int(needed > 8 and rng.random() < 0.06) * (rooms - needed + 1)
            places = (
                math.ceil(boards * rng.uniform(1.01, 1.07) / 4) * 4
                if boards
                else 24 * int(number in beds)
            )
        turn = standing[site.village] = standing.get(site.village, 0) + 1
        angle = rng.uniform(0, 2 * math.pi)
        aside_m = 70 + 90 * (turn - 1)
        streams = heads.loc[number] if number in heads.index else None
        single = streams is not None and streams.max() / streams.sum() > 0.9
        rows.append(
            {
                "school_id": f"{letter}{number + 1:03d}",
                "name": site.name,
                "township": home["township"],
                "lon": round(home["lon"] + aside_m * math.cos(angle) / 95_000, 6),
                "lat": round(home["lat"] + aside_m * math.sin(angle) / 111_000, 6),
                "kind": site.kind,
                "status": site.status,
                "classrooms": rooms,
                **{f"{stage}_enrolled": here[stage] for stage in STAGES},
                "beds": places,
                "boarders": boards,
                "can_expand_classrooms": expansion(
                    site, rooms, here, int(upper[home["township"]]), rng
                ),
                "can_board": int(site.central or site.status == "candidate" or number in beds),
                **describe(site, number, rooms, sum(here.values()), places, rng),
                "stream": str(streams.idxmax()) if single else "",
                "provenance": "synthetic",
            }
        )
    table = pd.DataFrame(rows)
    table["built_year"] = table["built_year"].astype("Int64")
    return table[[c for c in COLUMNS if c != "staff_rooms"]]


def make_attendance(
    flows: pd.DataFrame, villages: pd.DataFrame, schools: pd.DataFrame
) -> pd.DataFrame:
    """Return the flows as the attendance table."""
    return pd.DataFrame(
        {
            "village_id": villages["village_id"].to_numpy()[flows["village"]],
            "stage": flows["stage"],
            "school_id": schools["school_id"].to_numpy()[flows["school"]],
            "pupils": flows["pupils"],
            "mode": flows["mode"],
            "provenance": "synthetic",
        }
    ).sort_values(["village_id", "stage", "school_id"], ignore_index=True)
