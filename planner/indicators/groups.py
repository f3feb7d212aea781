"""The groups that indicators are given for: places, people, stages, modes and seasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from planner.county.dictionary import STAGES
from planner.indicators.view import View
from planner.instance import KIND_OFFERS, Flags, Instance

HERDER_BANDS = ("under_30", "from_30_to_70", "over_70")
"""Bands of the farming and herding share of a village; one whose share is not known is in none."""
HERDER_LOW_SHARE, HERDER_HIGH_SHARE = 0.3, 0.7
"""Where the middle band begins and ends, both inclusive."""


def herder_bands(instance: Instance) -> dict[str, str]:
    """Return the band of `HERDER_BANDS` by village, where its share is known."""
    few, some, most = HERDER_BANDS
    known = zip(instance.unit_village, instance.unit_herding.tolist(), strict=True)
    return {
        village: few if share < HERDER_LOW_SHARE else some if share <= HERDER_HIGH_SHARE else most
        for village, share in known
        if share == share
    }


def township_view(view: View, instance: Instance, name: str, of: Mapping[str, str]) -> View:
    """Return the pupils who live in a township and the sites that lie in it.

    Parameters
    ----------
    of
        Township by village.
    """
    here = np.array([instance.township[t] == name for t in instance.site_township.tolist()])
    assert view.sites is not None
    return replace(pupils_view(view, name, of), sites=view.sites.where(here.astype(bool)))


def pupils_view(view: View, name: str, of: Mapping[str, str]) -> View:
    """Return the pupils of all villages that `of` puts into the group `name`."""
    chosen = np.array([of.get(v) == name for v in view.rows.village.tolist()], dtype=bool)
    return _part(view, chosen)


def stage_view(view: View, instance: Instance, stage: str) -> View:
    """Return the pupils of a stage and the sites that offer it, seen as that stage alone."""
    g = STAGES.index(stage)
    sites = view.sites
    assert sites is not None
    only = np.arange(len(STAGES)) == g
    offered_today = KIND_OFFERS[instance.site_kind, g]
    of_stage = replace(
        sites,
        open=sites.open & (sites.classes[:, g] > 0),
        closed=sites.closed & offered_today,
        point=sites.point & (sites.classes[:, g] > 0),
        pupils=sites.pupils * only,
        classes=sites.classes * only,
        multigrade=sites.multigrade * only,
        posts=None,
        capital_yuan=None,
        floor_revenue_yuan=None,
        left_behind=None,
        without_bed=None,
        with_bed=None,
        kept_yuan=None,
    )
    return replace(_part(view, view.rows.stage == g), sites=of_stage)


def mode_view(view: View, mode: int) -> View:
    """Return the pupils who go by a mode."""
    return replace(_part(view, view.rows.mode == mode), mode=mode)


def _part(view: View, chosen: Flags) -> View:
    """Return some pupils of a group, without its sites and accounts."""
    return View(view.rows.where(chosen), aversion_per_minute=view.aversion_per_minute)
