"""Indicators: the figures of a plan beside today's, for the county and for groups of it."""

from __future__ import annotations

from planner.indicators.indicator import Indicator
from planner.indicators.registry import INDICATORS
from planner.indicators.table import COLUMNS, indicator_table

__all__ = ["COLUMNS", "INDICATORS", "Indicator", "indicator_table"]
