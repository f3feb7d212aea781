"""What would close a gap in a subject: each remedy solved again, the least of its kind."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import numpy as np

from planner.programme.objective import Expression
from planner.staffing.again import (
    EQUAL_PERIODS,
    Amounts,
    add_at_most,
    hires,
    least_left,
    shared_posts,
    solve_again,
)
from planner.staffing.build import StaffProgramme
from planner.staffing.settled import Settled, changed, near_only, settled
from planner.staffing.trained import chosen, persons_trained, set_apart, train, trainable
from planner.staffing.words import words
from planner.studies.remedy import (
    KINDS,
    Kind,
    Question,
    Remedy,
    Where,
    circuit_minutes,
    held_plan,
    joined,
    judged,
)
from planner.studies.remedy_limits import by_circuits, by_moves


def remedies(asked: Question) -> list[Remedy]:
    """Return every remedy, the best first: those that close the gap, the cheapest, the easiest."""
    makers: dict[Kind, Callable[[Question, float], Remedy]] = {
        "redivide": redivide,
        "online": by_screens,
        "circuits": by_circuits,
        "training": by_training,
        "moves": by_moves,
        "hires": by_hires,
    }
    found, without = [], asked.periods
    for kind in KINDS:
        if asked.stop:
            break
        began = perf_counter()
        remedy = makers[kind](asked, without)
        if kind == "redivide" and remedy.result == "part":
            without = remedy.left_periods
        found.append(replace(remedy, seconds=perf_counter() - began))
    order = ("closes", "part", "undecided", "nothing", "cannot")
    return sorted(
        found,
        key=lambda r: (
            order.index(r.result),
            round(r.left_periods, 1) if r.result == "part" else 0,
            r.yuan or 0.0,
            KINDS.index(r.kind),
        ),
    )


def redivide(asked: Question, without: float) -> Remedy:
    """Return what closes if teachers only exchange lessons: nothing else changes."""
    held = near_only(held_plan(asked), circuit_minutes(asked))
    found = solve_again(joined(held), shared_posts, asked.seconds, asked.stop, counts=False)
    return judged("redivide", asked, held, found, without)


def by_hires(asked: Question, without: float) -> Remedy:
    """Return the fewest posts hired in the subject, of any band and language."""
    held = near_only(held_plan(asked), circuit_minutes(asked))
    instance = held.instance
    lightest = float(instance.load_periods.min())
    most = math.ceil(asked.periods / lightest) + len(asked.rows)
    by_subject = np.zeros(len(instance.subject_id))
    by_subject[asked.subject] = np.inf
    if not instance.subject_lesson[asked.subject]:
        return Remedy("hires", "cannot", "duty")
    opened = replace(instance, most_hires=most, most_hires_subject=by_subject)
    variant = joined(replace(held, instance=opened))
    found = solve_again(variant, hires, asked.seconds, asked.stop)
    remedy = judged("hires", asked, variant, found, without)
    if found is None or remedy.result == "nothing":
        return remedy
    posts = tuple(
        Where(h.school_id, h.school_id, h.band, h.subject, h.language, h.count)
        for h in found.plan.hires
    )
    yuan = float(instance.scenario.costs.teacher_yuan) * sum(w.count for w in posts)
    return replace(remedy, where=posts, yuan=yuan)


def by_screens(asked: Question, without: float) -> Remedy:
    """Return the least share of the lessons at teaching points on the screen."""
    instance, online = asked.instance, asked.instance.scenario.staffing.online
    plain = [
        n
        for n in asked.rows
        if instance.school_point[instance.need_school[n]] and instance.need_language[n] < 0
    ]
    if not instance.subject_lesson[asked.subject]:
        return Remedy("online", "cannot", "duty")
    if not plain:
        return Remedy("online", "cannot", "no_point")
    if online.rooms_per_lesson <= 0:
        return Remedy("online", "cannot", "no_rooms")
    held = settled(instance, asked.plan, asked.rows, screens=True)
    allowed = held.instance.subject_online.copy()
    allowed[asked.subject] = True
    opened = replace(held.instance, subject_online=allowed)
    opened = changed(opened, online={"max_share": 1.0})
    variant = joined(replace(held, instance=opened), circuit_minutes(asked))
    found = solve_again(variant, _share_of(variant), asked.seconds, asked.stop, counts=False)
    remedy = judged("online", asked, variant, found, without)
    permitted = bool(instance.subject_online[asked.subject])
    before = float(online.max_share) if permitted else 0.0
    return replace(remedy, limit=remedy.amount, limit_before=before)


def _share_of(held: Settled) -> Amounts:
    """Return what makes small the largest share of a row's lessons on the screen."""

    def amounts(programme: StaffProgramme) -> list[Expression]:
        share = programme.problem.add_variable("share__online", 0, 1)
        # In a row of its own, so that it is there even where nothing can be shown.
        add_at_most(programme, "share__whole", [(share, 1.0)], 1.0)
        for n, x in programme.variables.online.items():
            if held.gap_periods[n] > 0:
                needed = float(held.needed_periods[n])
                add_at_most(programme, f"share__n{n}", [(x, 1.0), (share, -needed)], 0.0)
            else:
                x.upBound = min(float(x.upBound or 0), float(held.shown_periods[n]) + 1e-6)
        return [Expression([(share, 1.0)]), *shared_posts(programme)]

    return amounts


def by_training(asked: Question, without: float) -> Remedy:
    """Return the fewest teachers of other subjects, at these schools or near, to be trained."""
    instance = asked.instance
    if not instance.subject_lesson[asked.subject]:
        return Remedy("training", "cannot", "duty")
    held = near_only(held_plan(asked), circuit_minutes(asked))
    near = np.zeros(held.instance.schools, dtype=bool)
    near[held.gap_schools] = True
    minutes = circuit_minutes(asked)
    if minutes > 0:
        near |= (held.instance.minutes <= minutes + 1e-6)[:, held.gap_schools].any(axis=1)
    who = trainable(held, asked.subject, near)
    if not who.any():
        return Remedy("training", "cannot", "nobody_to_train")
    training = train(joined(held), asked.subject, who)
    found = solve_again(
        training.held, lambda p: persons_trained(training, p), asked.seconds / 2, asked.stop
    )
    remedy = judged("training", asked, training.held, found, without)
    if found is None or remedy.result == "nothing":
        return remedy
    persons = chosen(training, found.plan)
    apart, mine = set_apart(joined(held), persons)
    alone = train(apart, asked.subject, mine)
    left, _ = least_left(alone.held, asked.seconds / 2, asked.stop)
    where = tuple(
        Where(
            held.instance.school_id[s],
            held.instance.school_id[s],
            *words(instance, profile),
            count,
        )
        for (s, profile), count in persons.items()
    )
    checked = remedy.verified and left <= remedy.left_periods + 2 * EQUAL_PERIODS
    amount = float(sum(persons.values()))
    return replace(remedy, where=where, amount=amount, verified=checked)
