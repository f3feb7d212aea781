"""Schools: those that the source labels, and estimated points, primaries and candidates."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.leh.labels import RESIDENTIAL, kind_of
from data.leh.places import township_name
from data.leh.rooms import GRADES_PER_STAGE, MULTIGRADE, classes_needed, rounded_up
from planner.county import OFFERS, STAGES

Array = NDArray[Any]

POINT_FROM_LOWER_PUPILS = 5
POINT_BEYOND_M = 2000.0
BED_BEYOND_M = 10_000.0
BEDS_FROM_PUPILS = 10
RESIDENTIAL_BEDS = 120
ROOM_TO_GROW = {"teaching_point": 2, "primary": 4, "junior": 6, "nine_year": 6}
CANDIDATE_ROOM = 12


def labelled(facilities: gpd.GeoDataFrame, block: pd.Series) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the schools that the source labels, and the labels that were left out.

    Parameters
    ----------
    facilities
        The layer of the source.
    block
        Block id of each facility.
    """
    education = facilities[facilities["FAC_CATEGO"] == "Education"]
    kind = education["FAC_DESC"].map(kind_of)
    left_out = sorted(education.loc[kind.isna(), "FAC_DESC"])
    kept = education[kind.notna()]
    frame = gpd.GeoDataFrame(
        {
            "school_id": "S" + kept["FACILITY_I"].astype(int).astype(str),
            "name": kept["FAC_DESC"],
            "township": block[kept.index].map(township_name),
            "kind": kind[kept.index],
            "status": "existing",
            "village_id": "V" + kept["HAB_ID"].astype(int).astype(str),
            "provenance": "estimated",
        },
        geometry=kept.geometry,
        crs=kept.crs,
    )
    return frame.sort_values("school_id", kind="stable").reset_index(drop=True), left_out


def estimated(
    villages: gpd.GeoDataFrame, schools: gpd.GeoDataFrame, metres: Array
) -> gpd.GeoDataFrame:
    """Return estimated points and primaries where no school with the lower stage is near.

    Villages are taken by falling number of lower pupils. A village with at least
    `POINT_FROM_LOWER_PUPILS` of them and no school with the lower stage (labelled, or
    estimated before) within `POINT_BEYOND_M` by road gets a site. Of the sites, those nearest
    for more lower pupils than one multi-grade class holds are primaries, the rest points.

    Parameters
    ----------
    villages, schools
        Villages and labelled schools.
    metres
        By road between all places, villages first and then schools.
    """
    lower = villages["lower_pupils"].to_numpy()
    n = len(villages)
    offers = n + np.flatnonzero([("lower" in OFFERS[kind]) for kind in schools["kind"]])
    nearest = metres[:n, offers].min(axis=1)
    sites: list[int] = []
    for village in np.lexsort((np.arange(n), -lower)):
        if lower[village] >= POINT_FROM_LOWER_PUPILS and nearest[village] > POINT_BEYOND_M:
            sites.append(int(village))
            nearest = np.minimum(nearest, metres[:n, village])
    sites.sort()
    goes_to = metres[:n][:, [*sites, *offers]].argmin(axis=1)
    taught = np.bincount(goes_to, lower, minlength=len(sites))[: len(sites)]
    place = villages.iloc[sites].reset_index(drop=True)
    kind = np.where(taught > MULTIGRADE, "primary", "teaching_point")
    return gpd.GeoDataFrame(
        {
            "school_id": "P" + place["village_id"].str[1:],
            "name": place["name"]
            + pd.Series(kind).map(
                {"primary": " (estimated primary)", "teaching_point": " (estimated point)"}
            ),
            "township": place["township"],
            "kind": kind,
            "status": "existing",
            "village_id": place["village_id"],
            "provenance": "estimated",
        },
        geometry=place.geometry,
        crs=place.crs,
    )


def with_rooms(
    villages: gpd.GeoDataFrame, schools: gpd.GeoDataFrame, metres: Array
) -> gpd.GeoDataFrame:
    """Return the schools with rooms and beds for pupils who go to the nearest with the stage.

    Parameters
    ----------
    villages, schools
        All villages; existing schools.
    metres
        By road, shape (villages, schools).
    """
    labelled = schools["school_id"].str.startswith("S").to_numpy()
    rooms = np.zeros(len(schools), dtype=int)
    far = np.zeros(len(schools), dtype=int)
    for stage in STAGES:
        pupils = villages[f"{stage}_pupils"].to_numpy()
        offers = np.flatnonzero([stage in OFFERS[kind] for kind in schools["kind"]])
        choice = metres[:, offers].argmin(axis=1)
        way = metres[np.arange(len(villages)), offers[choice]]
        taught = np.bincount(offers[choice], pupils, minlength=len(schools)).astype(int)
        least = np.where(labelled, GRADES_PER_STAGE, 1)
        need = np.array([classes_needed(int(k), stage) for k in taught])
        rooms[offers] += np.maximum(need, least)[offers]
        if stage != "lower":
            away = np.where(way > BED_BEYOND_M, pupils, 0)
            far += np.bincount(offers[choice], away, minlength=len(schools)).astype(int)
    may_board = labelled & schools["kind"].isin(["junior", "nine_year"]).to_numpy()
    beds = np.array([rounded_up(k, 10) if k >= BEDS_FROM_PUPILS else 0 for k in far])
    says_so = schools["name"].str.contains(RESIDENTIAL).to_numpy()
    beds = np.where(says_so, np.maximum(beds, RESIDENTIAL_BEDS), beds)
    return schools.assign(
        classrooms=rooms,
        beds=np.where(may_board, beds, 0),
        can_expand_classrooms=schools["kind"].map(ROOM_TO_GROW),
        can_board=may_board.astype(int),
    )


def candidates(villages: gpd.GeoDataFrame, schools: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a nine-year site at the largest village of each township without such a school."""
    have = set(schools.loc[schools["kind"] == "nine_year", "township"])
    ranked = villages.sort_values(["population", "village_id"], ascending=[False, True])
    largest = ranked.drop_duplicates("township").sort_values("village_id")
    place = largest[~largest["township"].isin(have)].reset_index(drop=True)
    return gpd.GeoDataFrame(
        {
            "school_id": "C" + place["village_id"].str[1:],
            "name": place["name"] + " (candidate)",
            "township": place["township"],
            "kind": "nine_year",
            "status": "candidate",
            "village_id": place["village_id"],
            "classrooms": 0,
            "beds": 0,
            "can_expand_classrooms": CANDIDATE_ROOM,
            "can_board": 1,
            "provenance": "synthetic",
        },
        geometry=place.geometry,
        crs=place.crs,
    )
