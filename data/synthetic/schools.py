"""Which schools exist today and where: names, kinds and sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .model import County

WALK_KM = 1.55
FAR_KM = 1.8
REMOTE_KM = 3.7


@dataclass
class Site:
    """A school before anybody is enrolled.

    Parameters
    ----------
    village
        Row of the village it stands in.
    kind
        ``teaching_point``, ``primary``, ``junior`` or ``nine_year``.
    name
        Chinese name.
    central
        The central school of its township.
    status
        ``existing`` or ``candidate``.
    """

    village: int
    kind: str
    name: str
    central: bool = False
    status: str = "existing"


def offers(site: Site, stage: str) -> bool:
    """Tell whether an existing school teaches a stage today."""
    if site.status == "candidate":
        return False
    taught = {
        "teaching_point": ("lower",),
        "primary": ("lower", "upper"),
        "junior": ("junior",),
        "nine_year": ("lower", "upper", "junior"),
    }
    return stage in taught[site.kind]


def seat_rows(villages: pd.DataFrame, seats: dict[str, int]) -> dict[str, int]:
    """Return the row of the village unit at each township seat."""
    row_of = dict(zip(villages["cell"], villages.index, strict=True))
    return {name: int(row_of[cell]) for name, cell in seats.items()}


def town_sites(county: County, villages: pd.DataFrame, seats: dict[str, int]) -> list[Site]:
    """Return central schools, further schools of the county seat and junior schools."""
    centre = seat_rows(villages, seats)
    sites = []
    for township, row in centre.items():
        nine = township in county.plan.nine_year_townships
        name = f"{township}九年一贯制学校" if nine else f"{township}中心小学"
        sites.append(Site(row, "nine_year" if nine else "primary", name, central=True))
    urban = villages[(villages["role"] == "town") & ~villages.index.isin(centre.values())]
    urban = urban.sort_values(["population", "village_id"], ascending=[False, True])
    urban = urban[urban["township"].isin([county.seat]) | (urban["population"] > 1_500)]
    numbers = ["第二", "第三", "第四", "第五", "第六"]
    rows = urban.index[: county.plan.seat_primaries].tolist()
    rows += [centre[county.seat]] * (county.plan.seat_primaries - len(rows))
    stem = county.name_zh.removesuffix("县")
    for number, row in zip(numbers, rows, strict=False):
        sites.append(Site(int(row), "primary", f"{stem}县城{number}小学"))
    seen: dict[str, int] = {}
    for township in county.plan.junior_townships:
        place = township.rstrip("镇乡")
        number = seen[township] = seen.get(township, 0) + 1
        several = county.plan.junior_townships.count(township) > 1
        name = f"{place}{numbers_zh(number) if several else ''}初级中学"
        homes = villages.index[(villages["township"] == township) & (villages["role"] == "town")]
        row = int(homes[(number - 1) % len(homes)]) if len(homes) else centre[township]
        sites.append(Site(row, "junior", name))
    return sites


def numbers_zh(number: int) -> str:
    """Return the ordinal of a school name."""
    return "第" + "一二三四五六"[number - 1]


def cover_lower(
    county: County, villages: pd.DataFrame, km: np.ndarray, sites: list[Site]
) -> list[Site]:
    """Add teaching points until few lower pupils live far from a school.

    Each step opens the place that brings most lower pupils within walking distance.
    """
    lower = villages["lower_pupils"].to_numpy()
    by_road = (villages["role"] != "far").to_numpy()
    open_rows = [site.village for site in sites if offers(site, "lower")]
    nearest = km[:, open_rows].min(axis=1)
    added = []
    while (nearest > REMOTE_KM)[lower >= 5].any():
        # A village an hour and more from any school has a point of its own.
        best = int(np.argmax(lower * (nearest > REMOTE_KM)))
        added.append(Site(best, "teaching_point", f"{villages['name'][best]}教学点"))
        nearest = np.minimum(nearest, km[:, best])
    while lower[nearest > FAR_KM].sum() > county.plan.far_share * lower.sum():
        gain = (lower[:, None] * (nearest[:, None] > FAR_KM) * (km <= WALK_KM)).sum(axis=0)
        # Of equal places the one in the larger village.
        best = int(np.lexsort((-lower, -gain))[0])
        if gain[best] == 0:
            break
        added.append(Site(best, "teaching_point", f"{villages['name'][best]}教学点"))
        nearest = np.minimum(nearest, km[:, best])
    for _ in range(county.plan.further_points):
        # Points left over from earlier days, within reach of another school.
        worth = lower * np.clip(nearest, 0, 1.6) * (nearest > 0.6) * by_road
        best = int(np.argmax(worth))
        added.append(Site(best, "teaching_point", f"{villages['name'][best]}教学点"))
        nearest = np.minimum(nearest, km[:, best])
    return added


def complete_some(
    county: County, villages: pd.DataFrame, km: np.ndarray, sites: list[Site]
) -> None:
    """Turn the best placed teaching points of every township into complete primaries."""
    upper = villages["upper_pupils"].to_numpy()
    lower = villages["lower_pupils"].to_numpy()
    units = villages.groupby("township").size()
    room = {name: round(count * county.plan.complete_per_township) for name, count in units.items()}
    points = [site for site in sites if site.kind == "teaching_point"]
    while points:
        rows = [site.village for site in sites if offers(site, "upper")]
        nearest = km[:, rows].min(axis=1)
        gains = []
        for number, site in enumerate(points):
            here = km[:, site.village] < np.minimum(nearest, 4.5)
            walk = upper[here].sum() * (nearest[site.village] > 2.0)
            crowd = lower[km[:, site.village] < WALK_KM].sum() > 140
            gains.append((-int(walk) - 500 * int(crowd), number))
        gains = [g for g in gains if room[villages["township"][points[g[1]].village]] > 0]
        if not gains or -min(gains)[0] < county.plan.complete_minimum:
            return
        site = points.pop(min(gains)[1])
        township = villages["township"][site.village]
        room[township] -= 1
        site.kind = "primary"
        site.name = f"{township}{villages['name'][site.village]}小学"


def candidates(
    county: County, villages: pd.DataFrame, seats: dict[str, int], sites: list[Site]
) -> list[Site]:
    """Return the planned boarding schools, each in the largest group of its township."""
    centre = seat_rows(villages, seats)
    used = {site.village for site in sites if site.kind != "teaching_point"}
    result = []
    for township, kind in county.plan.candidate_townships:
        homes = villages[(villages["township"] == township) & (villages["role"] != "far")]
        groups = homes.groupby("cluster")["population"].sum().sort_values(ascending=False)
        rows = [int(homes.index[homes["cell"] == cluster][0]) for cluster in groups.index]
        free = [row for row in rows if row not in used] or [centre[township]]
        what = "寄宿制小学" if kind == "primary" else "九年一贯制寄宿学校"
        result.append(Site(free[0], kind, f"{township}{what}(规划)", status="candidate"))
    return result


def make_sites(
    county: County, villages: pd.DataFrame, seats: dict[str, int], km: np.ndarray
) -> list[Site]:
    """Return every school site of a county, ordered by kind and place."""
    sites = town_sites(county, villages, seats)
    sites += cover_lower(county, villages, km, sites)
    complete_some(county, villages, km, sites)
    names = pd.Series([site.name for site in sites])
    for number in np.flatnonzero(names.duplicated(keep=False)):
        # Villages of the same name lie in different townships.
        site = sites[number]
        site.name = villages["township"][site.village] + site.name
    order = ["nine_year", "primary", "junior", "teaching_point"]
    sites.sort(
        key=lambda s: (
            not s.central,
            order.index(s.kind),
            villages["village_id"][s.village],
            s.name,
        )
    )
    return sites + candidates(county, villages, seats, sites)
