"""What is solved: the bundled counties with the layout of today, and generated counties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.staffing.county import generated_staff
from planner.teachers.instance import StaffInstance

ROOT = Path(__file__).parents[2]
THREADS = 2


@dataclass(frozen=True)
class Case:
    """A staffing instance to solve.

    Parameters
    ----------
    name
        A bundled county, or ``TEACHERSxSCHOOLS`` of a generated one.
    seconds
        Time of each way to solve it, building included.
    seed
        Of a generated county, and of the solver.
    """

    name: str
    seconds: float
    seed: int = 1

    @property
    def size(self) -> tuple[int, int] | None:
        """Teachers and schools of a generated county, None of a bundled one."""
        teachers, by, schools = self.name.partition("x")
        return (int(teachers), int(schools)) if by and teachers.isdigit() else None

    def instance(self) -> StaffInstance:
        """Return the staffing instance; with one seed always the same."""
        if self.size is None:
            return bundled_staff(self)
        teachers, schools = self.size
        made = generated_staff(
            teachers, schools, seed=self.seed, staffing={"time_limit_s": self.seconds}
        )
        return timed(made, self)


TARGETS = (Case("dege", 60), Case("zhaojue", 60), Case("mao", 60), Case("8000x60", 180))
"""Counties in which every objective is to be within `GAP_MOST` in that time."""
GAP_MOST = 0.005


def timed(instance: StaffInstance, case: Case) -> StaffInstance:
    """Return the instance with the time, threads and seed of a case."""
    said = instance.scenario
    staffing = said.staffing.model_copy(update={"time_limit_s": case.seconds})
    solver = said.solver.model_copy(update={"threads": THREADS, "seed": case.seed})
    scenario = said.model_copy(update={"staffing": staffing, "solver": solver})
    return replace(instance, scenario=scenario)


def bundled_staff(case: Case) -> StaffInstance:
    """Return what ``plan --with-staffing`` gives staffing where the layout is that of today."""
    from planner.accounts import account
    from planner.options.baseline import baseline_plan
    from planner.run import prepare
    from planner.scenario.load import load_scenario
    from planner.staffed import site_minutes
    from planner.staffing.assemble import assemble_staffing
    from planner.stages import Timings

    scenario = load_scenario(ROOT / "scenarios" / case.name / "today.yaml")
    prepared = prepare(scenario, Timings(), lambda _: None)
    county, layout = prepared.county, prepared.assembled.instance
    today = baseline_plan(layout)
    minutes = site_minutes(county, layout)
    made, _ = assemble_staffing(county, layout, today, today, account(layout, today), minutes)
    return timed(made, case)
