"""What every page of this room has: its head, its languages, the banner over unmeasured data."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from typing import Any

from planner.county import County
from planner.maps.offline import POLICY
from planner.maps.scan import outside_references
from planner.reports.template import rendered
from planner.reports.words import both, pair, title_of, warning_of
from planner.scenario import Scenario
from planner.texts import Lang, Text, text


def page(
    template: str,
    scenario: Scenario,
    county: County,
    langs: Sequence[Lang],
    *,
    status: Text,
    status_code: str,
    **fields: Any,
) -> str:
    """Return a page that makes no request, from a template that extends ``page.html``.

    Parameters
    ----------
    langs
        Languages of the page, the one it opens in first.
    status, status_code
        What is said of the scenario beside the county's name, and its style.
    **fields
        What the template asks for besides.
    """
    title = title_of(scenario)
    return spoken_page(
        template,
        langs,
        title=title,
        title_text=f"{pair(county.name)[langs[0]]} · {title[langs[0]]}",
        county=dict(county.name),
        asks={"zh": scenario.asks.zh, "en": scenario.asks.en},
        warning=warning_of(county),
        status=status,
        status_code=status_code,
        **fields,
    )


def spoken_page(template: str, langs: Sequence[Lang], own_css: str = "", **fields: Any) -> str:
    """Return a page that makes no request, with what every template asks for to speak.

    Parameters
    ----------
    langs
        Languages of the page, the one it opens in first.
    own_css
        Style sheet of the page beside that of the room, by its place below ``planner/reports``.
    **fields
        What the template asks for besides.
    """

    def say(said: object) -> object:
        return both(said, langs) if isinstance(said, Text | dict) else said

    def words(key: str, /, **values: object) -> object:
        return both(text(key, **values), langs)

    files = resources.files("planner.reports")
    sheets = [files / name for name in ("report.css", own_css) if name]
    made = rendered(
        template,
        say=say,
        words=words,
        langs=langs,
        policy=POLICY,
        css="\n".join(sheet.read_text("utf-8") for sheet in sheets),
        **fields,
    )
    assert not outside_references(made)
    return made
