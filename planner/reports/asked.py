"""Where a plan is not what its title says: exceptions and decisions that the scenario makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.county.dictionary import OFFERS
from planner.reports import nouns
from planner.reports.concessions import listed
from planner.reports.places import names_of
from planner.reports.words import count
from planner.result import Result
from planner.scenario.schools import PerTownship
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas

MOST_NAMES = 6
"""So many names stand in a sentence; of the others their number."""
PINS = ("keep", "close", "open", "no_boarding")
"""Options of `schools` that name schools, in the order in which they are told."""


def exceptions(result: Result, schools: pandas.DataFrame) -> tuple[Text, ...]:
    """Return what the scenario excepts or decides by name, one sentence each.

    Parameters
    ----------
    schools
        Rows of schools.csv.
    """
    asked, county = result.scenario.schools, result.county
    named = names_of(county.schools)
    said: list[Text] = []
    if asked.per_township is not None and asked.per_township.exempt:
        said.append(_exempt(asked.per_township, schools))
    said += _boarding(result)
    if asked.keep_points:
        said.append(text("report_page.asked.keep_points"))
    for pin in PINS:
        ids = dict.fromkeys(getattr(asked, pin))
        if ids:
            names = listed([named.get(i, i) for i in ids], MOST_NAMES)
            said.append(text(f"report_page.asked.{pin}", names=names))
    if asked.closable_below_pupils is not None:
        least = count(asked.closable_below_pupils)
        said.append(text("report_page.asked.closable", pupils=least))
    if asked.hold_chosen:
        said.append(text("report_page.asked.hold_chosen"))
    return tuple(said)


def _exempt(rule: PerTownship, schools: pandas.DataFrame) -> Text:
    townships = list(dict.fromkeys(rule.exempt))
    there = schools["kind"][schools["township"].isin(townships)]
    return text(
        "report_page.asked.exempt",
        bounds=_bounds(rule),
        stage=text(f"report_page.stage.{rule.stage}"),
        n=count(len(townships)),
        all=count(schools["township"].nunique()),
        names=listed(townships, MOST_NAMES),
        schools=nouns.schools(sum(rule.stage in OFFERS.get(kind, ()) for kind in there)),
    )


def _bounds(rule: PerTownship) -> Text:
    if rule.max is None:
        return text("report_page.bounds.least", schools=nouns.schools(rule.min))
    if rule.max == rule.min:
        return text("report_page.bounds.exactly", schools=nouns.schools(rule.min))
    if rule.min == 0:
        return text("report_page.bounds.most", schools=nouns.schools(rule.max))
    return text("report_page.bounds.between", least=rule.min, schools=nouns.schools(rule.max))


def _boarding(result: Result) -> list[Text]:
    boarding = result.scenario.boarding
    if not boarding.exceptions:
        return []
    named = names_of(result.county.villages)
    ids = list(dict.fromkeys(e.village for e in boarding.exceptions))
    return [
        text(
            "report_page.asked.boarding",
            stage=text(f"report_page.stage.{boarding.lowest_stage}"),
            villages=nouns.villages(len(ids)),
            names=listed([named.get(i, i) for i in ids], MOST_NAMES),
        )
    ]
