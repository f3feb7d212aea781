"""A bound above the recounted value is a fault of the model, and the audit must see it."""

from __future__ import annotations

from worlds import tiny_instance

from planner.audit import audit_plan
from planner.programme import solve
from planner.programme.objective import Expression


def world():
    return tiny_instance(
        units=[("V1", "lower", 12, "S1")],
        sites=[{"id": "S1"}],
        trips={("V1", "S1", "walk"): 20},
        scenario={"objective": [{"minimise": "pupil_minutes"}]},
    )


def test_a_sound_model_passes():
    found = solve.search(world())
    assert found.outcome.tiers[0].best_bound == 12 * 20 * 400
    assert audit_plan(world(), found.plan, found.outcome) == ()


def test_a_model_that_counts_twice_is_refused(monkeypatch):
    sound = solve.tier

    def doubled(instance, variables, name):
        return Expression([(x, 2 * c) for x, c in sound(instance, variables, name).terms])

    monkeypatch.setattr(solve, "tier", doubled)
    found = solve.search(world())
    said = [f.say("en") for f in audit_plan(world(), found.plan, found.outcome)]
    assert said == ["objective pupil_minutes: the bound 192000 lies above the value 96000"]
