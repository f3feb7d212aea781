"""Errors that a user can act on, each with the exit code of the command line."""

from __future__ import annotations

from collections.abc import Sequence

from planner.findings import Finding
from planner.texts import LANGS, Lang, Text


class PlannerError(Exception):
    """A failure with a sentence for the user.

    Parameters
    ----------
    message
        What is wrong and how to mend it.
    """

    exit_code = 1

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message

    def details(self) -> Sequence[Finding]:
        """Return what the failure consists of, one by one; nothing where its sentence is all."""
        return ()

    def say(self, lang: Lang) -> str:
        """Return the sentence, and below it every detail with its place and cure."""
        return "\n  ".join([self.message.say(lang), *(f.say(lang) for f in self.details())])

    def __str__(self) -> str:
        # A traceback in a notebook shows nothing else, and nobody there has named a language.
        return "\n".join(self.say(lang) for lang in LANGS)


class UsageError(PlannerError):
    """The command line was used wrongly."""

    exit_code = 2


class InvalidInputError(PlannerError):
    """A county or a scenario that cannot be used; carries every finding."""

    exit_code = 3

    def __init__(self, message: Text, findings: Sequence[Finding]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)

    def details(self) -> Sequence[Finding]:
        """Return every finding."""
        return self.findings


class InfeasibleError(PlannerError):
    """No plan can satisfy the hard rules; carries the reasons in words."""

    exit_code = 4

    def __init__(self, message: Text, reasons: Sequence[Finding] = ()) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)

    def details(self) -> Sequence[Finding]:
        """Return every reason."""
        return self.reasons


class NoPlanError(PlannerError):
    """The limit was reached without any usable plan, or without the proof asked for."""

    exit_code = 5
