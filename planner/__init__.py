"""School layout planning for rural counties: which schools stay, merge, grow or board."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from planner.notebook import Run

__version__ = "0.1.0"
__all__ = ["__version__", "load_run"]


def load_run(folder: Path | str) -> Run:
    """Read a finished run: its tables as (Geo)DataFrames, ``.map()`` as a folium map.

    Parameters
    ----------
    folder
        A run folder, as ``plan --scenario`` writes it.

    Raises
    ------
    planner.errors.InvalidInputError
        If it holds no run with a plan.
    """
    # Not at the top: pandas alone would take the time in which plan --help answers.
    from planner.notebook import load_run as load

    return load(folder)
