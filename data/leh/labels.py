"""What the source's words for a school are taken to mean."""

from __future__ import annotations

import re

TERTIARY = re.compile(r"universit|college|polytechnic|\biti\b|institute", re.IGNORECASE)
"""Left out: places for those who have finished school."""

RESIDENTIAL = re.compile(r"\bjnv\b|residential", re.IGNORECASE)
"""Schools whose label says that pupils live there (JNV: Jawahar Navodaya Vidyalaya)."""

KINDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bjnv\b", re.IGNORECASE), "junior"),
    (re.compile(r"higher|\bhr\b", re.IGNORECASE), "junior"),
    (re.compile(r"^\s*school\s*$", re.IGNORECASE), "primary"),
    (re.compile(r"", re.IGNORECASE), "nine_year"),
)
"""First match wins. Higher secondary schools and the JNV take pupils from about grade 6 on:
junior. A bare "School" is taken for the least that it can be: primary. High schools (grades 1
to 10) and schools with a name but no level ("TCV school", "ladakh public school"): nine-year."""


def kind_of(label: str) -> str | None:
    """Return the kind of school that a label stands for, or None where it is left out."""
    if TERTIARY.search(label):
        return None
    return next(kind for pattern, kind in KINDS if pattern.search(label))
