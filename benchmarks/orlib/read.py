"""Read files of location problems: the format is told from the content.

| format | content |
|---|---|
| `pmed` | `n m p`, then m edges `i j cost`; a repeated edge keeps its last cost |
| `pmedcap` | `number best`, `n p Q`, n rows `id x y demand`; or a count and several of these |
| `cap` | `m n`, m rows `capacity cost`, then per customer its demand and m costs |
| `rows` | `m n`, m rows `capacity cost`, all demands, then n costs per site |
| `sjc` | `n p`, n rows `x y capacity demand` |

Blank lines, line breaks within rows and padding with NUL bytes do not matter, except that the
line breaks tell `cap` from `rows`, which hold the same count of numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.orlib.problem import Floats, LocationProblem

Lines = list[list[str]]


class UnreadableError(ValueError):
    """A file that is of none of the formats, or of more than one."""


def read(
    path: Path, format_name: str | None = None, capacity: float | None = None
) -> list[LocationProblem]:
    """Return the problems of a file, those of facility location read as multi-source.

    Parameters
    ----------
    format_name
        A key of `FORMATS`, where the content is not to decide.
    capacity
        Of every site, for files that say ``capacity`` in place of a number.

    Raises
    ------
    UnreadableError
        If the content fits no format, or several, or has a word in place of a number.
    """
    text = path.read_bytes().replace(b"\0", b" ").decode("utf-8-sig", "replace")
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if any(word == "capacity" for line in lines for word in line):
        if capacity is None:
            raise UnreadableError(
                f'{path}: says "capacity" in place of a number; give one with --capacity'
            )
        lines = [[str(capacity) if w == "capacity" else w for w in line] for line in lines]
    numbers = _numbers(path, lines)
    name = format_name or _told(path, lines, numbers)
    if not _SIZES[name](numbers):
        raise UnreadableError(f"{path}: {len(numbers)} numbers are no file of the format {name}")
    digest = hashlib.sha256(" ".join(repr(x) for x in numbers.tolist()).encode()).hexdigest()
    return FORMATS[name](path.name, digest[:16], numbers)


def _numbers(path: Path, lines: Lines) -> Floats:
    for n, line in enumerate(lines, 1):
        for word in line:
            try:
                float(word)
            except ValueError:
                raise UnreadableError(
                    f'{path}: line {n} (blank ones not counted) has "{word}" where a number belongs'
                ) from None
    if not lines:
        raise UnreadableError(f"{path}: is empty")
    return np.array([float(word) for line in lines for word in line])


def _told(path: Path, lines: Lines, numbers: Floats) -> str:
    """Return the one format that the numbers fill exactly."""
    fits = {name for name, size in _SIZES.items() if size(numbers)}
    fits = {name for name in fits if len(lines[0]) in _FIRST_LINE[name]} or fits
    if {"cap", "rows"} <= fits:
        fits -= {"cap" if _demands_together(lines, numbers) else "rows"}
    if len(fits) == 1:
        return fits.pop()
    if not fits:
        raise UnreadableError(
            f"{path}: {len(numbers)} numbers beginning with {' '.join(lines[0])} fill none of the "
            f"formats {', '.join(FORMATS)}"
        )
    raise UnreadableError(f"{path}: may be {' or '.join(sorted(fits))}; say which with --format")


def _demands_together(lines: Lines, numbers: Floats) -> bool:
    """Return whether a file of facility location has more than a number after its sites."""
    after, seen = 2 + 2 * int(numbers[0]), 0
    for line in lines:
        if seen == after:
            return len(line) > 1
        seen += len(line)
    return True


def _whole(*values: float) -> bool:
    return all(v == int(v) and v >= 1 for v in values)


def _size_pmed(x: Floats) -> bool:
    if len(x) < 3 or not _whole(*x[:3]) or len(x) != 3 + 3 * int(x[1]):
        return False
    ends = x[3:].reshape(-1, 3)[:, :2]
    return x[2] <= x[0] and bool(((ends >= 1) & (ends <= x[0]) & (ends == np.floor(ends))).all())


def _size_pmedcap(x: Floats) -> bool:
    return _pmedcap_starts(x) is not None


def _size_facility(x: Floats) -> bool:
    if len(x) < 2 or not _whole(*x[:2]):
        return False
    m, n = int(x[0]), int(x[1])
    return len(x) == 2 + 2 * m + n + m * n


def _size_sjc(x: Floats) -> bool:
    return len(x) >= 2 and _whole(*x[:2]) and x[1] <= x[0] and len(x) == 2 + 4 * int(x[0])


def _pmedcap_starts(x: Floats) -> list[int] | None:
    """Return where each problem begins, None where the numbers are no such file."""
    for first in (0, 1):
        starts, at = [], first
        while at + 5 <= len(x) and _whole(x[at + 2], x[at + 3]):
            starts.append(at)
            at += 5 + 4 * int(x[at + 2])
        if at == len(x) and starts and (first == 0 or x[0] == len(starts)):
            return starts
    return None


def _pmed(name: str, digest: str, x: Floats) -> list[LocationProblem]:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    n, p = int(x[0]), int(x[2])
    last = {
        (min(i, j), max(i, j)): cost
        for i, j, cost in zip(x[3::3].astype(int), x[4::3].astype(int), x[5::3], strict=True)
    }
    ends = np.array(list(last), dtype=np.int64).reshape(-1, 2) - 1
    # A sparse graph drops edges of length 0: they stand as next to nothing and are rounded off.
    length = np.maximum(np.array(list(last.values()), dtype=np.float64), 1e-9)
    graph = csr_array((length, (ends[:, 0], ends[:, 1])), shape=(n, n))
    distance = shortest_path(graph, directed=False)
    return [_median(name, digest, np.ones(n), np.round(distance, 6), np.full(n, np.inf), p)]


def _pmedcap(name: str, digest: str, x: Floats) -> list[LocationProblem]:
    starts = _pmedcap_starts(x)
    assert starts is not None
    problems = []
    for at in starts:
        n, p, capacity = int(x[at + 2]), int(x[at + 3]), float(x[at + 4])
        rows = x[at + 5 : at + 5 + 4 * n].reshape(n, 4)
        label = name if len(starts) == 1 else f"{name}#{int(x[at])}"
        key = digest if len(starts) == 1 else f"{digest}#{int(x[at])}"
        distance = np.floor(_euclid(rows[:, 1:3]) + 1e-9)
        problems.append(
            _median(label, key, rows[:, 3], distance, np.full(n, capacity), p, float(x[at + 1]))
        )
    return problems


def _sjc(name: str, digest: str, x: Floats) -> list[LocationProblem]:
    rows = x[2:].reshape(-1, 4)
    return [_median(name, digest, rows[:, 3], _euclid(rows[:, :2]), rows[:, 2], int(x[1]))]


def _cap(name: str, digest: str, x: Floats) -> list[LocationProblem]:
    m, n = int(x[0]), int(x[1])
    rows = x[2 + 2 * m :].reshape(n, 1 + m)
    return [_facility(name, digest, x[2 : 2 + 2 * m], rows[:, 0], rows[:, 1:])]


def _rows(name: str, digest: str, x: Floats) -> list[LocationProblem]:
    m, n = int(x[0]), int(x[1])
    rest = x[2 + 2 * m :]
    return [_facility(name, digest, x[2 : 2 + 2 * m], rest[:n], rest[n:].reshape(m, n).T)]


def _median(
    name: str,
    digest: str,
    demand: Floats,
    distance: Floats,
    capacity: Floats,
    p: int,
    published: float | None = None,
) -> LocationProblem:
    free = bool(np.isinf(capacity).all())
    return LocationProblem(
        name=name,
        reading="p-median" if free else "capacitated p-median",
        fingerprint=digest,
        demand=demand,
        cost=distance,
        capacity=capacity,
        open_cost=np.zeros(len(demand)),
        medians=p,
        published=published or None,
    )


def _facility(
    name: str, digest: str, sites: Floats, demand: Floats, cost: Floats
) -> LocationProblem:
    return LocationProblem(
        name=name,
        reading="multi-source",
        fingerprint=digest,
        demand=demand,
        cost=cost,
        capacity=sites[0::2],
        open_cost=sites[1::2],
    )


def _euclid(points: Floats) -> Floats:
    between: Floats = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    return between


FORMATS: dict[str, Callable[[str, str, Floats], list[LocationProblem]]] = {
    "pmed": _pmed,
    "pmedcap": _pmedcap,
    "cap": _cap,
    "rows": _rows,
    "sjc": _sjc,
}
_FIRST_LINE = {"pmed": (3,), "pmedcap": (1, 2), "cap": (2,), "rows": (2,), "sjc": (2,)}
"""How many numbers the first line has; a count of problems stands alone."""
_SIZES: dict[str, Callable[[Floats], bool]] = {
    "pmed": _size_pmed,
    "pmedcap": _size_pmedcap,
    "cap": _size_facility,
    "rows": _size_facility,
    "sjc": _size_sjc,
}
