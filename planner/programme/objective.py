"""The objectives as linear expressions in the programme's variables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.accounts import STAFFED_TIERS, annuity, bed_yuan
from planner.county.dictionary import KINDS
from planner.equity import option_weighed_minutes
from planner.instance import BOARD, Floats, Instance
from planner.programme.needed import capital_counts, running_counts
from planner.programme.variables import Terms, Variables

COUNT_TIERS = ("unserved_pupils", "pupils_over_norm", "affected_pupils", "schools_closed")
"""Objectives that are whole numbers, so that a bound may be rounded up."""


@dataclass(frozen=True)
class Expression:
    """A linear expression with its constant."""

    terms: Terms
    constant: float = 0.0

    def plus(self, other: Expression, factor: float = 1.0) -> Expression:
        """Return this expression plus `factor` times another."""
        scaled = [(variable, factor * c) for variable, c in other.terms]
        return Expression([*self.terms, *scaled], self.constant + factor * other.constant)


def tier(instance: Instance, v: Variables, name: str) -> Expression:
    """Return the objective `name` of docs/formulation.md as an expression.

    Goals of cost add what staffing charges open sites; limits on money count money alone.

    Raises
    ------
    KeyError
        If there is no such objective.
    """
    plain = _tier(instance, v, name)
    return plain.plus(_staffing(instance, v)) if name in STAFFED_TIERS else plain


def _tier(instance: Instance, v: Variables, name: str) -> Expression:
    if name == "unserved_pupils":
        return Expression(_unserved(v))
    if name == "pupils_over_norm":
        over = (instance.option_excess_minutes > 0).astype(float)
        return Expression([*per_pupil(v, over), *_unserved(v)])
    if name == "excess_pupil_minutes":
        return Expression(per_pupil(v, instance.option_excess_minutes * instance.option_trips))
    if name == "worst_minutes":
        assert v.worst is not None
        return Expression([(v.worst, 1.0)])
    if name == "running_cost_yuan":
        return running(instance, v)
    if name == "annual_cost_yuan":
        return annual_cost(instance, v)
    if name == "household_cost_yuan":
        return household(instance, v)
    if name == "public_plus_household_cost_yuan":
        return annual_cost(instance, v).plus(household(instance, v))
    if name == "public_plus_household_spending_yuan":
        public = _paid(instance, v).plus(_annualised(instance, v))
        return public.plus(household(instance, v))
    if name == "capital_yuan":
        return capital(instance, v)
    if name == "pupil_minutes":
        return Expression(per_pupil(v, instance.option_minutes * instance.option_trips))
    if name == "kolm_pollak_pupil_minutes":
        return Expression(per_pupil(v, option_weighed_minutes(instance)))
    if name == "affected_pupils":
        return Expression(affected_terms(instance, v))
    if name == "schools_closed":
        existing = [(x, -1.0) for (j, _), x in v.kind.items() if instance.site_existing[j]]
        return Expression(existing, float(instance.site_existing.sum()))
    raise KeyError(name)


def per_pupil(v: Variables, weight: Floats) -> Terms:
    """Return the sum over options of weight x pupils, options of weight 0 left out.

    Parameters
    ----------
    weight
        Per option and pupil, shape (A,).
    """
    terms: Terms = []
    weights = weight.tolist()
    for a in v.options[weight[v.options] != 0].tolist():
        terms.append((v.use[a], weights[a] * v.pupils_per_use[a]))
        if a in v.part:
            terms.append((v.part[a], weights[a]))
    return terms


def affected_terms(instance: Instance, v: Variables) -> Terms:
    """Return the affected pupils: by option, and unserved though they have a trip today."""
    loses = instance.loses_unserved
    unserved = [(x, float(v.pupils_per_unserved[u])) for u, x in v.unserved.items() if loses[u]]
    return [*per_pupil(v, instance.option_affected.astype(float)), *unserved]


def household(instance: Instance, v: Variables) -> Expression:
    """Return the households' cost, yuan a year."""
    return Expression(per_pupil(v, instance.option_household_yuan))


def running(instance: Instance, v: Variables) -> Expression:
    """Return the cash that the county pays in a year, base payroll apart.

    Open sites, care staff, boarding and trips, funded lines, hires, less the cash of freed
    posts and the revenue by pupils, boarders and the small-school floor.
    """
    return _paid(instance, v).plus(_revenue(instance, v), -1.0)


