"""What happens to each site, why, and what must be settled before it may be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import KINDS
from planner.plan import Decision, SiteDecision
from planner.reports.places import evidence_of
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas

GRADES = ("measured", "estimated", "synthetic")
"""Evidence grades, the strongest first."""

CONSENT = (
    "assessed",
    "notice_days",
    "hearing_held",
    "parent_support_share",
    "approved_by",
    "receiver_ready",
)
"""Columns of the schools table that a closure needs settled; blank is unknown."""

REFUSED_BELOW_SHARE = 0.5
NEEDS_CONSENT = ("close", "reduce_to_teaching_point", "reduce_to_primary")
GROWN: dict[str, Decision] = {"primary": "grow_to_primary", "nine_year": "grow_to_nine_year"}
"""What happens to a school that becomes the larger kind."""
CHANGES = (*NEEDS_CONSENT, *GROWN.values(), "open", "expand", "convert_to_boarding")


@dataclass(frozen=True)
class Moves:
    """Pupils of one site who go to another school after the plan.

    Parameters
    ----------
    receivers
        Pupils by receiving school, most first.
    over_norm
        Pupils among them whose new trip is above its norm.
    newly_board
        Pupils among them who board and did not.
    unserved
        Pupils whom the plan brings to no school.
    """

    receivers: Mapping[str, int]
    over_norm: int
    newly_board: int
    unserved: int

    @property
    def pupils(self) -> int:
        """Pupils who move or are left without a school."""
        return sum(self.receivers.values()) + self.unserved


def decision_of(result: Result, j: int) -> Decision:
    """Return what happens to site `j`."""
    instance = result.instance
    existing, is_open = bool(instance.site_existing[j]), bool(result.accounts.open[j])
    if not existing:
        return "open" if is_open else "not_opened"
    if not is_open:
        return "close"
    site = next(s for s in result.plan.sites if s.school_id == instance.site_id[j])
    before = KINDS[int(instance.site_kind[j])]
    if site.kind == "teaching_point" and before in ("primary", "nine_year"):
        return "reduce_to_teaching_point"
    if site.kind == "primary" and before == "nine_year":
        return "reduce_to_primary"
    if site.kind in GROWN and site.kind != before:
        return GROWN[site.kind]
    if instance.site_beds[j] == 0 and result.accounts.boarders[j] > 0:
        return "convert_to_boarding"
    if site.classrooms_added > 0 or site.beds_added > 0 or area_built(site):
        return "expand"
    return "keep"


def area_built(site: SiteDecision) -> bool:
    """Return whether area is built at a site besides classrooms, for the area floors."""
    return site.teaching_area_added_m2 > 0 or site.sports_area_added_m2 > 0


def site_decisions(result: Result) -> dict[str, Decision]:
    """Return what happens to each site, by school id."""
    return {school: decision_of(result, j) for j, school in enumerate(result.instance.site_id)}


def planned_sites(result: Result) -> dict[str, SiteDecision]:
    """Return what the plan says of each site, by school id."""
    return {s.school_id: s for s in result.plan.sites}


def moves_by_site(assignments: pandas.DataFrame) -> dict[str, Moves]:
    """Return who leaves each school, from the assignments table."""
    received: dict[str, Counter[str]] = {}
    over: Counter[str] = Counter()
    board: Counter[str] = Counter()
    columns = ("baseline_school_id", "school_id", "pupils", "over_norm", "mode", "baseline_mode")
    for before, after, pupils, beyond, mode, mode_before in zip(
        *(assignments[c].tolist() for c in columns), strict=True
    ):
        if before and before != after:
            received.setdefault(before, Counter())[after] += pupils
            over[before] += pupils if after and beyond == 1 else 0
            board[before] += pupils if mode == "board" != mode_before else 0
    return {
        school: Moves(
            receivers={
                s: n for s, n in sorted(to.items(), key=lambda item: (-item[1], item[0])) if s
            },
            over_norm=over[school],
            newly_board=board[school],
            unserved=to[""],
        )
        for school, to in sorted(received.items())
    }


def site_evidence(result: Result, assignments: pandas.DataFrame) -> dict[str, str]:
    """Return the weakest grade of each site and of the villages whose pupils it has or had.

    Where it is guessed who attends a school today, nothing about it is better than estimated.
    """
    schools = evidence_of(result.county, result.county.schools)
    villages = evidence_of(result.county, result.county.villages)
    weakest = dict(schools)
    for column in ("school_id", "baseline_school_id"):
        pairs = zip(assignments[column], assignments["village_id"], strict=True)
        for school, village in sorted(set(pairs)):
            if school in weakest:
                weakest[school] = max(
                    weakest[school], villages.get(village, weakest[school]), key=_rank
                )
    guessed = assignments["baseline_basis"].isin(["fitted", "assumed"])
    for school in sorted(set(assignments.loc[guessed, "baseline_school_id"]) & set(weakest)):
        weakest[school] = max(weakest[school], "estimated", key=_rank)
    return weakest


def build_first(result: Result, moves: Moves | None) -> bool:
    """Return whether a school that takes these pupils in has yet to be built or enlarged.

    Whatever the schools table says of its readiness: the school has yet to open or to become
    the larger kind, the plan asks for more rooms or area than there are, or, where some of the
    pupils newly board, for more beds.
    """
    sites, decided = planned_sites(result), site_decisions(result)
    return moves is not None and any(
        decided[school] in ("open", *GROWN.values())
        or sites[school].classrooms_added > 0
        or area_built(sites[school])
        or (
            moves.newly_board > 0
            and (decided[school] == "convert_to_boarding" or sites[school].beds_added > 0)
        )
        for school in moves.receivers
    )


def still_open(
    decision: str, evidence: str, row: Mapping[str, Any], *, build: bool = False
) -> tuple[str, ...]:
    """Return codes of what stands between a proposed change and doing it.

    A site that stays as it is has nothing to be done and nothing open.

    Parameters
    ----------
    decision
        What the plan proposes for the site.
    evidence
        Weakest evidence grade behind it.
    row
        The site's row of the schools table.
    build
        Whether a school that takes the pupils in has yet to be built or enlarged.
    """
    if decision not in CHANGES:
        return ()
    codes = []
    if evidence == "synthetic":
        codes.append("synthetic")
    elif evidence != "measured":
        codes.append("estimated")
    if decision in NEEDS_CONSENT:
        codes += [name for name in CONSENT if not _settled(name, row.get(name))]
        codes += ["build_first"] if build else []
    return tuple(codes)


def open_words(codes: Sequence[str]) -> tuple[Text, ...]:
    """Return the words for codes of `still_open`."""
    return tuple(text(f"page.open.{code}") for code in codes)


def _settled(name: str, value: Any) -> bool:
    if value is None or value != value or value == "":
        return False
    if name == "parent_support_share":
        return float(value) >= REFUSED_BELOW_SHARE
    if name == "approved_by":
        return bool(str(value).strip())
    return float(value) > 0


def _rank(grade: str) -> int:
    return GRADES.index(grade) if grade in GRADES else len(GRADES)
