"""The page of a study as one file that opens and prints without a network."""

from __future__ import annotations

from planner.concern.study import ConcernStudy
from planner.reports.concern import verdict_section
from planner.reports.concern.contents import live_map, page_fields
from planner.reports.concern.look import county_name, points_of, said_in, survey_words
from planner.reports.concern.places import Places
from planner.reports.page import spoken_page
from planner.reports.words import PageLang, languages
from planner.texts import Text, text

SECTIONS = (
    "question",
    "evidence",
    "definitions",
    "exposure",
    "curve",
    "risk",
    "who",
    "verdict",
    "bounds",
    "price",
    "mitigations",
    "sensitivity",
    "posts",
    "survey",
    "registration",
    "limits",
)


def concern_page(study: ConcernStudy, places: Places, lang: PageLang = "both") -> str:
    """Return the page.

    Parameters
    ----------
    places
        Names and coordinates of villages, as far as they are known.
    lang
        ``zh``, ``en``, or ``both``: both texts are in the page, which opens in Chinese and
        switches at a button.
    """
    langs = languages(lang)
    title = text("concern_page.title")
    carried = verdict_section.carries(study)
    status = text("concern_page.may_carry" if carried else "concern_page.demonstration")
    live = live_map(study, places, langs)
    return spoken_page(
        "concern/concern.html",
        langs,
        "concern/concern.css",
        title={g: title.say(g) for g in ("zh", "en")},
        title_text=title.say(langs[0]),
        county=_counties(study),
        asks={"zh": "", "en": ""},
        warning=_warning(study),
        status=status,
        status_code="optimal" if carried else "demonstration",
        sections=SECTIONS,
        titles={name: text(f"concern_page.section.{name}") for name in ("short", *SECTIONS)},
        survey=survey_words(study),
        points=points_of(study.margin),
        live=live,
        **page_fields(study, places, langs),
    )


def _counties(study: ConcernStudy) -> dict[str, str]:
    names = [county_name(study, c) for c in study.counties]
    return {
        "zh": "、".join(said_in(n, "zh") for n in names),
        "en": ", ".join(said_in(n, "en") for n in names),
    }


def _warning(study: ConcernStudy) -> tuple[str, Text] | None:
    for grade in ("synthetic", "estimated"):
        if any(p.evidence == grade for p in study.plans):
            return grade, text(f"page.{grade}")
    return None
