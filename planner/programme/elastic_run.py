"""The loaded elastic programme, asked again and again with other things forbidden to give way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import BOARD, KIND_OFFERS, Instance
from planner.programme.concession import Concession, Remedy, remedy, struck_trip
from planner.programme.elastic import Elastic, price_terms
from planner.programme.highs import Floats, Loaded, Solved, Stop, solve
from planner.programme.objective import Expression
from planner.programme.prices import YUAN_PER_UNIT

_GAP = 1e-3


@dataclass(frozen=True)
class Answer:
    """What one question to the elastic programme came to.

    Parameters
    ----------
    remedy
        What has to give way, None where nothing was found.
    impossible
        Whether it is proved that nothing of what may give way here would do.
    """

    remedy: Remedy | None
    impossible: bool


class Run:
    """The loaded elastic programme.

    Parameters
    ----------
    deadline
        When to end, by `perf_counter`.
    giving
        The columns through which something gives way, and what a unit of each is.
    """

    def __init__(
        self, instance: Instance, made: Elastic, loaded: Loaded, deadline: float, stop: Stop
    ) -> None:
        self.instance = instance
        self.made = made
        self.loaded = loaded
        self.deadline = deadline
        self.stop = stop
        cost = loaded.costs(Expression(price_terms(made)))
        loaded.highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self.giving = self._by_column()

    def answer(self, barred: Iterable[int], seconds: float) -> Answer:
        """Solve with some columns of `giving` barred."""
        upper = self.loaded.upper.copy()
        upper[sorted(barred)] = 0.0
        today = self._as_today(upper, seconds / 4)
        self.loaded.bounds(self.loaded.lower, upper)
        solved = self._solve(seconds)
        self.loaded.bounds(self.loaded.lower, self.loaded.upper)
        best = min((solved, today), key=lambda s: s.objective)
        if best.values is None:
            return Answer(None, solved.ended == "infeasible")
        gap = best.objective - solved.bound
        proved = bool(gap <= 1e-6 + _GAP * abs(best.objective))
        found = remedy(self._concessions(best.values), best.objective, proved)
        return Answer(found, impossible=False)

    def _by_column(self) -> dict[int, Concession]:
        at, v = self.loaded.column, self.made.variables
        found = {
            at[x.id]: self._of_slack(slack.rule, slack.index, 1.0, None)
            for slack in self.made.slacks
            for x, _ in slack.amount
        }
        for a in self.made.struck:
            trip = struck_trip(self.instance, self.made.code, a, 1)
            found |= {at[x.id]: trip for x, _ in v.pupils([a])}
        return found

    def _as_today(self, upper: Floats, seconds: float) -> Solved:
        """Return the answer that leaves schools and trips as they are, where there is one."""
        v, at, instance = self.made.variables, self.loaded.column, self.made.instance
        low, high = self.loaded.lower.copy(), upper.copy()
        for (j, k), kind in v.kind.items():
            as_today = bool(instance.site_existing[j]) and k == int(instance.site_kind[j])
            # A school pinned shut stays open only where that pin may give way.
            low[at[kind.id]] = high[at[kind.id]] = min(float(as_today), upper[at[kind.id]])
        unit = instance.option_unit
        stays = (instance.option_site == instance.unit_site[unit]) & (
            instance.option_mode == instance.unit_mode[unit]
        )
        for a, use in v.use.items():
            if stays[a]:
                low[at[use.id]] = high[at[use.id]]
        self.loaded.bounds(low, high)
        return self._solve(seconds)

    def _solve(self, seconds: float) -> Solved:
        return solve(self.loaded, seconds=seconds, gap=_GAP, stop=self.stop)

    def _concessions(self, values: Floats) -> list[Concession]:
        """Return what gives way in a solution."""
        found = []
        for slack in self.made.slacks:
            amount = sum(c * self.loaded.value(x, values) for x, c in slack.amount)
            if amount > 1e-6:
                found.append(self._of_slack(slack.rule, slack.index, amount, values))
        for a in self.made.struck:
            pupils = self._pupils([a], values)
            if pupils > 0:
                found.append(struck_trip(self.instance, self.made.code, a, pupils))
        return found

    def _of_slack(self, rule: str, index: int, amount: float, values: Floats | None) -> Concession:
        instance = self.instance
        if rule.startswith("budget"):
            # Up to the next 1,000 yuan: what is named must be enough.
            return Concession(rule, math.ceil(amount * YUAN_PER_UNIT / 1000 - 1e-6) * 1000.0)
        whole = math.ceil(amount - 1e-6)
        if index < 0:
            return Concession(rule, whole)
        if rule == "serve":
            stage, village = STAGES[int(instance.unit_stage[index])], instance.unit_village[index]
            return Concession(rule, whole, village=village, stage=stage, pupils=whole)
        if rule in ("seats", "line_least"):
            return Concession(rule, whole, line=instance.line_id[index], pupils=whole)
        if rule.startswith("township"):
            return self._of_township(rule, index, whole, values)
        pupils = 0 if values is None else self._pupils(self._concerned(rule, index), values)
        return Concession(rule, whole, school=instance.site_id[index], pupils=pupils)

    def _concerned(self, rule: str, j: int) -> list[int]:
        """Return the options of a site whose pupils a concession of the rule is for."""
        made, options = self.made.instance, self._options(j)
        if rule in ("beds", "canteen"):
            return [a for a in options if made.option_mode[a] == BOARD]
        if rule == "receiver":
            return [a for a in options if made.unit_site[made.option_unit[a]] != j]
        return options

    def _of_township(self, rule: str, t: int, whole: int, values: Floats | None) -> Concession:
        """Return the concession with who offers the stage that the limit counts, to how many."""
        asked = self.instance.scenario.schools.per_township
        assert asked is not None
        g, kept = STAGES.index(asked.stage), []
        for (j, k), x in self.made.variables.kind.items():
            here = int(self.instance.site_township[j]) == t and bool(KIND_OFFERS[k, g])
            if values is not None and here and self.loaded.value(x, values) > 0.5:
                kept.append((self.instance.site_id[j], self._pupils(self._options(j, g), values)))
        name = self.instance.township[t]
        return Concession(rule, whole, township=name, stage=asked.stage, kept=tuple(sorted(kept)))

    def _options(self, j: int, stage: int | None = None) -> list[int]:
        options = self.made.variables.options
        mine = self.made.instance.option_site[options] == j
        if stage is not None:
            mine &= self.made.instance.option_stage[options] == stage
        return [int(a) for a in options[mine]]

    def _pupils(self, options: Iterable[int], values: Floats) -> int:
        terms = self.made.variables.pupils(options)
        return round(sum(c * self.loaded.value(x, values) for x, c in terms))
