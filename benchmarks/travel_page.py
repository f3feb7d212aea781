"""docs/benchmarks-travel.md and its curve, written from benchmarks/results/travel.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import log
from typing import Any

from benchmarks.markdown import machine_line, table

Row = Mapping[str, Any]

TIMES_NETWORKX = 20.0
LARGE = {"edges": 500_000, "villages": 5_000, "schools": 500}
LARGE_S, LARGE_MB = 90.0, 3_000.0


def page(data: Row) -> str:
    """Return the page.

    Parameters
    ----------
    data
        ``machine``, ``compare`` and ``growth`` as benchmarks.travel stores them.
    """
    parts = [
        "# Benchmarks of travel",
        "",
        "Written by `python -m benchmarks.travel` from `benchmarks/results/travel.json`; "
        "`--from-json` writes it again. Do not edit.",
        "",
        "Counties are made up from a seed (`benchmarks/mountains.py`): junctions every 300 m on "
        "heights of 90 m cells, 1.25 roads for each junction, footpaths and tracks among them. "
        "The scenario is that of the defaults: one season, trips of up to 480 minutes, both "
        "directions.",
    ]
    if data.get("machine"):
        parts += [
            "",
            f"{machine_line(data['machine'])}. All computing here is by one core; "
            "pandana uses every core.",
        ]
    if data.get("compare"):
        parts += ["", "## Against networkx and pandana", "", *_compare(data["compare"])]
    if data.get("growth"):
        parts += ["", "## Growth", "", *_growth(data["growth"])]
    return "\n".join(parts) + "\n"


def times(row: Row) -> float:
    """Return how many times as long networkx takes, its graph made already."""
    return float(row["networkx_s"] / row["planner_s"])


def pandana_s(row: Row) -> float:
    """Return pandana's seconds in all."""
    return float(row["pandana_prepare_s"] + row["pandana_s"])


def _compare(found: Row) -> Iterator[str]:
    rows = found["means"]
    planner, networkx = (sum(r[k] for r in rows.values()) for k in ("planner_s", "networkx_s"))
    yield (
        f"{found['nodes']:,} nodes and {found['edges']:,} edges, {found['villages']} villages by "
        f"{found['schools']} schools, to school and home, in one run on {found['date']}"
        f"{_load(found)}. All get the same arcs, minutes rounded to a millionth, and agree to "
        "10⁻⁶ minutes; the run fails where they do not."
    )
    yield ""
    yield from table(
        (
            "by", "arcs", "pairs in reach", "this program s", "networkx s", "times as long",
            "pandana s", "of it preparing", "times as long", "differs by, minutes",
        ),
        [_compared(means, row) for means, row in rows.items()],
    )  # fmt: skip
    yield ""
    ratio = networkx / planner
    yield (
        f"- At least {TIMES_NETWORKX:.0f} times faster than networkx: {ratio:.0f} times "
        f"({networkx:.1f} s against {planner:.2f} s): {_met(ratio >= TIMES_NETWORKX)}"
    )
    if all("pandana_s" in row for row in rows.values()):
        pandana = sum(map(pandana_s, rows.values()))
        yield (
            f"- Ahead of pandana in total time, its preparation included: {pandana:.1f} s "
            f"against {planner:.2f} s: {_met(planner < pandana)}"
        )
    yield ""
    yield (
        "*This program* is the search part of the travel table: contraction, shortest ways, and "
        "for each way the sums of its metres, climb and hazard, which neither of the others "
        "gives. *networkx* is `single_source_dijkstra_path_length` with the same limit for each "
        "school and direction, its graph made already. *pandana* is `Network` (preparation) and "
        "`shortest_path_lengths` for all pairs; it knows no limit, and its pairs beyond it are "
        "left aside. Making the network from roads and terrain is in none of them."
    )


