"""Money: what the county spends, what households spend, and what moves between them."""

from __future__ import annotations

from planner.indicators.indicator import COUNTY, PLACES, PUPILS, Indicator, count, mean
from planner.indicators.view import View

CENT_YUAN = 0.01
"""Less than this more is rounding."""


def capital_yuan(view: View) -> float | None:
    """Return the capital spent once; surplus posts are in the county's figure only."""
    if view.accounts is not None:
        return view.accounts.county_capital_yuan
    if view.sites is None or view.sites.capital_yuan is None:
        return None
    return float(view.sites.capital_yuan.sum())


def running_yuan(view: View) -> float | None:
    """Return the county's running cash a year."""
    return None if view.accounts is None else view.accounts.running_yuan


def annual_cost_yuan(view: View) -> float | None:
    """Return running cost and annualised capital."""
    return None if view.accounts is None else view.accounts.annual_cost_yuan


def annual_cost_per_pupil_yuan(view: View) -> float | None:
    """Return running cost and annualised capital over the pupils placed, None without any."""
    placed = count(view.rows, view.rows.served)
    return None if view.accounts is None or not placed else view.accounts.annual_cost_yuan / placed


def household_cost_yuan(view: View) -> float | None:
    """Return what households pay for trips and boarding in a year."""
    return float(view.rows.pupils @ view.rows.household_yuan)


def household_cost_per_pupil_yuan(view: View) -> float | None:
    """Return what a placed pupil's household pays for trips and boarding in a year, mean."""
    return mean(view.rows, view.rows.household_yuan, view.rows.served)


def cost_shifted_to_households_yuan(view: View) -> float | None:
    """Return by how much households pay more than today."""
    return float(view.rows.pupils @ (view.rows.household_yuan - view.rows.household_yuan_today))


def pupils_paying_more(view: View) -> float | None:
    """Return the pupils with a trip today whose household pays more than today."""
    rows = view.rows
    more = rows.household_yuan > rows.household_yuan_today + CENT_YUAN
    return count(rows, more & (rows.mode_today >= 0))


def public_plus_household_cost_yuan(view: View) -> float | None:
    """Return the sum of annual public cost and household cost."""
    if view.accounts is None:
        return None
    return view.accounts.annual_cost_yuan + view.accounts.household_yuan


def public_plus_household_spending_yuan(view: View) -> float | None:
    """Return what county and households pay in a year, before the funds from above."""
    if view.accounts is None:
        return None
    cost = view.accounts.annual_cost_yuan + view.accounts.household_yuan
    return cost + float(view.accounts.revenue_yuan.sum())


def floor_revenue_yuan(view: View) -> float | None:
    """Return the public funds paid for pupils whom small schools do not have."""
    if view.sites is None or view.sites.floor_revenue_yuan is None:
        return None
    return float(view.sites.floor_revenue_yuan.sum())


def kept_site_yuan(view: View) -> float | None:
    """Return what sites cost whose school is closed."""
    if view.sites is None or view.sites.kept_yuan is None:
        return None
    return float(view.sites.kept_yuan.sum())


def staffing_premium_yuan(view: View) -> float | None:
    """Return what goals of cost charge open schools for lessons that nobody could give.

    None where nothing is charged: the layout was not solved again for its staff.
    """
    return (view.accounts.staffing_yuan or None) if view.accounts is not None else None


MONEY: tuple[Indicator, ...] = (
    Indicator("capital_yuan", "yuan", "lower", PLACES, capital_yuan),
    Indicator("running_yuan", "yuan/year", "lower", COUNTY, running_yuan),
    Indicator("annual_cost_yuan", "yuan/year", "lower", COUNTY, annual_cost_yuan),
    Indicator(
        "annual_cost_per_pupil_yuan", "yuan/pupil/year", "lower", COUNTY, annual_cost_per_pupil_yuan
    ),
    Indicator("household_cost_yuan", "yuan/year", "lower", PUPILS, household_cost_yuan),
    Indicator(
        "household_cost_per_pupil_yuan",
        "yuan/pupil/year",
        "lower",
        PUPILS,
        household_cost_per_pupil_yuan,
    ),
    Indicator(
        "cost_shifted_to_households_yuan",
        "yuan/year",
        "lower",
        PUPILS,
        cost_shifted_to_households_yuan,
    ),
    Indicator("pupils_paying_more", "pupils", "lower", PUPILS, pupils_paying_more),
    Indicator(
        "public_plus_household_cost_yuan",
        "yuan/year",
        "lower",
        COUNTY,
        public_plus_household_cost_yuan,
    ),
    Indicator(
        "public_plus_household_spending_yuan",
        "yuan/year",
        "lower",
        COUNTY,
        public_plus_household_spending_yuan,
    ),
    Indicator("floor_revenue_yuan", "yuan/year", "neutral", PLACES, floor_revenue_yuan),
    Indicator("kept_site_yuan", "yuan/year", "lower", PLACES, kept_site_yuan),
    Indicator("staffing_premium_yuan", "yuan/year", "neutral", COUNTY, staffing_premium_yuan),
)
