"""The post ledger: what becomes of the posts of each school of today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from planner.teachers.counts import STAYS_AS, indices
from planner.teachers.instance import MANAGEMENT, StaffInstance
from planner.teachers.plan import Posting, StaffPlan

SURVEY_AT_RISK_SHARE = 0.61
"""Teachers in management posts who fear early retirement or the loss of the post (survey)."""
FATES = ("kept", "teach", "moved", "retire", "without_place")


@dataclass(frozen=True)
class PostRow:
    """What becomes of one sort of post at one school, in persons.

    Parameters
    ----------
    school, post
        Number of the school (-1: the county) and of the post.
    today
        Persons in it today: the sum of the others.
    kept
        Go on in it at their school.
    teach
        Managers who teach instead, wherever.
    moved
        Go on in such a post at another school.
    retire, without_place
        Retire by consent; have no place.
    """

    school: int
    post: int
    today: int
    kept: int
    teach: int
    moved: int
    retire: int
    without_place: int

    @property
    def at_risk_share(self) -> float:
        """Share of those in the post today who lose it: ``(teach + retire + without) / today``."""
        return (self.teach + self.retire + self.without_place) / self.today

    @property
    def survey_share(self) -> float | None:
        """Share who fear for such posts in the survey, None where it did not ask."""
        return SURVEY_AT_RISK_SHARE if self.post == MANAGEMENT else None


def post_ledger(instance: StaffInstance, plan: StaffPlan) -> list[PostRow]:
    """Return the ledger by school and post, then the county's, the management posts last."""
    types = indices(instance.type_id)
    counts: Counter[tuple[int, int, str]] = Counter()
    for row in plan.postings:
        t = types[row.type_id]
        post = int(instance.type_post[t])
        word = fate(post, row)
        counts[int(instance.type_school[t]), post, word] += row.count
        counts[-1, post, word] += row.count
    keys = {(s, post) for s, post, _ in counts}
    order = sorted(keys, key=lambda k: (k[0] < 0, k[0], k[0] < 0 and k[1] == MANAGEMENT, k[1]))
    return [_row(counts, *key) for key in order]


def fate(post: int, row: Posting) -> str:
    """Return the word of `FATES` for a posting of staff in that post."""
    if row.role in ("retire", "no_place"):
        return "retire" if row.role == "retire" else "without_place"
    if row.role != STAYS_AS[post]:
        return "teach"
    return "kept" if row.to_school == row.from_school else "moved"


def _row(counts: Counter[tuple[int, int, str]], school: int, post: int) -> PostRow:
    each = {word: counts[school, post, word] for word in FATES}
    return PostRow(school, post, today=sum(each.values()), **each)
