"""What a search may say of its plan, whatever way it ended."""

import signal
from dataclasses import replace
from math import inf
from time import perf_counter

import numpy as np
import pytest
from crowded import crowded
from worlds import tiny_instance

from planner.audit import audit_plan
from planner.plan import TierResult, relative_gap
from planner.programme.attempt import rounded_bound
from planner.programme.build import build
from planner.programme.extract import extract
from planner.programme.highs import Stop, load, solve
from planner.programme.objective import tier
from planner.programme.rules import RULES
from planner.programme.solve import search


def small(**scenario):
    """Two points, one of which suffices: V2 walks 5 minutes or 25."""
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 6, "S2")],
        sites=[{"id": "S1"}, {"id": "S2", "kind": "teaching_point"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S1", "walk"): 25,
            ("V2", "S2", "walk"): 5,
        },
        scenario={"travel": {"protect": "none"}} | scenario,
    )


def by_tiers(*names, **options):
    return small(objective=[{"minimise": n} for n in names], **options)


@pytest.mark.parametrize(
    ("value", "bound", "gap"),
    [
        (100, 90, 0.1),
        (100, 100, 0),
        (-50, -60, 0.2),
        (1e6, 1e6 - 0.5, 0),
        (0, 0, 0),
        (0, -1, inf),
        (5, -inf, inf),
    ],
)
def test_the_gap_is_a_share_of_the_value(value, bound, gap):
    assert relative_gap(value, bound) == pytest.approx(gap)


def test_the_bound_of_a_count_is_rounded_up():
    assert [rounded_bound(b) for b in (6.2, 7.0, 7 + 5e-7, 0.0, -inf)] == [7, 7, 7, 0, -inf]


def test_a_solved_search_is_optimal_by_proof():
    found = search(by_tiers("schools_closed", "pupil_minutes"))
    assert (found.outcome.status, found.outcome.ended_by) == ("optimal", "proof")
    # 400 trips a year x (12 x 20 + 6 x 5) minutes.
    assert found.outcome.tiers == (
        TierResult("schools_closed", 0, 0, 0, 0, 0),
        TierResult("pupil_minutes", 108_000, 108_000, 0, 0, 108_000),
    )
    assert list(found.outcome.timings_s) == [
        "build",
        "tier_1_schools_closed",
        "tier_2_pupil_minutes",
    ]


def test_a_search_that_cannot_succeed_says_so_without_a_plan():
    found = search(small(schools={"open_between": (3, None)}))
    assert (found.outcome.status, found.outcome.ended_by) == ("infeasible", "proof")
    assert (found.plan, found.outcome.tiers, found.outcome.gap) == (None, (), inf)


def test_a_search_that_the_clock_stopped_is_never_called_optimal():
    world = crowded(0.1)
    found = search(world)
    assert found.outcome.status in ("feasible_at_limit", "no_solution")
    assert found.outcome.ended_by == "clock"
    if found.plan is not None:
        assert found.outcome.gap > 0.01
        assert audit_plan(world, found.plan, found.outcome) == ()


def test_an_interrupt_keeps_the_incumbent():
    world = crowded(60)
    began = perf_counter()
    raised = []

    def interrupt(progress):
        # A second Ctrl-C would end the search at once.
        if np.isfinite(progress.best) and not raised:
            raised.append(progress.best)
            signal.raise_signal(signal.SIGINT)

    found = search(world, progress=interrupt)
    assert perf_counter() - began < 20
    assert (found.outcome.status, found.outcome.ended_by) == ("feasible_at_limit", "interrupt")
    assert [t.name for t in found.outcome.tiers] == ["annual_cost_yuan"]
    assert sum(r.pupils for r in found.plan.assignments) == world.unit_pupils.sum()
    assert audit_plan(world, found.plan, found.outcome) == ()


def test_the_handler_of_interrupts_is_put_back():
    before = signal.getsignal(signal.SIGINT)
    search(small())
    assert signal.getsignal(signal.SIGINT) is before


