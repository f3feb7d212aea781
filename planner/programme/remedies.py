"""What would have to give way for a plan to exist: the least that was found, and alternatives.

Where only trips or only one budget give way, the ordinary search finds the fewest pupils or
yuan. The other answers solve the elastic programme (`planner.programme.elastic`): with
everything free to give way, with one family of concessions alone, without what the cheapest
answer asked for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from time import perf_counter

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import KIND_OFFERS, Instance
from planner.programme.concession import Concession, Remedy, remedy, struck_trip
from planner.programme.eased import only_one_budget, only_trips
from planner.programme.elastic import Elastic, build_elastic, price_terms
from planner.programme.highs import Floats, Loaded, Solved, Stop, load, solve
from planner.programme.objective import Expression
from planner.programme.prices import YUAN_PER_UNIT, Family
from planner.programme.solve import interruptible

SECONDS = 60.0
"""For all answers together."""
_GAP = 1e-3
_MOST = 5


def remedies(
    instance: Instance, *, seconds: float = SECONDS, notice: Callable[[str], None] | None = None
) -> tuple[Remedy, ...]:
    """Return the least concessions found that allow a plan, then alternatives to them.

    Parameters
    ----------
    seconds
        Time for all answers together.
    notice
        Hears what gives way in each answer as it is looked for.

    Returns
    -------
    tuple
        The cheapest first, no two with the same things giving way. Empty where even conceding
        everything allows no plan, or no answer was found in time.
    """
    deadline = perf_counter() + seconds
    found: list[Remedy] = []
    _tell(notice, "trips")
    found += only_trips(instance, seconds / 3)
    _tell(notice, "money")
    found += only_one_budget(instance, seconds / 6, trips=False)
    found += only_one_budget(instance, seconds / 4, trips=True)
    made = build_elastic(instance)
    options = instance.scenario.solver
    loaded = load(made.problem, seed=options.seed, log=None)
    with interruptible() as stop:
        run = _Run(instance, made, loaded, deadline, stop)
        columns = run.columns()
        asked: list[tuple[str, Callable[[], Iterable[int]]]] = [
            ("all", lambda: ()),
            ("without", lambda: run.used(min(found, key=_price))),
            *((f, lambda f=f: (c for c, of in columns.items() if of != f)) for f in _FAMILIES),
            ("without", lambda: (c for r in found for c in run.used(r))),
        ]
        for n, (name, barred) in enumerate(asked):
            if stop or (n > 0 and not found):
                break
            _tell(notice, name)
            answer = run.answer(set(barred()), 1 / (len(asked) - n))
            found += [] if answer is None else [answer]
    loaded.worker.shutdown(wait=True)
    return _distinct(sorted(found, key=_price))


_FAMILIES: tuple[Family, ...] = ("schools", "places", "money")


def _tell(notice: Callable[[str], None] | None, name: str) -> None:
    if notice is not None:
        notice(name)


def _price(answer: Remedy) -> float:
    return answer.price


def _distinct(found: list[Remedy]) -> tuple[Remedy, ...]:
    """Return answers that ask for different things; of those in need of others too, none.

    That pupils stay without a school is only said where nothing better was proved to exist.
    """
    kept: list[Remedy] = []
    for answer in (r for r in found if r.concessions):
        sound = answer.proved or "unserved" not in answer.families
        if sound and not any(_covers(r, answer) for r in kept):
            kept.append(answer)
    return tuple(kept[:_MOST])


def _covers(less: Remedy, more: Remedy) -> bool:
    """Return whether one answer asks for nothing that another does not, and for no more of it.

    Trips count by the limit that they break: the same limit for other villages is no other way.
    """
    asked, amounts = _kinds(less), _kinds(more)
    return all(amounts.get(kind, -1.0) >= amount for kind, amount in asked.items())


def _kinds(answer: Remedy) -> dict[tuple[str, ...], float]:
    kinds: dict[tuple[str, ...], float] = {}
    for c in answer.concessions:
        kind = (c.rule,) if c.family in ("trips", "unserved") else c.item
        kinds[kind] = kinds.get(kind, 0.0) + c.amount
    return kinds


class _Run:
    """The loaded elastic programme and what is left of the time."""

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

    def columns(self) -> dict[int, Family]:
        """Return the columns through which something gives way, with their families."""
        return {c: concession.family for c, concession in self._by_column().items()}

    def used(self, answer: Remedy) -> list[int]:
        """Return the columns through which the things of an answer give way."""
        items = {c.item for c in answer.concessions}
        return [c for c, concession in self._by_column().items() if concession.item in items]

    def answer(self, barred: set[int], share: float) -> Remedy | None:
        """Solve with some columns barred, in a share of the time left."""
        seconds = max(0.5, share * (self.deadline - perf_counter()))
        upper = self.loaded.upper.copy()
        upper[sorted(barred)] = 0.0
        start = self._as_today(upper, seconds / 4)
        self.loaded.bounds(self.loaded.lower, upper)
        solved = self._solve(seconds, start)
        self.loaded.bounds(self.loaded.lower, self.loaded.upper)
        if solved.values is None:
            return None
        gap = solved.objective - solved.bound
        proved = bool(gap <= 1e-6 + _GAP * abs(solved.objective))
        return remedy(self._concessions(solved.values), solved.objective, proved)

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

    def _as_today(self, upper: Floats, seconds: float) -> Floats | None:
        """Return the answer that leaves schools and trips as they are, where there is one."""
        v, at, instance = self.made.variables, self.loaded.column, self.made.instance
        low, high = self.loaded.lower.copy(), upper.copy()
        for (j, k), kind in v.kind.items():
            as_today = bool(instance.site_existing[j]) and k == int(instance.site_kind[j])
            low[at[kind.id]] = high[at[kind.id]] = float(as_today)
        unit = instance.option_unit
        stays = (instance.option_site == instance.unit_site[unit]) & (
            instance.option_mode == instance.unit_mode[unit]
        )
        for a, use in v.use.items():
            if stays[a]:
                low[at[use.id]] = high[at[use.id]]
        self.loaded.bounds(low, high)
        return self._solve(seconds, None).values

    def _solve(self, seconds: float, start: Floats | None) -> Solved:
        return solve(self.loaded, seconds=seconds, gap=_GAP, start=start, stop=self.stop)

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
        pupils = 0 if values is None else self._pupils(self._options(index), values)
        return Concession(rule, whole, school=instance.site_id[index], pupils=pupils)

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
