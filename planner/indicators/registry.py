"""All indicators of a layout, in the order in which people read them."""

from __future__ import annotations

from planner.indicators.access import ACCESS
from planner.indicators.boarding import BOARDING
from planner.indicators.change import CHANGE
from planner.indicators.disruption import DISRUPTION
from planner.indicators.equity import EQUITY
from planner.indicators.indicator import Indicator
from planner.indicators.money import MONEY
from planner.indicators.schools import SCHOOLS

SECTIONS: tuple[tuple[str, tuple[Indicator, ...]], ...] = (
    ("access", ACCESS),
    ("change", CHANGE),
    ("boarding", BOARDING),
    ("disruption", DISRUPTION),
    ("equity", EQUITY),
    ("schools", SCHOOLS),
    ("money", MONEY),
)
"""Indicators by what they are about; `indicator_section` of the catalogue names the sections."""

INDICATORS: tuple[Indicator, ...] = tuple(i for _, section in SECTIONS for i in section)
