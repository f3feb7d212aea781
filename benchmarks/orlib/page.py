"""The table on the terminal and docs/benchmarks-orlib.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks import markdown
from benchmarks.orlib.measure import MOST_ABOVE_SHARE, SECONDS, above_share, reached

Row = Mapping[str, Any]
HEADS = (
    "file", "problem", "n × m", "value", "bound", "gap", "seconds", "of it build", "published",
    "above", "status",
)  # fmt: skip


def cells(row: Row) -> list[str]:
    """Return a row as text, in the order of `HEADS`."""
    above = above_share(row)
    named = f"{row['file']} ({row['problem']})" if row["problem"] else row["file"]
    scale = row["pupils_per_unit_of_demand"]
    return [
        named,
        row["reading"] + (f", demand × {scale}" if scale != 1 else ""),
        f"{row['customers']} × {row['sites']}",
        _number(row["value"]),
        _number(row["bound"]),
        "none" if row["gap"] is None else f"{100 * row['gap']:.3f} %",
        f"{row['seconds']:.1f}",
        f"{row['build_seconds']:.1f}",
        _number(row["published"]),
        "" if above is None else f"{100 * above:.3f} %",
        row["status"].replace("_", " ") + ("; audit fails" if row["audit"] else ""),
    ]


def table(rows: list[list[str]]) -> Iterator[str]:
    """Yield the rows under `HEADS`, columns aligned for a terminal."""
    every = [list(HEADS), *rows]
    widths = [max(len(r[c]) for r in every) for c in range(len(HEADS))]
    for row in every:
        left = [text.ljust(w) for text, w in zip(row[:2], widths[:2], strict=True)]
        right = [text.rjust(w) for text, w in zip(row[2:-1], widths[2:-1], strict=True)]
        yield "  ".join([*left, *right, row[-1]]).rstrip()


def page(data: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    data
        ``machine`` and ``rows`` as `python -m benchmarks.orlib --write` stores them.
    """
    rows = [row for row in data["rows"] if row["published"]]
    others = [row for row in data["rows"] if not row["published"]]
    parts = [
        "# Others' problems",
        "",
        "Written by `python -m benchmarks.orlib FILE … --write` from "
        "`benchmarks/results/orlib.json`; `--from-json` writes it again. Do not edit.",
        "",
        "Location problems from the literature, solved by the programme that plans counties: the "
        "same `Instance`, the same rules, the same search, no second model. A customer is a unit "
        "of pupils, a site a candidate teaching point; `benchmarks/orlib/county.py` says what "
        "stands for what. Capacities count pupils, and pupils are whole: demands that are no "
        "whole numbers are multiplied by a power of ten first (said in the table where it was "
        "done). Every plan is audited like a county's.",
        "",
        *markdown.last_taken(data["machine"]),
        "",
        *_targets(rows),
        "",
        "*Seconds* are of the wall clock for all of it, building the programme included. *Gap* is "
        "between value and bound of the full model; *above* compares the value with the published "
        "optimum (equal where they differ by less than a cent of the published rounding).",
        "",
        *_in_page(rows),
    ]
    if others:
        parts += ["", "## Without a published optimum", "", *_in_page(others)]
    sources = sorted({row["source"] for row in rows if row["source"]})
    parts += ["", "## Sources of the published optima", "", *(f"- {s}" for s in sources)]
    return "\n".join(parts) + "\n"


def _targets(rows: list[Row]) -> Iterator[str]:
    if not rows:
        return
    proved = sum(reached(row) for row in rows)
    far = [above for row in rows if (above := above_share(row)) is None or above > MOST_ABOVE_SHARE]
    share = proved / len(rows)
    yield (
        f"- Published optimum reached and proved within {SECONDS:.0f} s: {proved} of {len(rows)} "
        f"({100 * share:.0f} %; asked: 90 %) — {'met' if share >= 0.9 else '**missed**'}"
    )
    yield (
        f"- More than {100 * MOST_ABOVE_SHARE:.1f} % above the optimum, or without any plan: "
        f"{len(far)} (asked: none) — {'**missed**' if far else 'met'}"
    )
    missing = [f"{row['file']} as {row['reading']}" for row in rows if not reached(row)]
    if missing:
        yield f"- Not proved in that time: {', '.join(missing)}"


def _in_page(rows: list[Row]) -> Iterator[str]:
    yield from markdown.table(HEADS, [cells(row) for row in rows], words=(0, 1, -1))


def _number(value: float | None) -> str:
    if value is None:
        return ""
    rounded = round(value, 3)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.3f}".rstrip("0")
