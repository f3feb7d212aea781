"""The sums of ledger.csv, counted again from the plan without the entries of the ledger."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from planner.accounts import account
from planner.audit.figures import claim
from planner.audit.ledger_added import ADDED, MEMO, Sums, sums_of
from planner.audit.totals import county_totals
from planner.audit.violation import RELATIVE
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Plan

FILE = "ledger.csv"
COLUMNS = ("school_id", "item", "kind", "quantity", "unit_yuan", "yuan")
MOST_YUAN = 0.5
"""By how much a sum may miss: less than a yuan."""
SPENDING = "public_plus_household_spending_yuan"


def ledger_findings(
    instance: Instance,
    plan: Plan,
    rows: Iterable[Mapping[str, str]],
    added: Sums | None = None,
) -> list[Finding]:
    """Return where ledger.csv does not come to the plan.

    A row is its quantity times its price. Each school's capital, and what it costs a year less
    what it receives, are those of schools.csv; the county's sums are those of indicators.csv.

    Parameters
    ----------
    added
        `planner.audit.ledger_added.added_sums`: what the rows of `ADDED` come to; None where
        that cannot be told.
    """
    found: list[Finding] = []
    sums: Sums = {}
    expected = expected_sums(instance, plan)
    expected |= {} if added is None else added
    for n, row in enumerate(rows, 2):
        unknown = row["kind"] == MEMO and not row["yuan"]
        try:
            yuan = math.nan if unknown else float(row["yuan"])
            counted = yuan if unknown else float(row["quantity"]) * float(row["unit_yuan"])
            own = [*_sums_of(row, yuan), *(() if added is None else sums_of(row))]
        except ValueError:
            found.append(claim("number", FILE, n, "yuan", value=row["yuan"], name="yuan"))
            continue
        if _differ(yuan, counted):
            fields = {"value": row["yuan"], "name": "yuan", "counted": counted}
            found.append(claim("figure", FILE, n, "yuan", **fields))
        for key, amount in own:
            sums[key] = sums.get(key, 0.0) + amount
    if (SPENDING, "") in sums:
        expected[SPENDING, ""] = county_totals(instance, plan)[SPENDING] or 0.0
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


def _sums_of(row: Mapping[str, str], yuan: float) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the sums of the layout that a row is part of, and what it adds to them."""
    kind, school = row["kind"], row["school_id"]
    if kind in ADDED:
        return
    if "yearly_yuan" in row:
        yield (SPENDING, ""), float(row["yearly_yuan"])
    if kind == "capital":
        yield ("capital_yuan", ""), yuan
        if school:
            yield ("capital_yuan", school), yuan
    elif kind in ("annual", "revenue"):
        net = -yuan if kind == "revenue" else yuan
        yield ("running_yuan", ""), net
        if school:
            yield ("annual_yuan", school), net
    else:
        yield ("household_cost_yuan", ""), yuan
    if kind == "revenue":
        yield ("revenue_yuan", ""), -yuan
        if row["item"] == "floor":
            yield ("floor_revenue_yuan", ""), -yuan


def _differ(a: float, b: float) -> bool:
    if math.isnan(a) and math.isnan(b):
        return False
    # Else not a number differs from everything.
    return not abs(a - b) <= max(MOST_YUAN, RELATIVE * max(abs(a), abs(b)))
