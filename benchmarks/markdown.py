"""What the pages of all benchmarks share: the line about the machine, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any


def last_taken(said: Mapping[str, Any]) -> Iterator[str]:
    """Yield the line about the machine and the day of the last figures, if any are kept.

    Parameters
    ----------
    said
        What `benchmarks.scenarios.machine` tells.
    """
    if said:
        yield f"Last taken on {said['date']}: {machine_line(said)}, HiGHS {said['highs']}."


def machine_line(said: Mapping[str, Any]) -> str:
    """Return processors, memory, system and Python of a machine."""
    return (
        f"{said['cores']} core{'s' * (said['cores'] != 1)} of {said['cpu']}, {said['memory_gb']} GB of memory, "
        f"{said['system']}, Python {said['python']}"
    )


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: Sequence[int] = (0,)
) -> Iterator[str]:
    """Yield a table line by line.

    Parameters
    ----------
    words
        Columns of words, set to the left; the others are numbers, set to the right.
    """
    columns = range(len(heads))
    named = {column % len(heads) for column in words}
    dashes = ["---" if column in named else "---:" for column in columns]
    for cells in (heads, dashes, *rows):
        yield "| " + " | ".join(cells) + " |"
