"""docs/benchmarks-staffing.md, written from the figures of benchmarks/results/staffing.json."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.markdown import last_taken, table
from benchmarks.staffing.cases import GAP_MOST, TARGETS, Case
from benchmarks.staffing.solved import SHARE, Row, worst_gap

_SUMMARY = (
    "county", "persons", "schools", "subjects", "limit s", "all s", "objectives proved",
    "worst gap", "target", "build s", "cores", "peak MB", "plain: proved", "plain: worst gap",
    "plain: all s", "plain: peak MB",
)  # fmt: skip
_TIERS = (
    "objective", "value", "bound", "gap", "s", "plain value", "plain bound", "plain gap", "plain s",
    "value: plain / ours", "gap: plain / ours", "s: plain / ours",
)  # fmt: skip
_SIZES = ("county", "types", "flow classes", "variables", "constraints", "periods needed", "taken")
_INTRODUCTION = f"""\
# Staffing

Written by `python -m benchmarks.staffing` from `benchmarks/results/staffing.json`; `--from-json` \
writes it again. Do not edit. What the objectives and rules are stands in docs/staffing.md.

The bundled counties (synthetic staff) with the layout of today, as `plan --with-staffing` hands \
it to staffing, and a county drawn from a seed (`benchmarks/staffing/county.py`). Each objective \
is to be within {100 * GAP_MOST:g} % of a bound of the full model in the time said, building \
included. *Gap* is against that bound, with the objectives before held at what they came to. Every \
plan of ours is audited.

*Plain* is HiGHS on the same PuLP model, objective by objective: each is held by a row, with its \
tolerance, while the next is solved from nothing; same machine right after, same time, threads, \
seed and gap asked for. An objective may take {100 * SHARE:g} % of the time left, the last all of \
it, and all may go until there is a plan at all. Where a later objective finds no plan in its \
time, its value is that of the plan before. Values of later objectives compare like with like \
only where those before are equal: a plan that leaves more lessons uncovered has fewer moves.

Each runs in a process of its own, from the same file of figures; *peak MB* is that process's \
largest resident set, in 10^6 bytes. *Cores* is the time of processors over that of the wall \
clock: much below 2 where the machine had other work."""


