"""All indicators, in the order in which people read them."""

from __future__ import annotations

from planner.indicators.access import ACCESS
from planner.indicators.change import CHANGE
from planner.indicators.indicator import Indicator
from planner.indicators.money import MONEY
from planner.indicators.schools import SCHOOLS

INDICATORS: tuple[Indicator, ...] = (*ACCESS, *CHANGE, *SCHOOLS, *MONEY)
