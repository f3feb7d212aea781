"""Norm profiles: named sets of limits, every number with its document.

Layout profiles are TOML files beside this module, laid under the options of a scenario; balance
profiles stand in ``balance_profiles/`` and set the measures of balance; ``prices/`` holds prices
of what the scenario does not price, and the ranges of what it does. A county can carry
its own of either kind, named by the path of its file.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from planner.findings import Finding
from planner.norms.profile import CHECK as CHECK
from planner.norms.profile import Norm as Norm
from planner.norms.profile import Profile as Profile
from planner.norms.profile import ProfileKind, refused
from planner.norms.profile import parse_profile as parse_profile
from planner.texts import text

_FOLDERS: dict[ProfileKind, str] = {
    "layout": "",
    "balance": "balance_profiles",
    "prices": "prices",
}


@cache
def profiles(kind: ProfileKind = "layout") -> dict[str, Profile]:
    """Return the bundled profiles of a kind by name."""
    folder = resources.files(__package__) / _FOLDERS[kind]
    found = {}
    for file in sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml")):
        name = file.removesuffix(".toml")
        found[name] = parse_profile(name, file, (folder / file).read_text("utf-8"))
    return found


def profile_names(kind: ProfileKind = "layout") -> list[str]:
    """Return the names of the bundled profiles of a kind."""
    return list(profiles(kind))


def is_path(name: str) -> bool:
    """Return whether a profile is named by the path of a county's own file."""
    return name.endswith(".toml") or "/" in name or "\\" in name


def load_profile(name: str, kind: ProfileKind = "layout") -> Profile:
    """Return a bundled profile by its name, or a county's own by the path of its file.

    Raises
    ------
    InvalidInputError
        If there is none, or with everything that is wrong with its form or of the wrong kind.
        Keys and values of a layout profile are checked where it is laid under a scenario; those
        of a balance profile here.
    """
    found = profiles(kind).get(name)
    if found is None:
        found = _own(name, kind)
        if kind == "balance":
            _check_balance(found)
    return found


def profile_values(name: str) -> dict[str, Any]:
    """Return a layout profile as nested options, to be laid under a scenario."""
    return load_profile(name).values()


def _own(name: str, kind: ProfileKind) -> Profile:
    path = Path(name)
    if not is_path(name) or not path.is_file():
        from planner.scenario.explain import choices

        names = profile_names(kind)
        allowed = choices(difflib.get_close_matches(name, names, 1) or names)
        message = text("norms.unknown", value=name, allowed=allowed)
        raise refused(path.name, [Finding(CHECK, "error", message, value=name)])
    try:
        said = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = text("file.unreadable", reason=error)
        raise refused(path.name, [Finding(CHECK, "error", message, file=path.name)]) from error
    found = parse_profile(path.stem, path.name, said)
    if found.kind != kind:
        message = text("norms.other_kind", kind=found.kind, wanted=kind)
        finding = Finding(CHECK, "error", message, file=path.name, column="kind", value=found.kind)
        raise refused(path.name, [finding])
    return found


def _check_balance(profile: Profile) -> None:
    """Refuse a balance profile whose keys or values do not fit."""
    from pydantic import ValidationError

    from planner.norms.balance import BalanceValues
    from planner.scenario.explain import explained

    try:
        BalanceValues.model_validate(profile.values())
    except ValidationError as error:
        found = explained(BalanceValues, error, profile.places(), check=CHECK)
        raise refused(profile.file, list(found)) from error
