"""Classes of a layout by school and stage, and those taught in or with a mother tongue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.county import STAGES, County
from planner.findings import Finding
from planner.gates import STREAMS
from planner.instance import Instance, Ints
from planner.plan import Plan
from planner.texts import text

MANDARIN = "mandarin"
Group = tuple[str, str]
"""Stream of `STREAMS` and language of a part of a school's classes."""


@dataclass(frozen=True, eq=False)
class StreamClasses:
    """How many classes of each school and stage are taught in or with which language.

    Parameters
    ----------
    groups
        Streams with their languages, sorted (K,).
    classes
        Classes of each group, whole, never more than the school's, shape (J, stages, K).
    findings
        Pupils of a stream for whom no class is counted, and why.
    """

    groups: tuple[Group, ...]
    classes: Ints
    findings: tuple[Finding, ...]


def school_classes(instance: Instance, plan: Plan, pupils: Ints) -> Ints:
    """Return the classes of every site by stage that have pupils, shape (J, stages).

    A multi-grade class is one class. A stage that a school offers to nobody needs no lessons,
    though the layout keeps a class for it.

    Parameters
    ----------
    pupils
        Pupils by site and stage after the plan, shape (J, stages).
    """
    said = {s.school_id: s.classes for s in plan.sites}
    rows = [[int(said.get(j, {}).get(stage, 0)) for stage in STAGES] for j in instance.site_id]
    classes: Ints = np.where(pupils > 0, np.array(rows, dtype=np.int64).reshape(pupils.shape), 0)
    return classes


def stream_classes(county: County, instance: Instance, plan: Plan, classes: Ints) -> StreamClasses:
    """Return the classes taught in or with a mother tongue after a plan.

    A school with a recorded stream teaches all its pupils in that one; elsewhere pupils keep the
    stream in which they are taught today. The language is that of the village; where a whole
    school has a stream, pupils of villages without one join its most common language. A school's
    classes of a stage go to its streams by their pupils, whole, by largest remainder.

    Parameters
    ----------
    classes
        Classes by site and stage, shape (J, stages).
    """
    counts, dumb = _pupils_by_group(county, instance, plan)
    groups = tuple(sorted({g for _, _, g in counts if g is not None}))
    held = np.zeros((*classes.shape, len(groups)), dtype=np.int64)
    few: dict[str, int] = {}
    for j, g in zip(*np.nonzero(classes), strict=True):
        pupils = [counts.get((int(j), int(g), k), 0) for k in (*groups, None)]
        shared = _whole_shares(int(classes[j, g]), pupils)
        held[j, g] = shared[:-1]
        lost = sum(n for n, c in zip(pupils, shared[:-1], strict=False) if n and not c)
        if lost:
            few[instance.site_id[j]] = few.get(instance.site_id[j], 0) + lost
    return StreamClasses(groups, held, (*_findings("no_language", dumb), *_findings("few", few)))


def _pupils_by_group(
    county: County, instance: Instance, plan: Plan
) -> tuple[dict[tuple[int, int, Group | None], int], dict[str, int]]:
    """Return pupils by site, stage and group, and by school those whose language is unknown.

    The group None is taught in Mandarin; the latter are of a stream, but no language is known.
    """
    site = {j: n for n, j in enumerate(instance.site_id)}
    stream_of = {
        (v, STAGES[int(g)], t): int(s)
        for v, g, t, s in zip(
            instance.unit_village,
            instance.unit_stage,
            instance.unit_today,
            instance.unit_stream,
            strict=True,
        )
    }
    recorded = _column(county.schools, "stream")
    village_stream, language = (_column(county.villages, c) for c in ("stream", "language"))
    counts: dict[tuple[int, int, Group | None], int] = {}
    waiting: list[tuple[int, int, str, int]] = []
    spoken: dict[tuple[int, str], int] = {}
    for row in plan.assignments:
        if row.school_id not in site:
            continue
        j, g = site[row.school_id], STAGES.index(row.stage)
        own = stream_of.get((row.village_id, row.stage, row.baseline_school_id), -1)
        kept = STREAMS[own] if own >= 0 else ""
        if not row.baseline_school_id:
            kept = village_stream.get(row.village_id, "")
        stream = recorded.get(row.school_id, "") or kept
        tongue = language.get(row.village_id, "")
        if stream not in STREAMS:
            counts[j, g, None] = counts.get((j, g, None), 0) + row.pupils
        elif tongue in ("", MANDARIN):
            waiting.append((j, g, stream, row.pupils))
        else:
            counts[j, g, (stream, tongue)] = counts.get((j, g, (stream, tongue)), 0) + row.pupils
            spoken[j, tongue] = spoken.get((j, tongue), 0) + row.pupils
    dumb: dict[str, int] = {}
    for j, g, stream, pupils in waiting:
        here = sorted((-n, tongue) for (at, tongue), n in spoken.items() if at == j)
        whole = recorded.get(instance.site_id[j], "") == stream
        group = (stream, here[0][1]) if here and whole else None
        counts[j, g, group] = counts.get((j, g, group), 0) + pupils
        if group is None:
            dumb[instance.site_id[j]] = dumb.get(instance.site_id[j], 0) + pupils
    return counts, dumb


def _whole_shares(total: int, weights: list[int]) -> list[int]:
    """Return whole parts of a total by largest remainder, the larger weight first among equals."""
    everybody = sum(weights)
    if everybody == 0:
        return [0] * (len(weights) - 1) + [total]
    floors = [total * w // everybody for w in weights]
    left = total - sum(floors)
    order = sorted(
        range(len(weights)), key=lambda k: (-(total * weights[k] % everybody), -weights[k], k)
    )
    for k in order[:left]:
        floors[k] += 1
    return floors


def _findings(key: str, pupils: dict[str, int]) -> list[Finding]:
    if not pupils:
        return []
    total, ids = sum(pupils.values()), tuple(sorted(pupils))
    message = text(f"staff_need.{key}", pupils=total, schools=len(ids))
    return [Finding("streams", "note", message, ids=ids)]


def _column(table: object, name: str) -> dict[str, str]:
    """Return a text column by id, blanks as the empty text; empty where it is absent."""
    if name not in table.columns:  # type: ignore[attr-defined]
        return {}
    filled = table[name].fillna("")  # type: ignore[index]
    return {str(k): str(v) for k, v in filled.items()}
