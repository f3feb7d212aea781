"""What would have to give way for a plan to exist: the least that was found, and alternatives.

Where only trips or only one budget give way, the ordinary search finds the fewest pupils or
yuan. The other answers solve the elastic programme (`planner.programme.elastic`): with
everything free to give way, without the rules that the cheapest answer breaks, with one family
of concessions alone. Where these come to fewer than three, every other way is asked for: an
answer that breaks not all the rules (then, not all the rules at all the places) of an earlier
one lies where at least one of them must hold, so each choice of one rule from each earlier
answer is made to hold in turn (Reiter 1987, hitting sets). Once no choice leaves a plan there
is no other way, and it is said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter

from planner.instance import Instance
from planner.programme.concession import Concession, Remedy
from planner.programme.eased import eased
from planner.programme.elastic import build_elastic
from planner.programme.elastic_run import Run
from planner.programme.highs import load
from planner.programme.prices import Family
from planner.programme.solve import interruptible

SECONDS = 120.0
"""For all answers together."""
_ENOUGH, _MOST = 3, 5
"""Answers that are looked for, and that are given at most."""
_EASED_SHARE = 0.6
"""Share of the time for the answers of the ordinary search."""
_FAMILIES: tuple[Family, ...] = ("schools", "places", "money")
_LARGE = 6
"""Things that an answer may ask for to be varied thing by thing."""

Kind = tuple[str, ...]


@dataclass(frozen=True)
class Remedies:
    """What was found.

    Parameters
    ----------
    answers
        The cheapest first, no two with the same things giving way. Empty where even conceding
        everything allows no plan, or no answer was found in time.
    exhausted
        Whether it is proved that any other way, short of leaving pupils without a school,
        concedes all that one of these concedes and something else besides.
    """

    answers: tuple[Remedy, ...]
    exhausted: bool


def remedies(
    instance: Instance, *, seconds: float = SECONDS, notice: Callable[[str], None] | None = None
) -> Remedies:
    """Return the least concessions found that allow a plan, then alternatives to them.

    Parameters
    ----------
    seconds
        Time for all answers together.
    notice
        Hears what gives way in each answer as it is looked for.
    """
    deadline = perf_counter() + seconds
    tell = notice or _nobody
    found = eased(instance, _EASED_SHARE * seconds, tell)
    made = build_elastic(instance)
    loaded = load(made.problem, seed=instance.scenario.solver.seed, log=None)
    with interruptible() as stop:
        search = _Search(Run(instance, made, loaded, deadline, stop), found, tell)
        exhausted = search.ask_all()
    loaded.worker.shutdown(wait=True)
    return Remedies(_distinct(found), exhausted)


class _Search:
    """The questions to the elastic programme, and what is known from the answers.

    Parameters
    ----------
    run
        The programme.
    found
        Answers so far; grows.
    tell
        Hears of each question.
    """

    def __init__(self, run: Run, found: list[Remedy], tell: Callable[[str], None]) -> None:
        self.run = run
        self.found = found
        self.tell = tell
        self.dead: list[frozenset[int]] = []
        self.asked: set[frozenset[int]] = set()

    def ask_all(self) -> bool:
        """Ask until there are enough answers; return whether there is provably no other."""
        self.ask("all", (), 7)
        if not self.found or any(not r.concessions for r in self.found):
            return False
        giving = self.run.giving.items()
        cheapest = {_rule(c) for c in min(self.found, key=_price).concessions}
        self.ask("without", (n for n, c in giving if _rule(c) in cheapest), 6)
        for shares, family in zip((5, 4, 3), _FAMILIES, strict=True):
            self.ask(family, (n for n, c in giving if c.family != family), shares)
        unserved = frozenset(n for n, c in giving if c.family == "unserved")
        exhausted = self.vary(_rule, unserved) and self.vary(_thing, unserved)
        if exhausted:
            self.vary(_rule, frozenset())
        return exhausted

    def vary(self, kind: Callable[[Concession], Kind], always: frozenset[int]) -> bool:
        """Ask for ways that concede not all kinds of things of any answer.

        Parameters
        ----------
        kind
            What counts as one thing.
        always
            Columns barred throughout.

        Returns
        -------
        bool
            Whether there is provably no other; False where enough answers came first.
        """
        while len(_distinct(self.found)) < _ENOUGH:
            sets = [frozenset(kind(c) for c in r.concessions) for r in self.found if r.concessions]
            if any(len(kinds) > _LARGE for kinds in sets):
                return False
            giving = [(column, kind(c)) for column, c in self.run.giving.items()]
            barred = [always | {n for n, k in giving if k in h} for h in hitting_sets(sets)]
            # What remains of those asked already was not settled in time.
            left = [b for b in barred if not any(d <= b for d in self.dead)]
            question = next((b for b in left if b not in self.asked), None)
            if question is None or self.over:
                return not left
            self.ask("another", question, 4)
        return False

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return bool(self.run.stop) or perf_counter() >= self.run.deadline

    def ask(self, name: str, barred: Iterable[int], shares: int) -> None:
        """Ask with columns barred, in one of so many shares of the time."""
        columns = frozenset(barred)
        if columns in self.asked or any(d <= columns for d in self.dead):
            return
        if self.run.stop or len(_distinct(self.found)) >= _MOST:
            return
        self.tell(name)
        self.asked.add(columns)
        left = self.run.deadline - perf_counter()
        answer = self.run.answer(columns, max(0.5, left / shares))
        if answer.impossible:
            self.dead.append(columns)
        if answer.remedy is not None:
            self.found.append(answer.remedy)


def hitting_sets(sets: Iterable[frozenset[Kind]]) -> list[frozenset[Kind]]:
    """Return the least sets that hold a member of each of `sets`, the smallest first."""
    hits: set[frozenset[Kind]] = {frozenset()}
    for wanted in sets:
        grown = {h if h & wanted else h | {k} for h in hits for k in (h & wanted or wanted)}
        hits = {h for h in grown if not any(other < h for other in grown)}
    return sorted(hits, key=lambda h: (len(h), sorted(h)))


def _nobody(name: str) -> None:
    del name


def _price(answer: Remedy) -> float:
    return answer.price


def _rule(c: Concession) -> Kind:
    return (c.rule,)


def _thing(c: Concession) -> Kind:
    return (c.rule,) if c.family in ("trips", "unserved") else c.item


def _distinct(found: Iterable[Remedy]) -> tuple[Remedy, ...]:
    """Return answers that ask for different things; of those in need of others too, none.

    That pupils stay without a school is only said where nothing better was proved to exist.
    """
    kept: list[Remedy] = []
    for answer in sorted((r for r in found if r.concessions), key=_price):
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


def _kinds(answer: Remedy) -> dict[Kind, float]:
    kinds: dict[Kind, float] = {}
    for c in answer.concessions:
        kinds[_thing(c)] = kinds.get(_thing(c), 0.0) + c.amount
    return kinds
