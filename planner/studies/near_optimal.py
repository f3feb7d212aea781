"""How often each school closes among plans that are almost as good.

A few searches, each pushed away from all plans before it, that stay within a share of every
objective of the run. It is a sample, not a count: a school that closes in all of them may
still stay open in some plan that was not met. Only where the first search proves that no
other set of closures stays within the share is the run's set the only one.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan import Plan
from planner.programme.apart import Apart
from planner.studies.finished import Finished

WITHIN_SHARE = 0.01
PLANS = 6


@dataclass(frozen=True)
class ClosedShare:
    """How often a school closes among near-optimal plans.

    Parameters
    ----------
    closed
        Plans that close it.
    plans
        Plans met, the run's own with them.
    in_run
        Whether the run closes it.
    """

    school_id: str
    closed: int
    plans: int
    in_run: bool

    @property
    def share(self) -> float:
        """Share of the plans that close it."""
        return self.closed / self.plans


@dataclass(frozen=True)
class NearOptimal:
    """The sample: shares by school, and whether the run's set of closures is proved the only one."""

    schools: tuple[ClosedShare, ...]
    plans: int
    only: bool


def near_optimal(
    run: Finished,
    *,
    seconds: float = 60.0,
    plans: int = PLANS,
    within_share: float = WITHIN_SHARE,
) -> NearOptimal:
    """Return how often schools close among plans near the run's optimum.

    Parameters
    ----------
    seconds
        Time for all searches.
    plans
        Plans to meet at most, the run's own with them.
    within_share
        By how much each objective may exceed the run's.

    Returns
    -------
    NearOptimal
        Schools that any of the plans closes, by id.
    """
    apart = Apart(run.instance, run.plan, within_share)
    closed = [_closed(run, run.plan)]
    only = False
    while len(closed) < plans:
        found = apart.next(seconds / (plans - 1))
        if found.plan is None or _closed(run, found.plan) in closed:
            only = len(closed) == 1 and found.plan is not None and found.proved
            break
        closed.append(_closed(run, found.plan))
    apart.close()
    every = sorted(set().union(*closed))
    return NearOptimal(
        tuple(
            ClosedShare(s, sum(s in c for c in closed), len(closed), s in closed[0]) for s in every
        ),
        len(closed),
        only,
    )


def _closed(run: Finished, plan: Plan) -> frozenset[str]:
    existing = set()
    for school, was in zip(run.instance.site_id, run.instance.site_existing, strict=True):
        if was:
            existing.add(school)
    return frozenset(s.school_id for s in plan.sites if s.kind is None and s.school_id in existing)
