"""Money: what the county spends, what households spend, and what moves between them."""

from __future__ import annotations

from planner.indicators.indicator import Indicator
from planner.indicators.view import View


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


def household_cost_yuan(view: View) -> float | None:
    """Return what households pay for trips and boarding in a year."""
    return float(view.rows.pupils @ view.rows.household_yuan)


def cost_shifted_to_households_yuan(view: View) -> float | None:
    """Return by how much households pay more than today."""
    return float(view.rows.pupils @ (view.rows.household_yuan - view.rows.household_yuan_today))


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
    Indicator("capital_yuan", "yuan", "lower", capital_yuan),
    Indicator("running_yuan", "yuan/year", "lower", running_yuan),
    Indicator("annual_cost_yuan", "yuan/year", "lower", annual_cost_yuan),
    Indicator("household_cost_yuan", "yuan/year", "lower", household_cost_yuan),
    Indicator(
        "cost_shifted_to_households_yuan", "yuan/year", "lower", cost_shifted_to_households_yuan
    ),
    Indicator(
        "public_plus_household_cost_yuan", "yuan/year", "lower", public_plus_household_cost_yuan
    ),
    Indicator(
        "public_plus_household_spending_yuan",
        "yuan/year",
        "lower",
        public_plus_household_spending_yuan,
    ),
    Indicator("floor_revenue_yuan", "yuan/year", "neutral", floor_revenue_yuan),
    Indicator("kept_site_yuan", "yuan/year", "lower", kept_site_yuan),
    Indicator("staffing_premium_yuan", "yuan/year", "neutral", staffing_premium_yuan),
)
