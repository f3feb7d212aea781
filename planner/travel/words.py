"""Names in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from planner.texts import Text, text

NAMED = 12
"""Places named in one sentence; the finding's ids hold all."""


def in_words(items: Sequence[str | Text], *, most: int = NAMED) -> Text:
    """Return the first `most` items as an enumeration and how many more there are."""
    first, *others = [i if isinstance(i, Text) else text("travel.one", one=i) for i in items[:most]]
    few = reduce(lambda a, b: text("travel.and", one=a, other=b), others, first)
    more = len(items) - most
    return text("travel.and_more", few=few, more=more) if more > 0 else few
