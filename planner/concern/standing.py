"""What may carry a verdict, and why a study may not.

The survey pools three counties. Only the three together, on data that is not made up, with a
baseline that is not assumed and with everything fixed beforehand, are held against its figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from planner.concern.exposure import PlanExposure
from planner.concern.rows import Registration
from planner.concern.study import Standing

SURVEYED = (("dege", "513330"), ("zhaojue", "513431"), ("mao", "513223"))
"""Ids by which a county of the survey is known: its name, its code."""

_HARMLESS = ("program_version",)
"""What may change after the registration without taking the verdict away; it is shown all the same."""


def standing_of(
    main: Sequence[PlanExposure], registration: Registration, *, alike: bool
) -> Standing:
    """Return whether the main plans of a study may carry a verdict.

    Parameters
    ----------
    main
        One plan of each county.
    alike
        Whether all were counted with the same thresholds.
    """
    reasons: list[tuple[str, dict[str, str]]] = []
    here = {p.county_id for p in main}
    known = {c for ids in SURVEYED for c in ids}
    absent = [ids[0] for ids in SURVEYED if not here & set(ids)]
    if absent or here - known:
        reasons.append(("concern_study.reason.counties", _names(main)))
    made_up = [p for p in main if p.evidence == "synthetic"]
    if made_up:
        reasons.append(("concern_study.reason.synthetic", _names(made_up)))
    assumed = [p for p in main if "assumed" in p.basis.values()]
    if assumed:
        reasons.append(("concern_study.reason.assumed", _names(assumed)))
    if not alike:
        reasons.append(("concern_study.reason.thresholds", {}))
    if not registration.before_runs:
        reasons.append(("concern_study.reason.not_before", {}))
    decisive = [c for c in registration.changes if not c.key.endswith(_HARMLESS)]
    if decisive:
        reasons.append(("concern_study.reason.changed", {"n": str(len(decisive))}))
    return Standing(not reasons, tuple(reasons))


def _names(plans: Iterable[PlanExposure]) -> dict[str, str]:
    """Return the names of counties in both languages, as fields of a sentence."""
    names = {p.county_id: p for p in plans}.values()
    zh = "、".join(p.county_name.get("zh") or p.county for p in names)
    return {"zh": zh, "en": ", ".join(p.county_name.get("en") or p.county for p in names)}
