"""Norm profiles: named sets of limits, every number with its document.

A profile is a TOML file beside this module. Each of its entries names a scenario option
(dotted key), its value, the document it stands in and how certain that is: ``source``
(read in a source) or ``default`` (general knowledge, to be confirmed; never law).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from planner.texts import Lang


@dataclass(frozen=True)
class Norm:
    """One number of a profile and where it stands.

    Parameters
    ----------
    key
        Dotted scenario option.
    value
        Its value in the option's unit.
    document
        Where it stands, in either language.
    certainty
        ``source`` or ``default``.
    """

    key: str
    value: Any
    document: dict[Lang, str]
    certainty: Literal["source", "default"]


@dataclass(frozen=True)
class Profile:
    """A named set of norms."""

    name: str
    title: dict[Lang, str]
    norms: tuple[Norm, ...]


@cache
def profiles() -> dict[str, Profile]:
    """Return all profiles by name."""
    folder = resources.files(__package__)
    found = {}
    for file in sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml")):
        data = tomllib.loads((folder / file).read_text("utf-8"))
        norms = tuple(
            Norm(n["key"], n["value"], {"zh": n["zh"], "en": n["en"]}, n["certainty"])
            for n in data["norms"]
        )
        found[file.removesuffix(".toml")] = Profile(
            file.removesuffix(".toml"), {"zh": data["zh"], "en": data["en"]}, norms
        )
    return found


def profile_names() -> list[str]:
    """Return the names of all profiles."""
    return list(profiles())


def profile_values(name: str) -> dict[str, Any]:
    """Return a profile as nested options, to be laid under a scenario."""
    values: dict[str, Any] = {}
    for norm in profiles()[name].norms:
        at = values
        *groups, last = norm.key.split(".")
        for group in groups:
            at = at.setdefault(group, {})
        at[last] = norm.value
    return values