def _compared(means: str, row: Row) -> list[str]:
    differs = [row["networkx_differs_minutes"], row.get("pandana_differs_minutes", 0.0)]
    cells = [means, f"{row['arcs']:,}", f"{row['pairs']:,}", f"{row['planner_s']:.2f}"]
    cells += [f"{row['networkx_s']:.1f}", f"{times(row):.0f}"]
    if "pandana_s" not in row:
        return [*cells, "not measured", "", "", f"{max(differs):.0e}"]
    total = pandana_s(row)
    cells += [f"{total:.1f}", f"{row['pandana_prepare_s']:.1f}", f"{total / row['planner_s']:.0f}"]
    return [*cells, f"{max(differs):.0e}"]


def _growth(rows: Mapping[str, Row]) -> Iterator[str]:
    yield (
        "The whole travel table, from roads and terrain to rows: the network, walking, bus and "
        "weekly trips, both directions, findings. Each size in a process of its own."
    )
    yield ""
    yield "![Seconds and memory by number of edges](benchmarks-travel.svg)"
    yield ""
    heads = (
        "edges", "villages", "schools", "rows", "seconds", "of processor", "grows as edges to the",
        "peak MB", "measured on", "load",
    )  # fmt: skip
    cells, before = [], None
    for row in rows.values():
        cells.append(
            [
                *(f"{row[k]:,}" for k in ("edges", "villages", "schools", "trips")),
                f"{row['wall_s']:.1f}",
                f"{row['cpu_s']:.1f}",
                "" if before is None else f"{_exponent(before, row):.2f}",
                f"{row['peak_mb']:,}",
                row["date"],
                "" if row["load"] is None else f"{row['load']}",
            ]
        )
        before = row
    yield from table(heads, cells)
    yield ""
    for row in rows.values():
        if all(row[k] >= least for k, least in LARGE.items()):
            yield (
                f"- {row['villages']:,} villages by {row['schools']} schools on {row['edges']:,} "
                f"edges within {LARGE_S:.0f} s: {row['wall_s']:.0f} s: "
                f"{_met(row['wall_s'] <= LARGE_S)}; within {LARGE_MB / 1000:.0f} GB: "
                f"{row['peak_mb'] / 1000:.2f} GB: {_met(row['peak_mb'] <= LARGE_MB)}"
            )
    yield ""
    yield (
        "*Load* is the number of programs that wanted a core, on average over the minute "
        "before the end, ours included: where it is above the number of cores, seconds are "
        "longer than those of the processor. *Peak MB* is the largest resident set, in 10^6 "
        "bytes, with the county's own tables."
    )


def curve(rows: Mapping[str, Row]) -> str:
    """Return seconds and memory by edges as an SVG, both axes logarithmic."""
    width, height, edge = 640, 360, 60
    marks = []
    series = (("wall_s", "seconds", "#1b6ca8"), ("peak_mb", "MB", "#b5541c"))
    for n, (key, unit, colour) in enumerate(series):
        points = [
            (
                edge + (log(r["edges"], 10) - 4) / 2 * (width - 2 * edge),
                height - edge - log(max(r[key], 1), 10) / 4 * (height - 2 * edge),
                r[key],
            )
            for r in rows.values()
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        marks.append(f'<polyline points="{line}" fill="none" stroke="{colour}"/>')
        for x, y, value in points:
            marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
            marks.append(f'<text x="{x + 6:.1f}" y="{y - 6:.1f}">{value:,.0f}</text>')
        name = f'<text x="{edge}" y="{20 + 16 * n}" fill="{colour}">{unit}</text>'
        marks.append(name)
    for k, said in ((4, "10,000"), (5, "100,000"), (6, "1,000,000 edges")):
        x = edge + (k - 4) / 2 * (width - 2 * edge)
        marks.append(f'<text x="{x - 20:.0f}" y="{height - edge + 24}">{said}</text>')
    axis = f"M{edge},{edge} V{height - edge} H{width - edge}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="{width}" height="{height}" '
        f'fill="#fff"/>\n<path d="{axis}" fill="none" stroke="#555"/>\n'
        + "\n".join(marks)
        + "\n</svg>\n"
    )


def _exponent(before: Row, row: Row) -> float:
    return log(row["cpu_s"] / before["cpu_s"]) / log(row["edges"] / before["edges"])


def _load(row: Row) -> str:
    return "" if row.get("load") is None else f" (load {row['load']})"


def _met(met: bool) -> str:
    return "met" if met else "**missed**"
