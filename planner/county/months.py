"""Months as people write them: ``11-3``, ``12,1,2``, ``11月至次年3月``."""

from __future__ import annotations

import re
import unicodedata

YEAR = frozenset(range(1, 13))

_BETWEEN = re.compile(r"(?:至次年|到次年|至翌年|至|到|to|[-‐‑–—~～])", re.IGNORECASE)
_APART = re.compile(r"[,;、，；\s]+")
_RANGE = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
_NUMBERED = re.compile(r"(\d)月(?:份)?(?!\d)")


def months_in(written: str) -> frozenset[int] | None:
    """Return the months that a text names, None where it names none that can be read.

    Parameters
    ----------
    written
        Numbers 1 to 12 apart by commas or spaces, and ranges, which may run over the end of
        the year: ``11-3`` is November to March. 月 after a number is understood.
    """
    said = unicodedata.normalize("NFKC", written).strip()
    said = _BETWEEN.sub("-", _NUMBERED.sub(r"\1", said))
    said = re.sub(r"\s*-\s*", "-", said)
    found: set[int] = set()
    for part in filter(None, _APART.split(said)):
        match = _RANGE.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not {first, last} <= YEAR:
            return None
        found |= {(first + n - 1) % 12 + 1 for n in range((last - first) % 12 + 1)}
    return frozenset(found) or None


def months_text(months: frozenset[int]) -> str:
    """Return months in the shortest form that `months_in` reads, ``11-3`` or ``2,7-8``."""
    if months == YEAR:
        return "1-12"
    starts = sorted(m for m in months if (m - 2) % 12 + 1 not in months)
    parts = []
    for start in starts:
        last = start
        while last % 12 + 1 in months:
            last = last % 12 + 1
        parts.append(str(start) if last == start else f"{start}-{last}")
    return ",".join(parts)
