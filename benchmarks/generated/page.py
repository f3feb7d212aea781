"""docs/benchmarks-generated.md, written from the figures of benchmarks/results/generated.json."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from benchmarks.generated.solved import Row, gap_of, seconds_of, seconds_to
from benchmarks.markdown import last_taken, table

BUILD_MOST_SHARE = 0.1


@dataclass(frozen=True)
class Target:
    """A size, the time of its search, and the gap asked for with villages whole and shared."""

    villages: int
    sites: int
    seconds: float
    whole: float
    shared: float

    def gap(self, row: Row) -> float:
        """Return the gap asked of a row of this size."""
        return self.whole if row["whole_village"] else self.shared


TARGETS = (
    Target(300, 80, 60, 0.012, 0.005),
    Target(600, 160, 120, 0.02, 0.01),
    Target(1276, 50, 60, 0.005, 0.003),
    Target(1200, 300, 300, 0.04, 0.03),
)
GROWTH = ((300, 80), (600, 160), (1200, 300))

_GAPS = (
    "county", "villages", "search s", "value", "bound", "gap", "asked", "target",
    "gap of what can change", "s to 2 %", "s to 1 %", "s to target", "build share", "cores", "peak MB",
)  # fmt: skip
_RATIOS = (
    "county", "villages", "plain value", "plain bound", "plain gap", "plain s to 2 %",
    "plain peak MB", "gap: plain / ours", "cost: plain / ours", "s to 2 %: plain / ours",
)  # fmt: skip
_SIZES = (
    "county", "villages", "units", "options", "variables", "constraints", "build s",
    "relaxation s", "first plan s", "first plan's gap", "s to 2 %", "peak MB",
)  # fmt: skip
_INTRODUCTION = """\
# Generated counties

Written by `python -m benchmarks.generated` from `benchmarks/results/generated.json`; `--from-json` \
writes it again. Do not edit.

Counties drawn from a seed (`benchmarks/generated/`): rivers side by side, valleys on both sides of \
each, villages and schools along the valleys, trips on foot, by the valley's bus line and to board, \
three stages, a tenth of the sites candidates. One objective, `annual_cost_yuan`. Public funds by \
pupils are set to 0 and every post is paid: otherwise that objective is the small difference of \
two large sums, and a gap, which is a share of it, says nothing. Nobody is protected from a longer \
trip, so that more trips are choices.

The search runs with 2 threads for the seconds said, building the model apart, and is asked for a \
gap of 0.01 %, so that it goes on to the end of its time. Every gap is against a bound of the full \
model. *Plain* is HiGHS on the same PuLP model handed over as it stands, on the same machine right \
after, with the same time and threads. Each runs in a process of its own; *peak MB* is that \
process's largest resident set, in 10^6 bytes. *s to 2 %* counts from the start of building until \
value and bound were that close. *Gap of what can change* leaves out of the cost the posts that the \
pupils need wherever they learn. *Cores* is the time of processors over that of the wall clock: \
much below 2 where the machine had other work. Every plan is audited."""


