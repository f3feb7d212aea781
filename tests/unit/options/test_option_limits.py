"""Each limit at its boundary: equality passes, a little more does not."""

import numpy as np
import pytest
from option_worlds import asked

from planner.county.dictionary import MODES, STAGES
from planner.instance import FORBIDDEN_BY
from planner.options.limits import forbidden_codes

WALK, RIDE, BOARD = range(len(MODES))
LOWER, UPPER, JUNIOR = range(len(STAGES))
LITTLE = 1e-3


def reason(
    minutes,
    mode=WALK,
    *,
    stage=UPPER,
    before=(WALK, 10.0),
    stays=False,
    receives=True,
    boards=True,
    shut=False,
    **options,
):
    """Return why one option is refused; upper walks have norm 40 and ceiling 90."""
    code = forbidden_codes(
        asked(**options),
        stage=np.array([stage]),
        mode=np.array([mode]),
        minutes=np.array([float(minutes)]),
        before_mode=np.array([before[0] if before else -1]),
        before_minutes=np.array([before[1] if before else np.nan]),
        stays=np.array([stays]),
        site_receives=np.array([receives]),
        site_boards=np.array([boards]),
        site_pinned_shut=np.array([shut]),
    )
    return FORBIDDEN_BY[int(code[0])]


FREE = {"travel": {"protect": "none"}}


@pytest.mark.parametrize(
    ("stage", "mode", "ceiling"),
    [
        (LOWER, WALK, 60),
        (UPPER, WALK, 90),
        (UPPER, RIDE, 90),
        (JUNIOR, RIDE, 120),
        (UPPER, BOARD, 240),
        (JUNIOR, BOARD, 300),
    ],
)
def test_ceiling(stage, mode, ceiling):
    assert reason(ceiling, mode, stage=stage, **FREE) == ""
    assert reason(ceiling + 1e-7, mode, stage=stage, **FREE) == ""
    assert reason(ceiling + LITTLE, mode, stage=stage, **FREE) == "ceiling"


def test_norm_where_it_is_hard():
    hard = {"travel": {"protect": "none", "norm": "hard"}}
    assert [reason(40, **hard), reason(40 + LITTLE, **hard)] == ["", "norm"]
    assert [reason(180, BOARD, **hard), reason(180 + LITTLE, BOARD, **hard)] == ["", "norm"]
    assert reason(40 + LITTLE, **FREE) == ""


def test_growth_of_a_daily_trip():
    limited = {"travel": {"protect": "none", "max_added_minutes": 15}}
    assert [reason(25, **limited), reason(25 + LITTLE, **limited)] == ["", "max_added"]
    assert reason(25 + LITTLE, RIDE, **limited) == "max_added"
    assert reason(80, BOARD, **limited) == ""
    assert reason(80, before=(BOARD, 10.0), **limited) == ""
    assert reason(80, before=None, **limited) == ""


def test_protection_of_those_within_the_norm():
    for protect in ("within_norm", "all"):
        options = {"travel": {"protect": protect}}
        assert reason(40, before=(WALK, 10.0), **options) == ""
        assert reason(40 + LITTLE, before=(WALK, 10.0), **options) == "protect"
        assert reason(40 + LITTLE, before=(WALK, 40.0), **options) == "protect"
        # The norm is that of the new mode.
        assert reason(180, BOARD, before=(WALK, 40.0), **options) == ""
        assert reason(180 + LITTLE, BOARD, before=(WALK, 40.0), **options) == "protect"
        assert reason(80, before=None, **options) == ""
    assert reason(80, **FREE) == ""


def test_protection_of_those_over_the_norm():
    every = {"travel": {"protect": "all"}}
    over = (WALK, 50.0)
    assert reason(55, before=over, **every) == ""
    assert reason(55 + LITTLE, before=over, **every) == "protect"
    assert reason(55 + LITTLE, RIDE, before=over, **every) == "protect"
    assert reason(80, before=over, travel={"protect": "within_norm"}) == ""
    exact = {"travel": {"protect": "all", "protect_tolerance_minutes": 0}}
    assert [reason(50, before=over, **exact), reason(50.01, before=over, **exact)] == [
        "",
        "protect",
    ]


def test_protection_compares_a_daily_and_a_weekly_trip_by_the_school_week():
    every = {"travel": {"protect": "all"}}
    # 10 x 50 minutes a week before; boarding takes 2 trips and may take 10 x 5 more: 275.
    assert reason(240, BOARD, before=(WALK, 50.0), **every) == ""
    long = {"travel": {"protect": "all", "upper": {"weekly_max_minutes": 100}}}
    long["travel"]["upper"] |= {"weekly_ceiling_minutes": 600}
    assert reason(275, BOARD, before=(WALK, 50.0), **long) == ""
    assert reason(275 + LITTLE, BOARD, before=(WALK, 50.0), **long) == "protect"
    # Home every second weekend is one trip a week.
    rare = long | {"boarding": {"cycle_days": 14}}
    assert reason(550, BOARD, before=(WALK, 50.0), **rare) == ""
    assert reason(550 + LITTLE, BOARD, before=(WALK, 50.0), **rare) == "protect"


def test_todays_trip_is_never_refused_by_protection():
    assert reason(80, stays=True, before=(WALK, 80.0)) == ""
    assert reason(80, RIDE, stays=True, before=(WALK, 10.0)) == "protect"


def test_boarding_age():
    assert reason(30, BOARD, stage=LOWER, **FREE) == "boarding_age"
    assert reason(30, BOARD, stage=UPPER, **FREE) == ""
    junior = FREE | {"boarding": {"lowest_stage": "junior"}}
    assert reason(30, BOARD, stage=UPPER, **junior) == "boarding_age"
    assert reason(30, RIDE, stage=LOWER, **FREE) == ""


def test_buildings_that_take_nobody_in():
    assert reason(30, receives=False) == "receiver"
    assert reason(30, receives=False, stays=True) == ""
    assert reason(30, BOARD, boards=False, **FREE) == "no_boarding"
    assert reason(30, WALK, boards=False) == ""
    assert reason(30, shut=True) == "pinned"
    assert reason(30, shut=True, stays=True) == "pinned"


def test_the_first_reason_in_order_is_given():
    assert reason(300, BOARD, stage=LOWER, boards=False, shut=True) == "boarding_age"
    assert reason(91, shut=True) == "ceiling"


def test_catchments_kept_put_every_other_limit_aside():
    kept = {"schools": {"keep_catchments": True}}
    assert reason(500, stays=True, before=(WALK, 500.0), shut=True, **kept) == ""
    assert reason(5, RIDE, stays=True, before=(WALK, 10.0), **kept) == "catchment"
    assert reason(5, **kept) == "catchment"
