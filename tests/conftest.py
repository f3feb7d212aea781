"""Fixtures for every test folder; pytest puts this folder on the path, so `worlds` imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.county import County


@pytest.fixture(scope="session", autouse=True)
def travel_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep travel tables in a folder of the tests, not in the user's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("travel-cache")
        patch.setenv("COUNTY_SCHOOL_PLANNER_CACHE", str(folder))
        yield


@pytest.fixture(scope="session")
def toy_county() -> County:
    """The sample county: 6 villages, 4 schools and a candidate on flat, straight roads.

    One step of the grid is 630 m: 10 minutes on foot for grades 1-3 (3.78 km/h), 8.8235 for
    grades 4-6 (4.284 km/h), 7.8947 for grades 7-9 (4.788 km/h), 1.5 by bus (25.2 km/h).
    Every place lies on a road; x is in steps from 600 000 m E, 3 430 000 m N (EPSG:4542)::

        y=2                    V4
        y=1                    S4 (junior)
        y=0   V1 S2 V2 ------- S1 V3 ---------------- V5 S3 ---- V6 (S5 could open)
        x=    .5  1  2          6  7                  13 14      16
              township 甲乡 ................... | township 乙乡 ......
              bus L1:          S1 <-------------------V5--------V6   (30 seats, 2 yuan)

        pupils (lower/upper/junior): V1 6/6/5  V2 9/8/8  V3 12/13/12  V4 8/7/9
                                     V5 10/9/9  V6 5/5/6    county 50/48/49

        S1 primary, 8 rooms, 12 beds   S2 teaching point, 2 rooms   S3 primary, 4 rooms
        S4 junior, 4 rooms             S5 candidate teaching point, 1 room

    Today: V1 and V2 lower at S2; V5 and V6 lower and upper at S3; other lower and upper at
    S1, V1 upper boarding; all junior at S4, V5 and V6 by bus (to S1, then one step on foot:
    10 + 7 x 1.5 + 7.89 = 28.4 and 10 + 10 x 1.5 + 7.89 = 32.9 minutes).

    Optimum of one-school-per-township.yaml by hand: 甲乡 keeps S1 (only it offers upper
    within reach), so S2 closes and V1 and V2 lower walk 5.5 and 4 steps: 55 and 40 minutes
    against a norm of 30. Nobody is unserved, and the excess is
    400 trips x (6 x 25 + 9 x 10) = 96 000 pupil-minutes a year; V1 upper (48.5 minutes on
    foot, norm 40) boards, so that nothing else is over its norm.
    """
    from planner.inputs.build import load_county
    from planner.sample import sample_folder

    return load_county(sample_folder())[0]
