"""Indicators by season, where a run plans for the worse of several."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from indicator_county import HOME, PLAN, TODAY, WORLD

from planner.accounts import account
from planner.indicators import indicator_table

DAILY = 20 * 10 + 10 * 10 + 6 * 26 + 8 * 25 + 5 * 40 + 3 * 50 + 5 * 17 + 9 * 24
DAILY_TODAY = 30 * 10 + 6 * 5 + 4 * 24 + 13 * 40 + 3 * 15 + 4 * 20 + 14 * 12


def table(world, trips):
    now, then = account(world, PLAN), account(world, TODAY)
    return indicator_table(world, PLAN, now, TODAY, then, HOME, season_trips=trips)


def test_seasons_have_the_minutes_of_their_own():
    """Winter is planned for; in the normal season V6's walks to B1 are 5 minutes shorter."""
    option = ["village_id", "school_id", "stage", "mode", "minutes"]
    stages = WORLD.unit_stage[WORLD.option_unit]
    winter = pd.DataFrame(
        [
            (WORLD.unit_village[u], WORLD.site_id[j], ("lower", "upper", "junior")[g],
             ("walk", "ride", "board")[m], t)
            for u, j, g, m, t in zip(WORLD.option_unit, WORLD.option_site, stages,
                                     WORLD.option_mode, WORLD.option_minutes, strict=True)
        ],
        columns=option,
    ).assign(season="winter", line_id="L1")  # fmt: skip
    to_b1 = (winter["village_id"] == "V6") & (winter["school_id"] == "B1")
    normal = winter.assign(season="normal", minutes=winter["minutes"] - 5.0 * to_b1)
    far = winter.assign(village_id="V9", minutes=1.0)
    scenario = WORLD.scenario.model_validate(
        WORLD.scenario.model_dump() | {"season": {"worst_of": ["normal", "winter"]}}
    )
    world = replace(WORLD, scenario=scenario)
    told = table(world, pd.concat([normal, winter, far]))
    rows = told[told["group_kind"] == "season"].set_index(["indicator", "group"])
    assert rows.loc[("daily_minutes_mean", "winter"), "value"] == pytest.approx(DAILY / 66)
    normal_mean = (DAILY - 14 * 5) / 66
    assert rows.loc[("daily_minutes_mean", "normal"), "value"] == pytest.approx(normal_mean)
    assert rows.loc[("daily_minutes_mean", "normal"), "baseline"] == pytest.approx(DAILY_TODAY / 74)
    # V6 lower then walks 12 as today, V6 upper 19: 7 more.
    assert rows.loc[("pupils_longer_10_to_20_minutes", "normal"), "value"] == 0
    assert rows.loc[("pupils_same", "normal"), "value"] == 42 + 5
    assert rows.loc[("weekly_minutes_worst", "normal"), "value"] == 90
    assert "schools_open" not in rows.index.get_level_values("indicator")


def test_one_season_alone_gives_no_groups_by_season():
    trips = pd.DataFrame(
        columns=["village_id", "school_id", "stage", "mode", "season", "minutes", "line_id"]
    )
    assert "season" not in set(table(WORLD, trips)["group_kind"])
