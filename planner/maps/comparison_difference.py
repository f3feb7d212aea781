"""Who is better off in one scenario than in another, lot by lot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from planner.county.dictionary import MODES
from planner.maps.comparison_trips import Compared, End, Lot
from planner.reports.people import CHANGES, SAME_MINUTES

Verdict = Literal["lost", "worse", "gained", "better", "same"]
VERDICTS: tuple[Verdict, ...] = ("lost", "worse", "gained", "better", "same")
"""The hardest first: a village takes the hardest of its pupils'."""
BOARD = MODES.index("board")
_WORSE, _BETTER = ("much_longer", "boards_now", "longer"), ("shorter",)
_MIRROR: dict[Verdict, Verdict] = {
    "lost": "gained",
    "worse": "better",
    "gained": "lost",
    "better": "worse",
    "same": "same",
}


@dataclass(frozen=True)
class Share:
    """Pupils of one stage with one verdict, None where there is nothing to compare."""

    stage: int
    pupils: int
    verdict: Verdict | None


@dataclass(frozen=True)
class Difference:
    """Two scenarios against each other.

    Parameters
    ----------
    villages
        Verdict of each village, None where it has no pupils to compare.
    count
        Villages by verdict.
    pupils
        Pupils by verdict, each by their own; under None those who cannot be compared.
    """

    villages: tuple[Verdict | None, ...]
    count: dict[Verdict, int]
    pupils: dict[Verdict | None, int]


def difference(
    given: Compared,
    first: int | None,
    second: int | None,
    stage: int | None = None,
    same_minutes: float = SAME_MINUTES,
) -> Difference:
    """Return how pupils fare in the second scenario against the first.

    Parameters
    ----------
    first, second
        Numbers of scenarios; None for today, which is the other scenario's own.
    stage
        Number of the only stage looked at; None for all.
    same_minutes
        Changes of up to so many minutes one way count as none.
    """
    villages: list[Verdict | None] = []
    pupils: dict[Verdict | None, int] = dict.fromkeys((*VERDICTS, None), 0)
    for n in range(len(given.villages)):
        shares = _shares(given, first, second, n, same_minutes)
        own = [share for share in shares if stage in (None, share.stage)]
        for share in own:
            pupils[share.verdict] += share.pupils
        known = [share.verdict for share in own if share.verdict is not None]
        villages.append(min(known, key=VERDICTS.index) if known else None)
    return Difference(tuple(villages), {v: villages.count(v) for v in VERDICTS}, pupils)


def _shares(
    given: Compared, first: int | None, second: int | None, village: int, same_minutes: float
) -> list[Share]:
    if first is None and second is None:
        return []
    if first is None or second is None:
        lots = given.scenarios[first if second is None else second].lots[village]  # type: ignore[index]
        shares = [Share(lot.stage, lot.pupils, against_today(lot, same_minutes)) for lot in lots]
        if first is None:
            return shares
        return [Share(s.stage, s.pupils, _MIRROR[s.verdict] if s.verdict else None) for s in shares]
    one = given.scenarios[first].lots[village]
    other = given.scenarios[second].lots[village]
    groups = sorted({_group(lot) for lot in (*one, *other)}, key=str)
    return [
        share
        for group in groups
        for share in _paired(
            [lot for lot in one if _group(lot) == group],
            [lot for lot in other if _group(lot) == group],
            same_minutes,
        )
    ]


def against_today(lot: Lot, same_minutes: float = SAME_MINUTES) -> Verdict | None:
    """Return how a lot's pupils fare against today.

    Of the usual minutes the verdict is that of the lot's change, as the tables have it.
    """
    if not (_placed(lot.today) and _placed(lot.plan)):
        return _without_school(lot.today, lot.plan)
    if same_minutes != SAME_MINUTES and lot.added is not None:
        return _by_minutes(lot.added, same_minutes)
    code = CHANGES[lot.change]
    return "worse" if code in _WORSE else "better" if code in _BETTER else "same"


def _group(lot: Lot) -> tuple[int, int]:
    """Return what is the same in every scenario: the stage and today's school."""
    return lot.stage, -1 if lot.today.school is None else lot.today.school


def _paired(one: Sequence[Lot], other: Sequence[Lot], same_minutes: float) -> list[Share]:
    """Match the pupils of a group: where they go alike in both first, then by minutes.

    A plan that splits a group does not say who goes where; so matched, the fewest change.
    Pupils whom the other scenario has not are left without a verdict.
    """
    one, other = sorted(one, key=_order), sorted(other, key=_order)
    left, right = [lot.pupils for lot in one], [lot.pupils for lot in other]
    shares: list[Share] = []
    for alike in (True, False):
        for a, lot in enumerate(one):
            for b, facing in enumerate(other):
                pupils = min(left[a], right[b])
                if pupils == 0 or (alike and not _alike(lot.plan, facing.plan)):
                    continue
                verdict = _verdict(lot.plan, facing.plan, same_minutes)
                shares.append(Share(lot.stage, pupils, verdict))
                left[a] -= pupils
                right[b] -= pupils
    for lot, pupils in (*zip(one, left, strict=True), *zip(other, right, strict=True)):
        if pupils:
            shares.append(Share(lot.stage, pupils, None))
    return shares


def _order(lot: Lot) -> tuple[bool, bool, float, int]:
    """Day pupils first by minutes, then boarders, then those without a school."""
    end = lot.plan
    school = -1 if end.school is None else end.school
    return end.school is None, end.mode == BOARD, end.minutes or 0.0, school


def _alike(one: End, other: End) -> bool:
    return one.school == other.school and one.mode == other.mode


def _verdict(before: End, after: End, same_minutes: float) -> Verdict | None:
    if not (_placed(before) and _placed(after)):
        return _without_school(before, after)
    if (before.mode == BOARD) != (after.mode == BOARD):
        return "worse" if after.mode == BOARD else "better"
    if before.minutes is None or after.minutes is None:
        return None
    return _by_minutes(after.minutes - before.minutes, same_minutes)


def _placed(end: End) -> bool:
    """Return whether there is a school and a way to it: without one today counts as unserved."""
    return end.school is not None and end.mode is not None


def _without_school(before: End, after: End) -> Verdict:
    if _placed(before):
        return "lost"
    return "gained" if _placed(after) else "same"


def _by_minutes(added: float, same_minutes: float) -> Verdict:
    if abs(added) <= same_minutes + 1e-6:
        return "same"
    return "worse" if added > 0 else "better"