def page(data: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    data
        ``machine`` and ``rows`` as `python -m benchmarks.generated` stores them.
    """
    ours = [row for row in data["rows"] if row["way"] == "ours"]
    parts = [_INTRODUCTION, "", *last_taken(data["machine"]), "", *_met(ours), ""]
    parts += table(_GAPS, [_gaps(row) for row in ours], words=(0, 1))
    both = [(row, other) for row in ours if (other := _plain(row, data["rows"])) is not None]
    parts += ["", "## The same model by plain HiGHS", ""]
    parts += table(_RATIOS, [_ratios(row, other) for row, other in both], words=(0, 1))
    parts += ["", *_means(both), "", "## Growth", ""]
    parts += table(_SIZES, [_sizes(row) for row in ours], words=(0, 1))
    parts += ["", *_growth(ours)]
    return "\n".join(parts).rstrip() + "\n"


def told(row: Row) -> str:
    """Return a row as one line for the terminal."""
    return (
        f"{_county(row)} {_villages(row)} by {row['way']}: value {_number(row['value'])}, "
        f"bound {_number(row['bound'])}, gap {_percent(gap_of(row))}, 2 % after "
        f"{_seconds(seconds_to(row, 0.02))} s, build {row['build_s']:.1f} of {row['wall_s']:.1f} s, "
        f"{row['peak_mb']} MB" + ("; AUDIT FAILS: " + row["audit"][0] if row["audit"] else "")
    )


def build_share(row: Row) -> float:
    """Return the part of a run that was spent building the model."""
    return float(row["build_s"] / row["wall_s"])


def target_of(row: Row) -> Target | None:
    """Return the target of a row's size, None where there is none or it had more time."""
    size = (row["villages"], row["sites"])
    return next(
        (t for t in TARGETS if (t.villages, t.sites) == size and row["limit_s"] <= t.seconds), None
    )


def _met(ours: list[Row]) -> Iterator[str]:
    asked = [(row, target.gap(row)) for row in ours if (target := target_of(row))]
    met = sum((gap := gap_of(row)) is not None and gap <= most + 1e-9 for row, most in asked)
    small = sum(build_share(row) < BUILD_MOST_SHARE for row in ours)
    faults = sum(bool(row["audit"]) for row in ours)
    yield f"- Gap asked for: reached in {met} of {len(asked)}"
    yield f"- Building under {_percent(BUILD_MOST_SHARE, 0)} of the run: {small} of {len(ours)}"
    yield f"- Plans that fail the audit: {faults}"
    missing = [
        f"{t.villages} × {t.sites} {name}"
        for t in TARGETS
        for name, whole in (("whole", True), ("shared", False))
        if not any(target_of(r) == t and r["whole_village"] == whole for r in ours)
    ]
    if missing:
        yield f"- Not measured yet: {', '.join(missing)}"


def _gaps(row: Row) -> list[str]:
    gap, target = gap_of(row), target_of(row)
    most = target.gap(row) if target else None
    return [
        _county(row),
        _villages(row),
        f"{row['limit_s']:g}",
        _number(row["value"]),
        _number(row["bound"]),
        _percent(gap),
        _percent(most, 1) if most else "",
        _verdict(gap, most),
        _percent(_changeable(row)),
        *(_seconds(seconds_to(row, g)) for g in (0.02, 0.01)),
        _seconds(seconds_to(row, most)) if most else "",
        _percent(build_share(row), 1),
        f"{row['cpu_s'] / row['wall_s']:.1f}",
        f"{row['peak_mb']:,}",
    ]


def _verdict(gap: float | None, most: float | None) -> str:
    if most is None:
        return ""
    if gap is None:
        return "**missed**: no plan"
    return "met" if gap <= most + 1e-9 else f"**missed** by {100 * (gap - most):.2f} points"


def _changeable(row: Row) -> float | None:
    if gap_of(row) is None:
        return None
    return float((row["value"] - row["bound"]) / (row["value"] - row["unavoidable_yuan"]))


def _plain(row: Row, rows: list[Row]) -> Row | None:
    """Return the same county by plain HiGHS with the same time."""
    same = ("villages", "sites", "whole_village", "seed", "limit_s")
    return next(
        (r for r in rows if r["way"] == "highs" and all(r[k] == row[k] for k in same)), None
    )


def _ratios(row: Row, plain: Row) -> list[str]:
    value = _ratio(plain["value"], row["value"])
    sooner = _ratio(seconds_to(plain, 0.02), seconds_to(row, 0.02))
    return [
        _county(row),
        _villages(row),
        _number(plain["value"]),
        _number(plain["bound"]),
        _percent(gap_of(plain)),
        _seconds(seconds_to(plain, 0.02)),
        f"{plain['peak_mb']:,}",
        _times(_ratio(gap_of(plain), gap_of(row))),
        "no plan" if plain["value"] is None else f"{value:.4f}" if value else "",
        _times(sooner),
    ]


def _means(both: list[tuple[Row, Row]]) -> Iterator[str]:
    gaps = [r for row, plain in both if (r := _ratio(gap_of(plain), gap_of(row)))]
    if gaps:
        mean = math.exp(sum(math.log(r) for r in gaps) / len(gaps))
        yield f"Gap of plain HiGHS over ours, geometric mean of {len(gaps)}: {mean:.1f}."


def _sizes(row: Row) -> list[str]:
    first = next((line for line in row["trace"] if line[2] is not None), None)
    gap = None if first is None or first[3] is None else (first[2] - first[3]) / abs(first[2])
    return [
        _county(row),
        _villages(row),
        f"{row['units']:,}",
        *(f"{row['size'][name]:,}" for name in ("options", "variables", "constraints")),
        f"{row['build_s']:.1f}",
        _seconds(seconds_of(row, "relaxation")),
        "never" if first is None else _seconds(float(first[1])),
        _percent(gap),
        _seconds(seconds_to(row, 0.02)),
        f"{row['peak_mb']:,}",
    ]


def _growth(ours: list[Row]) -> Iterator[str]:
    """Yield the power of the variables with which time and memory grow from size to size."""
    for whole in (True, False):
        rows = [
            row
            for size in GROWTH
            for row in ours
            if (row["villages"], row["sites"]) == size and row["whole_village"] == whole
        ]
        for small, large in pairwise(rows):
            more = large["size"]["variables"] / small["size"]["variables"]
            told_of = {
                "build": _ratio(large["build_s"], small["build_s"]),
                "relaxation": _ratio(
                    seconds_of(large, "relaxation"), seconds_of(small, "relaxation")
                ),
                "seconds to 2 %": _ratio(seconds_to(large, 0.02), seconds_to(small, 0.02)),
                "peak memory": _ratio(large["peak_mb"], small["peak_mb"]),
            }
            powers = [
                f"{name} × {r:.1f} (power {math.log(r) / math.log(more):.1f})"
                for name, r in told_of.items()
                if r
            ]
            yield (
                f"- {_county(small)} to {_county(large)}, {_villages(small)}: "
                f"variables × {more:.1f}, " + ", ".join(powers)
            )


def _ratio(above: float | None, below: float | None) -> float | None:
    return above / below if above and below else None


def _county(row: Row) -> str:
    return f"{row['villages']:,} × {row['sites']}" + (
        f" (seed {row['seed']})" if row["seed"] != 1 else ""
    )


def _villages(row: Row) -> str:
    return "whole" if row["whole_village"] else "shared"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:,.0f}"


def _percent(share: float | None, digits: int = 2) -> str:
    return "none" if share is None else f"{100 * share:.{digits}f} %"


def _seconds(value: float | None) -> str:
    return "never" if value is None else f"{value:.1f}"


def _times(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.1f}"