def _paid(instance: Instance, v: Variables) -> Expression:
    """Return the running cost before revenue."""
    costs = instance.scenario.costs
    if not running_counts(instance):
        raise ValueError("no objective or budget counts running cost: its variables are left out")
    terms = per_pupil(v, instance.option_public_yuan)
    open_yuan = instance.site_kind_open_yuan
    closed_yuan = instance.site_closed_yuan
    terms += [(x, float(open_yuan[j, k] - closed_yuan[j])) for (j, k), x in v.kind.items()]
    terms += [(x, float(costs.carer_yuan)) for x in v.carers.values()]
    terms += [(x, float(instance.line_yuan[n])) for n, x in v.funded.items()]
    if v.hires is not None and v.freed is not None:
        terms.append((v.hires, costs.teacher_yuan))
        terms.append((v.freed, -costs.teacher_yuan * costs.freed_posts_cash_share))
    return Expression(terms, float(closed_yuan.sum()))


def _revenue(instance: Instance, v: Variables) -> Expression:
    """Return the funds from above: by pupils and boarders, and the floor of small schools."""
    costs = instance.scenario.costs
    primary, junior = costs.revenue_primary_yuan, costs.revenue_junior_yuan
    by_stage = np.array([primary, primary, junior])
    boards = instance.option_mode == BOARD
    terms = per_pupil(v, by_stage[instance.option_stage] + costs.revenue_boarder_yuan * boards)
    is_junior = instance.site_kind == KINDS.index("junior")
    for j, paid in v.floor_pupils.items():
        terms.append((paid, float(junior if is_junior[j] else primary)))
    return Expression(terms)


def _staffing(instance: Instance, v: Variables) -> Expression:
    yuan = instance.site_staffing_yuan
    return Expression([(x, float(yuan[j])) for (j, _), x in v.kind.items() if yuan[j] != 0])


def capital(instance: Instance, v: Variables) -> Expression:
    """Return the capital spent once: buildings, vehicles, closings, surplus posts."""
    return _buildings(instance, v).plus(_other_capital(instance, v))


def annual_cost(instance: Instance, v: Variables) -> Expression:
    """Return running cost plus capital annualised over the lives of what it buys."""
    return running(instance, v).plus(_annualised(instance, v))


def _annualised(instance: Instance, v: Variables) -> Expression:
    costs = instance.scenario.costs
    buildings, other = _buildings(instance, v), _other_capital(instance, v)
    yearly = Expression([]).plus(buildings, annuity(costs.discount_rate, costs.building_years))
    return yearly.plus(other, annuity(costs.discount_rate, costs.other_years))


def _buildings(instance: Instance, v: Variables) -> Expression:
    costs = instance.scenario.costs
    room = costs.classroom_place_yuan * costs.places_per_classroom
    bed = bed_yuan(instance)
    converts = instance.site_existing & (instance.site_beds == 0)
    terms: Terms = [(x, float(room)) for x in v.rooms.values()]
    terms += [(x, float(bed[j])) for j, x in v.beds.items()]
    terms += [(x, costs.conversion_yuan) for j, x in v.boards.items() if converts[j]]
    terms += [(x, costs.canteen_place_yuan) for x in v.canteen.values()]
    terms += [(x, float(instance.area_yuan[a])) for (_, a), x in v.area.items()]
    return Expression(terms)


def _other_capital(instance: Instance, v: Variables) -> Expression:
    costs = instance.scenario.costs
    closing = [getattr(costs.closing_yuan, k) for k in KINDS]
    price = [float(closing[k]) for k in instance.site_kind]
    existing = np.flatnonzero(instance.site_existing).tolist()
    terms: Terms = [(x, -price[j]) for (j, _), x in v.kind.items() if instance.site_existing[j]]
    if not capital_counts(instance):
        raise ValueError("no objective or budget counts capital: its variables are left out")
    terms += [(x, float(instance.line_vehicle_yuan[n])) for n, x in v.funded.items()]
    surplus = costs.freed_posts_cash_share * costs.surplus_post_salaries * costs.teacher_yuan
    if v.freed is not None:
        terms.append((v.freed, surplus))
    return Expression(terms, sum(price[j] for j in existing))


def _unserved(v: Variables) -> Terms:
    return [(x, float(v.pupils_per_unserved[u])) for u, x in v.unserved.items()]
