"""The table of indicators: a plan beside today's arrangement, group by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from planner.accounts import Accounts
from planner.county.dictionary import MODES, STAGES
from planner.indicators.counted import county_view
from planner.indicators.groups import (
    herder_bands,
    mode_view,
    pupils_view,
    stage_view,
    township_view,
)
from planner.indicators.indicator import GROUP_KINDS, Indicator
from planner.indicators.registry import INDICATORS
from planner.indicators.seasons import in_seasons
from planner.indicators.view import View
from planner.instance import Instance
from planner.plan import Plan

if TYPE_CHECKING:
    import pandas

COLUMNS = ("indicator", "group_kind", "group", "value", "unit", "baseline", "better")
Group = tuple[str, str, View, View]
"""Kind and name of a group, its view under the plan and today."""


def indicator_table(
    instance: Instance,
    plan: Plan,
    accounts: Accounts,
    baseline: Plan,
    baseline_accounts: Accounts,
    village_township: Mapping[str, str],
    *,
    indicators: tuple[Indicator, ...] = INDICATORS,
    village_groups: Mapping[str, Mapping[str, str]] | None = None,
    season_trips: pandas.DataFrame | None = None,
) -> pandas.DataFrame:
    """Return indicators.csv: one row per indicator and group, columns `COLUMNS`.

    Parameters
    ----------
    village_township
        Township by village.
    indicators
        Those asked for.
    village_groups
        Further kinds of groups (``language`` for instance): group by village.
    season_trips
        The travel table of all seasons planned for; without it, or where the scenario plans
        for one season, there are no groups by season.

    Notes
    -----
    A group in which neither plan nor baseline has a pupil or a site gives no row, and nor
    does an indicator that has no value for a group, such as the mean trip of no boarders, or
    that is not given for groups of that kind (`Indicator.by`). A baseline without a value is
    NaN, which a file shows as empty. The county's group is the empty text. Pupils belong to
    the township they live in, sites to the one they lie in; a mode's figures are those of the
    pupils who go by it, after the plan and today; a season's are those of the whole county,
    with the minutes of that season before and after.
    """
    import pandas as pd

    bands = herder_bands(instance)
    kinds = {"township": village_township, **(village_groups or {}), "herder_share": bands}
    after = county_view(instance, plan, accounts)
    before = county_view(instance, baseline, baseline_accounts)
    groups: list[Group] = [
        (*key, view, today)
        for (key, view), (_, today) in zip(
            _groups(after, instance, kinds), _groups(before, instance, kinds), strict=True
        )
        if _some(view) or _some(today)
    ]
    if season_trips is not None and len(set(instance.scenario.seasons)) > 1:
        seasons = in_seasons(instance, season_trips, accounts, baseline_accounts)
        for season, seen in seasons.items():
            then = county_view(seen, plan, accounts), county_view(seen, baseline, baseline_accounts)
            groups.append(("season", season, *then))
    rows = [row for indicator in indicators for row in _rows(indicator, groups)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _rows(indicator: Indicator, groups: list[Group]) -> Iterator[dict[str, Any]]:
    for kind, name, view, today in groups:
        # A kind of group that is the caller's own is one of villages, as languages are.
        if (kind if kind in GROUP_KINDS else "language") not in indicator.by:
            continue
        value = indicator.compute(view)
        if value is None:
            continue
        baseline_value = indicator.compute(today)
        yield {
            "indicator": indicator.name,
            "group_kind": kind,
            "group": name,
            "value": value,
            "unit": indicator.unit,
            "baseline": float("nan") if baseline_value is None else baseline_value,
            "better": indicator.better,
        }


def _groups(
    view: View, instance: Instance, kinds: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[tuple[str, str], View]]:
    """Yield kind and name of every group that could be, with its view."""
    yield ("county", ""), view
    for kind, of in kinds.items():
        if kind == "township":
            for name in sorted({*of.values(), *instance.township}):
                yield (kind, name), township_view(view, instance, name, of)
        else:
            for name in sorted(set(of.values()) - {""}):
                yield (kind, name), pupils_view(view, name, of)
    for stage in STAGES:
        yield ("stage", stage), stage_view(view, instance, stage)
    for m, mode in enumerate(MODES):
        yield ("mode", mode), mode_view(view, m)


def _some(view: View) -> bool:
    sites = view.sites
    return bool(len(view.rows.pupils)) or (
        sites is not None and bool(sites.open.any() or sites.closed.any())
    )
