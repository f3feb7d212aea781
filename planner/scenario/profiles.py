"""Norm profiles that a scenario names by the path of a county's own file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.norms import Profile, is_path, load_profile, profile_names
from planner.scenario.lines import KeyPath, Places, finding_at


def resolve_profiles(data: dict[str, Any], folder: Path) -> None:
    """Make the paths of a county's own profiles whole, from the folder that says them."""
    norms = data.get("norms")
    if isinstance(norms, str) and norms not in profile_names() and is_path(norms):
        data["norms"] = str((folder / norms).resolve())
    balance = data.get("balance")
    named = balance.get("profiles") if isinstance(balance, dict) else None
    if isinstance(balance, dict) and isinstance(named, list):
        for n, name in enumerate(named):
            if isinstance(name, str) and name not in profile_names("balance") and is_path(name):
                named[n] = str((folder / name).resolve())


def own_norms(path: str, places: Places) -> tuple[Profile | None, tuple[Finding, ...]]:
    """Return a county's own layout profile, or what is wrong with it."""
    try:
        return load_profile(path), ()
    except InvalidInputError as error:
        return None, _placed(error, places, ("norms",))


def balance_findings(names: Sequence[str], places: Places) -> tuple[Finding, ...]:
    """Return what is wrong with the balance profiles that a scenario names."""
    found: list[Finding] = []
    for n, name in enumerate(names):
        try:
            load_profile(name, "balance")
        except InvalidInputError as error:
            found += _placed(error, places, ("balance", "profiles", n))
    return tuple(found)


def _placed(error: InvalidInputError, places: Places, key: KeyPath) -> tuple[Finding, ...]:
    """Say of a file that is not there where it is named; else where in it something is wrong."""
    return tuple(
        f if f.file else finding_at(places, key, f.message, f.value) for f in error.findings
    )
