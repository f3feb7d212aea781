"""Schools without pupils today of which no register says so: the pupils were only guessed."""

from __future__ import annotations

from planner.county.dictionary import OFFERS, STAGES
from planner.result import Result

GUESSED = ("fitted", "assumed")
"""How today's pupils of a stage are known where no register of who attends says it."""


def empty_by_guess(result: Result, school: str, kind: str) -> bool:
    """Return whether nobody going to a school today would be a guess.

    Of a stage that it teaches neither a register of who attends nor its own enrolment says so:
    today's pupils were worked out, and none fell to it.

    Parameters
    ----------
    school
        Id of an existing school.
    kind
        What it is today.
    """
    enrolled = result.county.schools.reindex(columns=[f"{g}_enrolled" for g in STAGES])
    guessed = {g for g in STAGES if result.basis.get(g) in GUESSED}
    return any(
        g in guessed and bool(enrolled.loc[[school], f"{g}_enrolled"].isna().all())
        for g in OFFERS[kind]
    )
