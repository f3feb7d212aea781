"""Norm profiles side by side: one row per profile and number."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.norms import Profile, is_path, load_profile, parse_profile, profiles
from planner.norms.profile import KINDS, ProfileKind
from planner.scenario.explain import choices
from planner.texts import text


def compared(names: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Return the norms of the named profiles, or of all, sorted by kind, option and profile.

    Parameters
    ----------
    names
        Bundled profiles of any kind by name; a county's own by the path of its file.

    Raises
    ------
    UsageError
        If there is no such profile.
    InvalidInputError
        With everything that is wrong with a county's own.
    """
    asked = list(names)
    found = [_named(name) for name in asked] if asked else _all()
    rows = [
        {
            "profile": profile.name,
            "kind": profile.kind,
            "key": norm.key,
            "value": norm.value,
            "certainty": norm.certainty,
            "date": norm.date,
            "article_zh": norm.article.get("zh", ""),
            "article_en": norm.article.get("en", ""),
            "zh": norm.document["zh"],
            "en": norm.document["en"],
        }
        for profile in found
        for norm in profile.norms
    ]
    order = {kind: n for n, kind in enumerate(KINDS)}
    return sorted(rows, key=lambda r: (order[str(r["kind"])], str(r["key"]), str(r["profile"])))


def _all() -> list[Profile]:
    kinds: tuple[ProfileKind, ...] = ("layout", "balance", "prices")
    return [p for kind in kinds for p in profiles(kind).values()]


def _named(name: str) -> Profile:
    bundled = {p.name: p for p in _all()}
    if name in bundled:
        return bundled[name]
    path = Path(name)
    if is_path(name) and path.is_file():
        return _checked(name, path)
    known = choices(list(bundled))
    raise UsageError(text("scenario.unknown_norms", value=name, allowed=known))


def _checked(name: str, path: Path) -> Profile:
    """Return a county's own profile of whichever kind it says it is, its values checked too."""
    from planner.norms.own import check_layout

    kind = parse_profile(path.stem, path.name, path.read_text("utf-8-sig")).kind
    found = load_profile(name, kind)
    if kind == "layout":
        check_layout(found)
    return found
