"""Runs in a notebook: the tables as frames, the map, a comparison."""

from __future__ import annotations

import html
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from planner.loaded import LoadedRun, check_language
from planner.loaded import load_run as _load_run
from planner.texts import LANGS, Lang

if TYPE_CHECKING:
    import pandas

    from planner.compare.runs import Comparison
    from planner.maps.offline import OfflineMap
    from planner.stages import PageLang

HEIGHT_PX = 720
"""Height of a comparison's page in a notebook."""


class Run(LoadedRun):
    """A finished run as its folder holds it; see `planner.loaded.LoadedRun` for its tables."""

    def map(self, lang: Lang | None = None) -> OfflineMap:
        """Return the run's map as a folium map; it shows in a notebook without a network.

        It draws what ``map.html`` shows, and takes further folium layers.

        Parameters
        ----------
        lang
            Language to open in; without it as the page does.

        Raises
        ------
        UsageError
            If `lang` is no language of the program.
        InvalidInputError
            If the folder has no map, or none in that language.
        """
        from planner.maps.kept import kept_map

        if lang is not None:
            check_language(lang)
        return kept_map(self.folder, lang)

    def compare(
        self,
        *others: LoadedRun | Path | str,
        frontier: Path | str | None = None,
        lang: PageLang = "both",
    ) -> Compared:
        """Return this run beside one to five others of its county, as ``plan compare`` does.

        Parameters
        ----------
        others
            Runs, or their folders.
        frontier
            Folder of a sweep; without it the one that a run lies in, if any.
        lang
            Language of the page.

        Raises
        ------
        UsageError
            If there is no other run, more than five, or one twice; if `lang` is no language.
        InvalidInputError
            If a folder holds no run with a plan, or one of another county.
        """
        from planner.compare.runs import compared

        check_language(lang, (*LANGS, "both"))
        folders = [r.folder if isinstance(r, LoadedRun) else Path(r) for r in (self, *others)]
        sweep = None if frontier is None else Path(frontier)
        return Compared(compared(folders, sweep), lang)


@dataclass(frozen=True, eq=False, repr=False)
class Compared:
    """Runs of one county side by side: tables, and the page of ``plan compare`` in the cell.

    Parameters
    ----------
    comparison
        What is compared.
    lang
        Language of the page.
    """

    comparison: Comparison
    lang: PageLang = "both"

    @property
    def names(self) -> tuple[str, ...]:
        """What the runs are called: the letter that the page gives them, and the scenario."""
        runs = zip(self.comparison.letters, self.comparison.runs, strict=True)
        return tuple(f"{letter} {run.name}" for letter, run in runs)

    @property
    def indicators(self) -> pandas.DataFrame:
        """The county's indicators: unit and better, then for each run today and its plan."""
        import pandas as pd

        rows = self.comparison.indicators
        columns: dict[str, list[object]] = {
            "group": [row.group for row in rows],
            "unit": [row.unit for row in rows],
            "better": [row.better for row in rows],
        }
        for n, name in enumerate(self.names):
            columns[f"{name} today"] = [row.baselines[n] for row in rows]
            columns[name] = [row.values[n] for row in rows]  # noqa: PD011
        return pd.DataFrame(columns, index=pd.Index([r.name for r in rows], name="indicator"))

    @property
    def closures(self) -> pandas.DataFrame:
        """The schools that some run closes or reduces, and what each run decides of them."""
        import pandas as pd

        fates = self.comparison.closures
        columns: dict[str, list[object]] = {
            "name": [fate.name for fate in fates],
            "township": [fate.township for fate in fates],
            "pupils": [fate.pupils for fate in fates],
        }
        for n, name in enumerate(self.names):
            plans = [fate.plans[n] for fate in fates]
            columns[name] = [None if plan is None else plan.decision for plan in plans]
        index = pd.Index([fate.school_id for fate in fates], name="school_id")
        return pd.DataFrame(columns, index=index)

    def html(self) -> str:
        """Return the page, which makes no request."""
        from planner.reports.compare.page import comparison_page

        return comparison_page(self.comparison, self.lang)

    def save(self, page: Path | str) -> tuple[Path, Path]:
        """Write the page and, beside it, the workbook; return where both are.

        Raises
        ------
        UsageError
            If `page` is no name of a page.
        """
        from planner.reports.compare.write import write_comparison

        return write_comparison(self.comparison, Path(page), self.lang)

    def __repr__(self) -> str:
        """Return the runs in one line."""
        return f"Compared({', '.join(self.names)})"

    def _repr_html_(self) -> str:
        """Return the page as a frame of its own, as notebooks show it."""
        held = html.escape(self.html())
        style = f"width:100%;height:{HEIGHT_PX}px;border:1px solid #bbb"
        return f'<iframe srcdoc="{held}" style="{style}"></iframe>'


def load_run(folder: Path | str) -> Run:
    """Read a run folder; raises as `planner.loaded.load_run`."""
    loaded = _load_run(folder)
    return Run(**{part.name: getattr(loaded, part.name) for part in fields(loaded)})
