"""`LoadedRun`: the tables and layers of a run folder."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.loaded.layers import read_layer
from planner.texts import LANGS, Lang, text

if TYPE_CHECKING:
    import geopandas
    import pandas


@dataclass(frozen=True, eq=False, repr=False)
class LoadedRun:
    """A finished run as its folder holds it. Layers are in degrees, EPSG:4326.

    Columns are those of docs/commands.md. Ids are text; what is unknown or cannot be reached
    is missing (NaN), never nought.

    Parameters
    ----------
    folder
        Where it stands.
    manifest
        Content of manifest.json.
    scenario
        Every option with its value, as plain data.
    schools
        Table schools.csv with a point for each school.
    villages
        Layer ``villages`` of plan.gpkg.
    assignments, indicators, findings
        The tables of these names.
    tables
        Every other table of the folder by its name without ``.csv``: ``stress, lines,
        households``, with staffing also ``teachers, coverage, posts`` and so on.
    """

    folder: Path
    manifest: Mapping[str, Any]
    scenario: Mapping[str, Any]
    schools: geopandas.GeoDataFrame
    villages: geopandas.GeoDataFrame
    assignments: pandas.DataFrame
    indicators: pandas.DataFrame
    findings: pandas.DataFrame
    tables: Mapping[str, pandas.DataFrame]

    @property
    def name(self) -> str:
        """The scenario's name."""
        return str(self.manifest["scenario"])

    def title(self, lang: Lang) -> str:
        """Return the scenario's title; in the other language, or its name, where it has none.

        Raises
        ------
        UsageError
            If `lang` is no language of the program.
        """
        check_language(lang)
        titles = self.scenario.get("title") or {}
        other: Lang = "en" if lang == "zh" else "zh"
        return str(titles.get(lang) or titles.get(other) or self.name)

    @property
    def status(self) -> str:
        """How the search ended: ``optimal`` or ``feasible_at_limit``."""
        return str(self.manifest["status"])

    @property
    def gap(self) -> float:
        """Gap of the worst objective as a share, infinite where no bound is known."""
        gap = self.manifest["gap"]
        return math.inf if gap is None else float(gap)

    @property
    def county_id(self) -> str:
        """Short id of the county."""
        # Runs of earlier versions name only the county's folder.
        return str(self.manifest.get("county_id", self.manifest["county"]))

    @property
    def county_name(self) -> Mapping[str, str]:
        """Name of the county by language."""
        return dict(self.manifest.get("county_name") or dict.fromkeys(("zh", "en"), self.county_id))

    @property
    def staffed(self) -> bool:
        """Whether the run says who teaches where."""
        return "staffing" in self.manifest

    @cached_property
    def roads_used(self) -> geopandas.GeoDataFrame:
        """The stretches of road on the plan's ways with the pupils on each; read when asked."""
        return read_layer(self.folder, "roads_used")

    @cached_property
    def boundary(self) -> geopandas.GeoDataFrame:
        """The outline of the county; read when asked."""
        return read_layer(self.folder, "boundary")

    def __repr__(self) -> str:
        """Return name, status and size in one line."""
        size = f"{len(self.villages)} villages, {len(self.schools)} schools"
        return f"LoadedRun({self.name!r}, {self.status}, {size}, {str(self.folder)!r})"


def check_language(lang: str, known: Sequence[str] = LANGS) -> None:
    """Refuse a language that is not one of those known.

    Raises
    ------
    UsageError
        Naming those that are.
    """
    if lang not in known:
        raise UsageError(text("loaded.unknown_lang", value=repr(lang), known=", ".join(known)))
