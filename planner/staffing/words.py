"""Whole numbers and ids out of the solver's values."""

from __future__ import annotations

from planner.teachers.counts import Profile
from planner.teachers.instance import BANDS, StaffInstance

_INTEGRALITY = 1e-4


def whole(value: float) -> int:
    """Return a solver's value as the whole number that it is.

    Raises
    ------
    ArithmeticError
        If it is none.
    """
    nearest = round(value)
    if abs(value - nearest) > _INTEGRALITY:
        raise ArithmeticError(f"the solver returned {value} for a whole number")
    return nearest


def words(instance: StaffInstance, profile: Profile) -> tuple[str, str, str]:
    """Return a profile in ids: band, subject, language, empty for none."""
    band, subject, language = profile
    return (
        BANDS[band] if band >= 0 else "",
        instance.subject_id[subject] if subject >= 0 else "",
        instance.language_id[language] if language >= 0 else "",
    )
