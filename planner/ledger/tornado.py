"""Which unit price moves the yearly total most: each at its low and its high, alone.

The plan is held as it is: it is not solved again, so that a bar is what the same plan would cost
and not what another plan would save.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.ledger.book import Ledger, mark_of, yearly_yuan
from planner.ledger.prices import price_values, prices, with_price


@dataclass(frozen=True)
class Bar:
    """The total at the low and the high of one unit price, all others as they are.

    Parameters
    ----------
    key
        The option that sets it.
    low, used, high
        The price: low and high of its range, and what the run used.
    total_low_yuan, total_high_yuan
        `Ledger.total_yearly_yuan` with the price at its low and its high.
    mark
        How certain the price is (`planner.ledger.book.mark_of`).
    """

    key: str
    low: float
    used: float
    high: float
    total_low_yuan: float
    total_high_yuan: float
    mark: str

    @property
    def span_yuan(self) -> float:
        """How far the total moves between low and high."""
        return abs(self.total_high_yuan - self.total_low_yuan)


def tornado(book: Ledger) -> list[Bar]:
    """Return a bar for each unit price that the plan pays and that has a range, widest first."""
    scenario, base = book.instance.scenario, book.total_yearly_yuan
    used = {key for e in book.entries if e.kind != "revenue" for key in e.prices}
    bars = []
    for key, price in prices().items():
        low, value, high = price_values(scenario, price)
        if key not in used or low == high:
            continue
        touched = [e for e in book.entries if key in e.prices]
        now = sum(yearly_yuan(e, scenario) for e in touched)
        totals = []
        for at in (low, high):
            other = with_price(scenario, key, at)
            totals.append(base + sum(yearly_yuan(e, other) for e in touched) - now)
        bars.append(Bar(key, low, value, high, totals[0], totals[1], mark_of(scenario, key)))
    # A price that moves nothing is no bar: every school has its own figure, say.
    moving = [bar for bar in bars if bar.span_yuan > 0]
    return sorted(moving, key=lambda bar: (-bar.span_yuan, bar.key))
