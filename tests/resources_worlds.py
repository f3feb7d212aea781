"""Small worlds of schools for the tests of the allocation programme, and every plan of one."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np

from planner.allocation.figures import TIERS, tier_values
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import QUANTITIES
from planner.balance.figures import BANDS, SchoolFigures
from planner.balance.figures import QUANTITIES as EVERY
from planner.balance.measures import measures_of
from planner.norms import load_profile
from planner.resources.assemble import given
from planner.scenario import Scenario

MEASURES = measures_of(load_profile("quality-2017", "balance"))
UNIT = {
    "teaching_area_yuan": 100,
    "sports_area_yuan": 20,
    "multimedia_room_yuan": 3_000,
    "dorm_area_yuan": 90,
    "renovation_yuan": 10,
    "digital_link_yuan": 500,
    "fit_out_teaching_yuan": 25,
    "fit_out_dorm_yuan": 5,
}


def scenario(**resources) -> Scenario:
    """Return a scenario with these options of ``resources``; exact and with round prices."""
    options = {
        "unit_costs": UNIT,
        "area_step_m2": 100,
        "equipment_step_yuan": 40_000,
        "mip_gap": 0,
        "weak_budget_share": 0,
        "time_limit_s": 60,
        **resources,
    }
    return Scenario(name="world", county=Path(), resources=options)


def world(
    rows: list[tuple], have: dict[str, list[float]], teachers: float = 9.0, **options
) -> ResourceInstance:
    """Return an instance of rows (school, kind, band, pupils); rows of one school share.

    Parameters
    ----------
    have
        Quantities by row; what is not given is ample.
    teachers
        Of every kind per 100 pupils, NaN for not known.
    options
        ``resources`` of the scenario, or arguments of `planner.resources.assemble.given`.
    """
    own = ("boarders", "dorm_m2", "building_m2", "condition", "online")
    arguments = {k: options.pop(k) for k in own if k in options}
    pupils = np.array([r[3] for r in rows])
    whole: dict[str, int] = {}
    for school, _, _, n in rows:
        whole[school] = whole.get(school, 0) + n
    quantity = dict.fromkeys(EVERY, pupils * teachers / 100)
    quantity |= dict.fromkeys(QUANTITIES, pupils * 100000.0)
    quantity |= {name: np.array(values, dtype=float) for name, values in have.items()}
    figures = SchoolFigures(
        school_id=tuple(r[0] for r in rows),
        kind=tuple(r[1] for r in rows),
        band=np.array([BANDS.index(r[2]) for r in rows]),
        pupils=pupils,
        school_pupils=np.array([whole[r[0]] for r in rows]),
        largest_class=np.full(len(rows), 40.0),
        quantity=quantity,
    )
    return given(scenario(**options), figures, MEASURES, **arguments)


def random_world(seed: int, schools: int = 2) -> ResourceInstance:
    """Return a small world of primary schools, drawn from a seed."""
    draw = random.Random(seed)
    pupils = [draw.choice((30, 60, 100, 150)) for _ in range(schools)]
    kinds = [draw.choice(("primary", "primary", "teaching_point")) for _ in pupils]
    rows = [(f"S{n}", kinds[n], "primary", p) for n, p in enumerate(pupils)]
    have = {
        "teaching_area_m2": [round(p * draw.uniform(2.5, 6)) for p in pupils],
        "sports_area_m2": [round(p * draw.uniform(3, 9)) for p in pupils],
        "equipment_yuan": [round(p * draw.uniform(900, 2300)) for p in pupils],
        "multimedia_rooms": [draw.choice((0, 1, 2, 3)) for _ in pupils],
    }
    for name in have:
        if draw.random() < 0.15:
            have[name][draw.randrange(schools)] = float("nan")
    if schools > 2:
        for name in draw.sample(list(have), 2):
            del have[name]
    unsafe = [draw.choice(("A", "A", "D")) for _ in pupils]
    budget = draw.choice(([20_000], [40_000, 30_000], [90_000], [5_000], [160_000], []))
    return world(
        rows,
        have,
        teachers=draw.choice((9.0, 9.0, 4.4, float("nan"))),
        condition=tuple(unsafe),
        building_m2=np.array([200.0 if c == "D" else np.nan for c in unsafe]),
        budget_yuan=budget,
        area_step_m2=200,
        equipment_step_yuan=80_000,
        weak_budget_share=draw.choice((0, 0.4)),
        weak_schools_share=0.5,
        weak_weight=draw.choice((1, 2)),
        count=draw.choice(("pupils", "schools")),
    )


def best_by_trying(instance: ResourceInstance) -> tuple[float, ...]:
    """Return the best vector of goals over every plan of whole steps, by trying them all.

    More than takes everything to its goal is never tried. What a school's bundle of purchases
    comes to is counted with everything bought at the others, where nothing is missed then;
    counts and money add up over schools, levels are the worst of any.
    """
    own = [_bundles(instance, s) for s in range(instance.schools)]
    most = [max(bundles, key=lambda b: b.sum()) for bundles in own]
    worth, yuan = [], []
    for s, bundles in enumerate(own):
        rows = []
        for bundle in bundles:
            bought = np.array([bundle if n == s else m for n, m in enumerate(most)]).T
            found = tier_values(instance, bought, int(instance.unit_yuan @ bundle))
            rows.append([found[name] for name in TIERS])
        worth.append(np.array(rows))
        yuan.append(worth[s][:, -1])
    picks = np.meshgrid(*(np.arange(len(b)) for b in own), indexing="ij")
    picks = [p.ravel() for p in picks]
    spent = [y[p] for y, p in zip(yuan, picks, strict=True)]
    left = np.ones(len(picks[0]), dtype=bool)
    budget = instance.whole_budget_yuan
    if budget is not None:
        share = np.ceil(instance.scenario.resources.weak_budget_share * budget)
        kept = min(
            share, sum(y.max() for y, w in zip(yuan, instance.school_weak, strict=True) if w)
        )
        others = sum(
            (y for y, w in zip(spent, instance.school_weak, strict=True) if not w), 0 * spent[0]
        )
        left = (sum(spent) <= budget) & (others <= budget - kept)
    for t, name in enumerate(TIERS):
        columns = [w[p, t] for w, p in zip(worth, picks, strict=True)]
        value = np.max(columns, axis=0) if name.endswith("_short") else np.sum(columns, axis=0)
        best = value[left].min()
        left &= value <= best + 1e-9
    chosen = int(np.flatnonzero(left)[0])
    bought = np.array([b[p[chosen]] for b, p in zip(own, picks, strict=True)]).T
    found = tier_values(instance, bought, int((instance.unit_yuan @ bought).sum()))
    return tuple(found[name] for name in TIERS)


def _bundles(instance: ResourceInstance, s: int) -> list[np.ndarray]:
    """Return every bundle of purchases for a school that could be of use."""
    asked = instance.scenario.resources
    step = (asked.area_step_m2, asked.area_step_m2, asked.equipment_step_yuan, 1)
    ranges = []
    for k in range(4):
        goal = instance.part_goal[k, instance.part_school == s].max()
        per = 100 if k == 3 else 1
        lack = goal * instance.school_pupils[s] / per - instance.school_have[k, s]
        most = 0 if np.isnan(lack) else max(0, int(np.ceil(lack / step[k] - 1e-10)))
        ranges.append(range(most + 1))
    ranges.append(range(2 if instance.school_condition[s] == "D" else 1))
    found = []
    for a, p, e, m, d in itertools.product(*ranges):
        bought = np.zeros(9, dtype=np.int64)
        bought[:4] = a * step[0], p * step[1], e * step[2], m
        bought[5] = d * 200
        bought[7] = bought[0] * instance.fit_out_yuan[0]
        found.append(bought)
    return found