def page(data: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    data
        ``machine`` and ``rows`` as `python -m benchmarks.staffing` stores them.
    """
    rows = data["rows"]
    ours = [row for row in rows if row["way"] == "ours"]
    parts = [_INTRODUCTION, "", *last_taken(data["machine"]), "", *_met(ours), ""]
    if ours:
        parts += table(_SUMMARY, [_summary(row, plain_of(row, rows)) for row in ours])
        parts += ["", *_means(ours, rows), ""]
    for row in ours:
        parts += [f"## {_county(row)}", ""]
        parts += [*table(_TIERS, _tiers(row, plain_of(row, rows))), ""]
    if ours:
        parts += ["## Sizes", "", *table(_SIZES, [_sizes(row) for row in ours])]
    return "\n".join(parts).rstrip() + "\n"


def told(row: Row) -> str:
    """Return a row as one line for the terminal."""
    tiers = ", ".join(
        f"{t['name']} {_number(t['value'])} ({_percent(t['gap'])})" for t in row["tiers"]
    )
    return (
        f"{_county(row)} by {row['way']}: {tiers or 'no plan'}; "
        f"{row['wall_s']:.1f} of {row['limit_s']:g} s, {row['peak_mb']} MB"
        + ("; AUDIT FAILS: " + row["audit"][0] if row["audit"] else "")
    )


def plain_of(row: Row, rows: list[Row]) -> Row | None:
    """Return the same county by plain HiGHS with the same time, if it was measured."""
    same = ("case", "seed", "limit_s")
    return next(
        (r for r in rows if r["way"] == "highs" and all(r[k] == row[k] for k in same)), None
    )


def target_of(row: Row) -> Case | None:
    """Return the target of a county, None where there is none or it had more time."""
    return next((t for t in TARGETS if t.name == row["case"] and row["limit_s"] <= t.seconds), None)


def missed(row: Row) -> str:
    """Return by what a row misses its target, empty where it is met.

    Time may go over the limit by a twentieth: settling and extracting follow the search.
    """
    gap = worst_gap(row)
    said = []
    if gap is None:
        reached = sum(t["gap"] is not None for t in row["tiers"])
        said.append(f"{row['objectives'] - reached} objectives without a bound")
    elif gap > GAP_MOST + 1e-9:
        said.append(f"{100 * (gap - GAP_MOST):.2f} points")
    if row["wall_s"] > 1.05 * row["limit_s"]:
        said.append(f"{row['wall_s'] - row['limit_s']:.0f} s")
    return " and ".join(said)


def _met(ours: list[Row]) -> Iterator[str]:
    asked = [row for row in ours if target_of(row)]
    yield f"- Every objective within {100 * GAP_MOST:g} % in time: {_count(asked)} of {len(asked)}"
    yield f"- Plans that fail the audit: {sum(bool(row['audit']) for row in ours)}"
    measured = {t.name for row in ours if (t := target_of(row))}
    missing = [t.name for t in TARGETS if t.name not in measured]
    if missing:
        yield f"- Not measured yet: {', '.join(missing)}"


def _count(rows: list[Row]) -> int:
    return sum(not missed(row) for row in rows)


def _summary(row: Row, plain: Row | None) -> list[str]:
    verdict = ""
    if target_of(row):
        verdict = f"**missed** by {by}" if (by := missed(row)) else "met"
    return [
        _county(row),
        *(f"{row[name]:,}" for name in ("persons", "schools", "subjects")),
        f"{row['limit_s']:g}",
        f"{row['wall_s']:.1f}",
        _proved(row),
        _percent(worst_gap(row)),
        verdict,
        f"{row['build_s']:.1f}",
        f"{row['cpu_s'] / row['wall_s']:.1f}",
        f"{row['peak_mb']:,}",
        *(["", "", "", ""] if plain is None else _plain(plain)),
    ]


def _plain(row: Row) -> list[str]:
    return [_proved(row), _percent(worst_gap(row)), f"{row['wall_s']:.1f}", f"{row['peak_mb']:,}"]


def _proved(row: Row) -> str:
    proved = sum(t["gap"] is not None and t["gap"] <= GAP_MOST + 1e-9 for t in row["tiers"])
    return f"{proved} of {row['objectives']}"


def _tiers(row: Row, plain: Row | None) -> Iterator[list[str]]:
    others = {t["name"]: t for t in plain["tiers"]} if plain else {}
    names = [t["name"] for t in row["tiers"]]
    mine = {t["name"]: t for t in row["tiers"]}
    for name in [*names, *(n for n in others if n not in mine)]:
        one, other = mine.get(name), others.get(name)
        yield [name.replace("_", " "), *_cells(one), *_cells(other), *_ratios(one, other)]


def _cells(tier: Row | None) -> list[str]:
    if tier is None:
        return ["", "", "", ""]
    seconds = "" if tier["seconds"] is None else f"{tier['seconds']:.1f}"
    return [_number(tier["value"]), _number(tier["bound"]), _percent(tier["gap"]), seconds]


def _ratios(one: Row | None, other: Row | None) -> list[str]:
    if one is None or other is None:
        return ["", "", ""]
    if other["value"] is None:
        return ["no plan", "", _times(_ratio(other["seconds"], one["seconds"]))]
    value = _ratio(other["value"], one["value"])
    return [
        "" if value is None else f"{value:.3f}",
        _times(_ratio(other["gap"], one["gap"])),
        _times(_ratio(other["seconds"], one["seconds"])),
    ]


def _means(ours: list[Row], rows: list[Row]) -> Iterator[str]:
    """Yield the mean ratio of the gaps of the first objective, and where HiGHS has no plan."""
    both = [(row, other) for row in ours if (other := plain_of(row, rows)) is not None]
    firsts = [(a["tiers"][0], b["tiers"][0]) for a, b in both if a["tiers"] and b["tiers"]]
    found = [r for a, b in firsts if (r := _ratio(b["gap"], a["gap"]))]
    if found:
        mean = math.exp(sum(math.log(r) for r in found) / len(found))
        yield (
            f"Gap of plain HiGHS over ours in the first objective, geometric mean of "
            f"{len(found)}: {mean:.1f}."
        )
    none = [_county(b) for _, b in both if not any(t["value"] is not None for t in b["tiers"])]
    if none:
        yield f"No plan at all by plain HiGHS in its time: {', '.join(none)}."


def _sizes(row: Row) -> list[str]:
    size = row["size"]
    kept = (size.get(name) for name in ("classes", "variables", "constraints"))
    counts = (row["types"], *kept)
    return [
        _county(row),
        *("" if n is None else f"{n:,}" for n in counts),
        f"{row['periods']:,.0f}",
        row["date"],
    ]


def _county(row: Row) -> str:
    teachers, by, schools = row["case"].partition("x")
    if not (by and teachers.isdigit()):
        return str(row["case"]).capitalize()
    seed = "" if row["seed"] == 1 else f" (seed {row['seed']})"
    return f"generated {int(teachers):,} × {schools}{seed}"


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above and below else None


def _number(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.{1 if abs(value) >= 10 else 2}f}"


def _percent(share: float | None) -> str:
    return "none" if share is None else f"{100 * share:.2f} %"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.1f}"