def test_later_tiers_take_no_more_than_the_tolerance():
    # Closing S2 is cheapest: 18 pupils then walk 20 or 25 minutes, 400 x (240 + 150); both
    # open they walk 108 000 minutes a year, which closing exceeds by 44 %.
    def closed(tolerance):
        first = {"minimise": "pupil_minutes", "tolerance": tolerance}
        world = small(objective=[first, {"minimise": "running_cost_yuan"}])
        return [s.school_id for s in search(world).plan.sites if s.kind is None]

    assert closed(0) == closed(0.44) == []
    assert closed(0.45) == ["S2"]


def test_progress_is_told_in_the_tiers_own_unit():
    news = []
    search(crowded(0.3), progress=news.append)
    assert {p.tier for p in news} <= {"annual_cost_yuan", "pupil_minutes"}
    assert all(p.bound <= p.best + 1e-6 * abs(p.best) for p in news)
    assert news[0].seconds <= 5


def test_a_log_is_written_where_asked(tmp_path):
    search(small(), log=tmp_path / "solver.log")
    assert "HiGHS" in (tmp_path / "solver.log").read_text("utf-8")


def test_every_row_and_variable_is_named_for_what_it_is():
    programme = build(by_tiers("worst_minutes", "running_cost_yuan"))
    rules = {rule.name for rule in RULES}
    rows = [row.name.split("__") for row in programme.problem.constraints()]
    assert {len(parts) for parts in rows} == {2}
    assert {rule for rule, _ in rows} <= rules
    assert len({tuple(parts) for parts in rows}) == len(rows) == programme.size["constraints"]
    variables = [v.name for v in programme.problem.variables()]
    assert {"use__u1_j0_walk", "kind__j1_teaching_point", "hires__county"} <= set(variables)
    assert all(name.count("__") == 1 and name.isascii() for name in variables)
    assert len(variables) == programme.size["variables"]
    assert programme.size["options"] == 3


def loaded_model(world):
    programme = build(world)
    loaded = load(programme.problem, seed=1, log=None)
    return programme, loaded


def test_a_fraction_for_a_whole_number_is_refused():
    world = small()
    programme, loaded = loaded_model(world)
    solved = solve(loaded, seconds=5, stop=Stop())
    extract(world, programme.variables, loaded, solved.values)
    for variable in (programme.variables.kind[0, 1], programme.variables.use[0]):
        values = solved.values.copy()
        values[loaded.column[variable.id]] = 0.5
        with pytest.raises(ArithmeticError, match=r"returned 0\.5 for a whole number"):
            extract(world, programme.variables, loaded, values)
    loaded.worker.shutdown()


def test_a_held_tier_stays_within_its_limit():
    world = by_tiers("pupil_minutes")
    programme, loaded = loaded_model(world)
    minutes = tier(world, programme.variables, "pupil_minutes")
    cost = loaded.costs(tier(world, programme.variables, "schools_closed"))
    every = np.arange(len(cost), dtype=np.int32)
    # Without the row as few schools are open as can be: S1 alone.
    loaded.highs.changeColsCost(len(cost), every, -cost)
    assert solve(loaded, seconds=5, stop=Stop()).objective == pytest.approx(1)
    loaded.hold(minutes, 108_000)
    held = solve(loaded, seconds=5, stop=Stop())
    values = held.values
    assert held.objective == pytest.approx(2)
    assert float(loaded.costs(minutes) @ values) <= 108_000 + 1e-6
    loaded.worker.shutdown()


def test_a_county_in_which_everyone_boards_has_no_longest_daily_trip():
    world = tiny_instance(
        units=[("V1", "upper", 5, "S1")],
        sites=[{"id": "S1", "beds": 5}],
        trips={("V1", "S1", "board"): 100},
        scenario={"objective": [{"minimise": "worst_minutes"}]},
    )
    found = search(world)
    assert found.outcome.status == "optimal"
    assert found.outcome.tiers[0].value == 0


def test_a_county_without_any_site_that_may_open():
    world = small(travel={"serve": "soft"}, objective=[{"minimise": "unserved_pupils"}])
    shut = replace(world, site_must_close=np.array([True, True]))
    found = search(shut)
    assert found.outcome.status == "optimal"
    assert sum(r.pupils for r in found.plan.unserved) == 18
