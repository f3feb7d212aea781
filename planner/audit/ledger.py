"""The sums of ledger.csv, counted again from the plan without the entries of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planner.accounts import account
from planner.audit.figures import claim
from planner.audit.violation import RELATIVE
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Plan

FILE = "ledger.csv"
COLUMNS = ("school_id", "item", "kind", "quantity", "unit_yuan", "yuan")
MOST_YUAN = 0.5
"""By how much a sum may miss: less than a yuan."""
Sums = dict[tuple[str, str], float]


def ledger_findings(
    instance: Instance, plan: Plan, rows: Iterable[Mapping[str, str]]
) -> list[Finding]:
    """Return where ledger.csv does not come to the plan.

    A row is its quantity times its price. Each school's capital, and what it costs a year less
    what it receives, are those of schools.csv; the county's sums are those of indicators.csv.
    """
    found: list[Finding] = []
    sums: Sums = {}
    for n, row in enumerate(rows, 2):
        try:
            yuan = float(row["yuan"])
            counted = float(row["quantity"]) * float(row["unit_yuan"])
        except ValueError:
            found.append(claim("number", FILE, n, "yuan", value=row["yuan"], name="yuan"))
            continue
        if _differ(yuan, counted):
            fields = {"value": row["yuan"], "name": "yuan", "counted": counted}
            found.append(claim("figure", FILE, n, "yuan", **fields))
        for key in _sums_of(row):
            sums[key] = sums.get(key, 0.0) + (-yuan if row["kind"] == "revenue" else yuan)
    expected = expected_sums(instance, plan)
    for key in sorted(sums.keys() | expected.keys()):
        said, counted = sums.get(key, 0.0), expected.get(key, 0.0)
        if _differ(said, counted):
            fields = {"value": said, "name": " ".join(filter(None, key)), "counted": counted}
            found.append(claim("figure", FILE, None, "yuan", **fields))
    return found


def expected_sums(instance: Instance, plan: Plan) -> Sums:
    """Return what sums of the ledger come to: of the county, and by school, by what is summed."""
    accounts = account(instance, plan)
    sums: Sums = {
        ("capital_yuan", ""): accounts.county_capital_yuan,
        ("running_yuan", ""): accounts.running_yuan,
        ("household_cost_yuan", ""): accounts.household_yuan,
        ("revenue_yuan", ""): -float(accounts.revenue_yuan.sum()),
        ("floor_revenue_yuan", ""): -float(accounts.floor_revenue_yuan.sum()),
    }
    for j, school in enumerate(instance.site_id):
        sums["capital_yuan", school] = float(accounts.capital_yuan[j])
        sums["annual_yuan", school] = float(accounts.annual_yuan[j])
    return sums


def _sums_of(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the sums that a row is part of."""
    kind, school = row["kind"], row["school_id"]
    if kind == "capital":
        yield "capital_yuan", ""
        if school:
            yield "capital_yuan", school
    elif kind in ("annual", "revenue"):
        yield "running_yuan", ""
        if school:
            yield "annual_yuan", school
    else:
        yield "household_cost_yuan", ""
    if kind == "revenue":
        yield "revenue_yuan", ""
        if row["item"] == "floor":
            yield "floor_revenue_yuan", ""


def _differ(a: float, b: float) -> bool:
    # Not a number differs from everything.
    return not abs(a - b) <= max(MOST_YUAN, RELATIVE * max(abs(a), abs(b)))
