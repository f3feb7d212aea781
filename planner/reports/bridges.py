"""How figures of the table of indicators agree with those of the summary where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.affected import DAY_TRIPS_A_WEEK
from planner.reports.dossier.counts import public_part
from planner.reports.figures import amount
from planner.reports.people import SAME_MINUTES, with_change
from planner.reports.sentences import WORSE, Sentence, grown_daily, listed
from planner.reports.words import FEWEST_SHOWN, few, whole
from planner.result import Result
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

LOTS = ("worse", "same", "better", "none")
"""How the indicators sort pupils by minutes alone; ``none`` where there is nothing to compare."""


def by_minutes(assignments: pandas.DataFrame) -> pandas.Series:
    """Return how the indicators sort each row of assignments.csv, a code of `LOTS`.

    A daily and a weekly trip are compared by a tenth of their minutes in a school week; who
    has a trip today and no school in the plan is worse off.
    """
    weekly = (assignments["week_minutes"] - assignments["baseline_week_minutes"]) / DAY_TRIPS_A_WEEK
    growth = assignments["added_minutes"].where(assignments["mode_changed"] != 1, weekly)
    lost = (assignments["school_id"] == "") & (assignments["baseline_mode"] != "")
    lots = np.select(
        [lost | (growth > SAME_MINUTES + 1e-6), growth < -SAME_MINUTES - 1e-6, growth.notna()],
        ["worse", "better", "same"],
        "none",
    )
    import pandas as pd

    return pd.Series(lots, index=assignments.index)


def bridges(result: Result, assignments: pandas.DataFrame) -> tuple[Sentence, ...]:
    """Return a sentence for each figure that counts otherwise in the table than in the summary.

    Parameters
    ----------
    assignments
        Rows of assignments.csv.
    """
    own = result.indicators[result.indicators["group_kind"] == "county"]
    values = dict(zip(own["indicator"], own["value"].astype(float), strict=True))
    trips = with_change(result, assignments)
    said: list[Sentence] = []
    if "pupils_worse" in values:
        said += _sorted(trips)
    if "worse_minutes_mean" in values:
        said += _growth(values, trips)
    return tuple(said)


def _sorted(trips: pandas.DataFrame) -> list[Sentence]:
    """Return whom the table sorts by minutes and the summary by what happens to them."""
    lots, pupils = by_minutes(trips), trips["pupils"]
    boards = trips["change"] == "boards_now"
    home = (trips["mode_changed"] == 1) & (trips["mode"] != "board")
    untold = (lots == "none") & ~boards
    said: list[Sentence] = []
    if boards.any():
        worse = few(pupils[trips["change"].isin(WORSE)].sum())
        n = few(pupils[boards].sum())
        said.append(
            listed(
                "report_page.bridge.boards", _parts(pupils[boards], lots), pupils=n, summary=worse
            )
        )
    if home.any():
        n = few(pupils[home].sum())
        said.append(listed("report_page.bridge.home", _parts(pupils[home], lots), pupils=n))
    if untold.any():
        # Beside those of the table who have no trip today, none of these may be told from the rest.
        without, rest = (int(pupils[some].sum()) for some in (lots == "none", untold))
        said.append(text("report_page.bridge.untold", pupils=str(public_part(rest, without))))
    return said


def _parts(pupils: pandas.Series, lots: pandas.Series) -> list[Text]:
    """Return how many are of each lot, one of 1 or 2 together with the next larger one.

    What they are parts of is told too, so that ``<3`` would follow from the others.
    """
    n = pupils.groupby(lots[pupils.index]).sum()
    counted: list[tuple[int, tuple[str, ...]]] = [
        (int(n[lot]), (lot,)) for lot in LOTS if n.get(lot, 0)
    ]
    groups = sorted(counted, key=lambda g: g[0])
    while len(groups) > 1 and groups[0][0] < FEWEST_SHOWN:
        (few_, small), (more, large), *others = groups
        groups = sorted([(few_ + more, small + large), *others], key=lambda g: g[0])
    return [
        _part(k, tuple(sorted(names, key=LOTS.index)))
        for k, names in sorted(groups, key=lambda g: min(map(LOTS.index, g[1])))
    ]


def _part(pupils: int, names: tuple[str, ...]) -> Text:
    if len(names) == 1:
        return text(f"report_page.lot.{names[0]}", n=few(pupils))
    said = {
        lang: text("report_page.lot_or")
        .say(lang)
        .join(text(f"report_page.lot_name.{name}").say(lang) for name in names)
        for lang in LANGS
    }
    return text("report_page.lots", names=text("say.both", **said), n=few(pupils))


def _growth(values: dict[str, float], trips: pandas.DataFrame) -> list[Text]:
    daily = grown_daily(trips)
    if daily.empty:
        return []
    weight = daily["pupils"]
    mean = float((daily["added_minutes"] * weight).sum() / weight.sum())
    table = values["worse_minutes_mean"]
    worst = values.get("added_minutes_worst", table)
    most = float(daily["added_minutes"].max())
    if abs(mean - table) < 1e-6 and abs(most - worst) < 1e-6:
        return []
    return [
        text(
            "report_page.bridge.growth",
            table=amount(table, "min"),
            worst=amount(worst, "min"),
            mean=whole(mean),
            most=whole(most),
            pupils=few(weight.sum()),
        )
    ]
