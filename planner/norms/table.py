"""Norm profiles side by side: one row per profile and number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from planner.errors import UsageError
from planner.norms import profile_names, profiles
from planner.scenario.explain import choices
from planner.texts import text


def compared(names: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Return the norms of the named profiles, or of all, sorted by option and profile.

    Raises
    ------
    UsageError
        If there is no such profile.
    """
    asked = list(names) or profile_names()
    for name in asked:
        if name not in profile_names():
            known = choices(profile_names())
            raise UsageError(text("scenario.unknown_norms", value=name, allowed=known))
    rows = [
        {
            "profile": name,
            "key": norm.key,
            "value": norm.value,
            "certainty": norm.certainty,
            "zh": norm.document["zh"],
            "en": norm.document["en"],
        }
        for name in asked
        for norm in profiles()[name].norms
    ]
    return sorted(rows, key=lambda r: (str(r["key"]), str(r["profile"])))
