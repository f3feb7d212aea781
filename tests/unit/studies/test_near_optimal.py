"""How often schools close among plans that are almost as good."""

from study_worlds import finished, three_schools

from planner.studies.near_optimal import near_optimal


def test_twins_close_in_half_of_the_plans():
    run = finished(three_schools())
    found = near_optimal(run, seconds=10, plans=2)
    assert found.plans == 2
    assert {s.school_id: s.share for s in found.schools} == {"S1": 0.5, "S2": 0.5}
    assert sum(s.in_run for s in found.schools) == 1
    assert not found.only


def test_a_set_without_rival_is_proved_the_only_one():
    # With minutes second, only the closure of S1 or S2 that walks less remains.
    tiers = [{"minimise": "running_cost_yuan"}, {"minimise": "pupil_minutes"}]
    run = finished(three_schools(objective=tiers))
    found = near_optimal(run, seconds=10)
    # 12 pupils by 10 minutes more against 8 by 20: closing S1 walks less.
    assert [(s.school_id, s.closed, s.plans) for s in found.schools] == [("S1", 1, 1)]
    assert found.only


def test_a_wider_share_meets_more_plans():
    tiers = [{"minimise": "running_cost_yuan"}, {"minimise": "pupil_minutes"}]
    run = finished(three_schools(objective=tiers))
    # Closing S2 walks 8 x 20 instead of 12 x 10 minutes more, of 120 + 40 + 180 + 120.
    assert near_optimal(run, seconds=10, within_share=0.2).plans > 1
