"""Counts with their noun, and parts of a whole: English asks for one form or the other."""

from __future__ import annotations

from planner.reports.words import count, few
from planner.texts import Text, text


def pupils(n: float) -> Text:
    """Return a number of pupils with the noun; one or two read ``<3``, as on all pages."""
    return text("report_page.n_pupils", n=few(n))


def schools(n: float) -> Text:
    """Return a number of schools with the noun."""
    return text(f"report_page.n_schools.{_form(n)}", n=count(n))


def villages(n: float) -> Text:
    """Return a number of villages with the noun."""
    return text(f"report_page.n_villages.{_form(n)}", n=count(n))


def pupils_of(n: float, of: float) -> Text:
    """Return how many pupils of all: none, some or all of them."""
    return text(f"report_page.pupils_of.{_part(n, of)}", n=few(n), of=count(of))


def schools_of(n: float, of: float) -> Text:
    """Return how many schools of all: none, some or all of them."""
    return text(f"report_page.schools_of.{_part(n, of)}", n=count(n), of=count(of))


def villages_of(n: float, of: float) -> Text:
    """Return how many villages of all: none, some or all of them."""
    return text(f"report_page.villages_of.{_part(n, of)}", n=count(n), of=count(of))


def _form(n: float) -> str:
    return "one" if round(n) == 1 else "many"


def _part(n: float, of: float) -> str:
    if round(n) == 0:
        return "none"
    return "all" if round(n) == round(of) else "some"
