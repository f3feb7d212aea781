"""The pages of a dossier: one file each, both languages in it, nothing asked of the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from planner.maps.offline import POLICY
from planner.maps.scan import outside_references
from planner.reports.dossier import tables
from planner.reports.dossier.content import Dossier
from planner.reports.template import rendered
from planner.reports.words import PageLang, languages, pair
from planner.texts import Lang, Text, text

STAMPED = ("synthetic", "estimated")
"""Grades of evidence that every printed page names at its head."""


def dossier_page(dossier: Dossier, lang: PageLang = "both") -> str:
    """Return the papers on one closure as a page.

    Parameters
    ----------
    lang
        ``zh``, ``en``, or ``both``: the Chinese papers, and the English after them.
    """
    langs = languages(lang)
    return _page(
        "dossier/dossier.html",
        langs,
        head=dossier.name,
        grade=stamp_of(dossier.grade),
        d=dossier,
        articles=[(lang, _article(dossier, lang)) for lang in langs],
    )


def index_page(
    dossiers: Sequence[tuple[Dossier, str]],
    refused: Sequence[Text],
    county: Mapping[str, str],
    lang: PageLang = "both",
) -> str:
    """Return the page that lists the papers.

    Parameters
    ----------
    dossiers
        Each with the name of its file, beside this page.
    refused
        Why there are no papers on other closures.
    county
        Name of the county by language.
    """
    langs = languages(lang)
    grades = [d.grade for d, _ in dossiers]
    stamps = [g for g in STAMPED if g in grades]
    return _page(
        "dossier/index.html",
        langs,
        head=pair(county)[langs[0]],
        # Papers that are stamped carry their own stamp; the index has the strongest.
        grade=stamps[0] if stamps else "",
        county={lang: pair(county)[lang] for lang in langs},
        dossiers=dossiers,
        about={d.school_id: tables.at(d.name, d.township) for d, _ in dossiers},
        refused=[{lang: said.say(lang) for lang in langs} for said in refused],
        open_steps={d.school_id: sum(not s.settled for s in d.steps) for d, _ in dossiers},
    )


def stamp_of(grade: str) -> str:
    """Return the grade that a page is stamped with, empty for measured data."""
    return grade if grade in STAMPED else "" if grade == "measured" else "estimated"


def css_text(said: str) -> str:
    """Return a text as a string of a style sheet: escaped letter by letter, so nothing ends it."""
    return '"' + "".join(f"\\{ord(letter):06x}" for letter in said) + '"'


def _page(template: str, langs: Sequence[Lang], *, head: str, grade: str, **fields: Any) -> str:
    stamp = {lang: text(f"dossier.stamp.{grade}").say(lang) for lang in langs} if grade else {}
    title = text("dossier.title").say(langs[0])
    made = rendered(
        template,
        langs=langs,
        policy=POLICY,
        css=(resources.files("planner.reports") / "dossier" / "dossier.css").read_text("utf-8"),
        head_css=css_text(f"{title} · {head}"),
        stamp_css=css_text(" · ".join(stamp.values())),
        stamp=stamp,
        grade=grade,
        title_text=f"{title} · {head}",
        t=lambda lang, key, /, **values: text(key, **values).say(lang),
        **fields,
    )
    assert not outside_references(made)
    return made


def _article(dossier: Dossier, lang: Lang) -> dict[str, Any]:
    """Return the parts of the papers in one language."""
    status = text(
        "dossier.proposed_by",
        county=pair(dossier.county)[lang],
        scenario=pair(dossier.scenario)[lang],
        status=dossier.status,
    )
    return {
        "about": tables.at(dossier.name, dossier.township).say(lang),
        "code": text("dossier.code", school=dossier.school_id).say(lang),
        "status": status.say(lang),
        "grade": text("dossier.grade", grade=text(f"provenance.{dossier.grade}")).say(lang),
        "proposal": dossier.proposal.say(lang),
        "groups": tables.group_rows(dossier, lang),
        "totals": tables.totals(dossier, lang),
        "alternatives": [said.say(lang) for said in dossier.alternatives.sentences],
        "instead": [
            [
                i.village,
                text(f"stage.{i.stage}").say(lang),
                str(i.pupils),
                i.plan.say(lang),
                i.opposite.say(lang),
            ]
            for i in dossier.alternatives.instead
        ],
        "receivers": [
            {
                "name": text(
                    "dossier.receiver.name",
                    name=tables.bare(r.name, r.township),
                    township=r.township,
                    kind=text(f"kind.{r.kind}"),
                    pupils=r.newcomers,
                ).say(lang),
                "rows": tables.receiver_rows(r, lang),
                "first": tables.build_first(r, lang),
            }
            for r in dossier.receivers
        ],
        "ready": any(s.code == "receiver_ready" and s.settled for s in dossier.steps),
        "open": sum(not s.settled for s in dossier.steps),
        "steps": tables.step_rows(dossier.steps, lang),
        "norms": tables.norm_rows(dossier.norms, lang),
        "assumed": [pair(said)[lang] for said in dossier.assumed],
    }
