"""What passes from stage to stage of the pipeline: the clock, and what was prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from planner.findings import Finding

if TYPE_CHECKING:
    import pandas

    from planner.county import County
    from planner.options.assemble import Assembled
    from planner.scenario import Scenario
    from planner.travel.cache import Origin

Stage = Literal[
    "read",
    "travel",
    "assemble",
    "solve",
    "explain",
    "relax",
    "audit",
    "staffing",
    "relayout",
    "staff_audit",
    "resources",
    "write",
]
PageLang = Literal["zh", "en", "both"]


@dataclass
class Timings:
    """Seconds by stage, in the order in which the stages ran."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, stage: Stage, notice: Callable[[Stage], None]) -> Iterator[None]:
        """Announce a stage and time it."""
        notice(stage)
        began = perf_counter()
        try:
            yield
        finally:
            # A stage may come again: layout and staffing are solved in turn.
            self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - began


@dataclass(frozen=True)
class Prepared:
    """What is known before anything is decided.

    ``season_trips`` are the trips of every season where the scenario plans for the worse of
    several, else None.
    """

    county: County
    scenario: Scenario
    trips: pandas.DataFrame
    origin: Origin
    assembled: Assembled
    findings: tuple[Finding, ...]
    season_trips: pandas.DataFrame | None = None
