"""What a plan costs, in sentences for people who never saw the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.county.dictionary import STAGES
from planner.indicators.money import CENT_YUAN
from planner.ledger import Ledger
from planner.reports import nouns
from planner.reports.cautions import prices_said, too_small_said
from planner.reports.decisions import NEEDS_CONSENT
from planner.reports.guesses import empty_by_guess
from planner.reports.ledger_tables import ledger_of
from planner.reports.sentences import course
from planner.reports.words import count, yuan
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas


def money_said(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> tuple[Text | None, ...]:
    """Return what the county spends once and yearly, what families pay, and what may be no saving.

    Parameters
    ----------
    assignments, schools
        Rows of assignments.csv and schools.csv.
    """
    book = ledger_of(result)
    return (
        _once(result, book),
        _running(result),
        _balance(result, book.allocated_yearly_yuan),
        prices_said(result, book),
        empty_said(result, schools),
        _posts(result),
        _households(result, assignments),
    )


def guessed_empty(result: Result, schools: pandas.DataFrame) -> pandas.DataFrame:
    """Return the rows of schools that close or are reduced and whose having no pupils is a guess.

    Nobody goes there today, and of a stage that they teach neither a register of who attends nor
    their own enrolment says so: today's pupils were worked out, and none fell to them.
    """
    taught = schools[[f"{g}_pupils_before" for g in STAGES]].sum(axis=1)
    empty = schools[schools["decision"].isin(NEEDS_CONSENT) & (taught == 0)]
    chosen = [
        empty_by_guess(result, school, kind)
        for school, kind in zip(empty["school_id"], empty["kind_before"], strict=True)
    ]
    return empty[chosen]


def empty_said(result: Result, schools: pandas.DataFrame) -> Text | None:
    """Return how much of what is saved comes from schools that may not be empty; None for none."""
    rows = guessed_empty(result, schools)
    if rows.empty:
        return None
    saved = float((rows["annual_yuan_before"] - rows["annual_yuan"]).sum())
    if saved <= 0:
        return text("report_page.empty", schools=count(len(rows)))
    return text("report_page.empty_saves", schools=count(len(rows)), saved=yuan(saved))


def _once(result: Result, book: Ledger) -> Text:
    capital, bought = result.accounts.county_capital_yuan, book.total_yuan("allocation")
    if round(bought):
        return text(
            "report.summary.once_allocated",
            total=yuan(capital + bought),
            capital=yuan(capital),
            allocated=yuan(bought),
        )
    if round(capital) == 0:
        return text("report.summary.nothing_once")
    return text("report.summary.once", capital=yuan(capital))


def _running(result: Result) -> Text:
    after, before = result.accounts, result.baseline_accounts
    return text(
        "report.summary.running",
        running=course(yuan(before.running_yuan), yuan(after.running_yuan)),
    )


def _balance(result: Result, allocated_yuan: float) -> Text | None:
    """Return what the plan costs more or less a year: the county, households, both.

    All net of public funds from above, and with the yearly payment for what the allocation buys.

    None where neither pays anything else than today.
    """
    after, before = result.accounts, result.baseline_accounts
    cost = after.annual_cost_yuan + allocated_yuan
    county = cost - before.annual_cost_yuan
    households = after.household_yuan - before.household_yuan
    if round(county) == round(households) == 0:
        return None
    both = before.annual_cost_yuan + before.household_yuan
    fields = {
        "cost": course(yuan(before.annual_cost_yuan), yuan(cost)),
        "county": _more_or_less(county),
        "households": _more_or_less(households),
        "total": course(yuan(both), yuan(cost + after.household_yuan)),
        "both": too_small_said(result, county + households, both)
        or _more_or_less(county + households),
    }
    if round(allocated_yuan):
        return text("report.summary.balance_allocated", allocated=yuan(allocated_yuan), **fields)
    return text("report.summary.balance", **fields)


def _more_or_less(change_yuan: float) -> Text:
    if round(change_yuan) == 0:
        return text("report.summary.as_much")
    size = yuan(abs(change_yuan))
    if change_yuan > 0:
        return text("report.summary.dearer", yuan=size)
    return text("report.summary.cheaper", yuan=size)


def _posts(result: Result) -> Text:
    after, before = result.accounts, result.baseline_accounts
    return text(
        "report.summary.posts",
        posts=course(count(int(before.posts.sum())), count(int(after.posts.sum()))),
        carers=course(count(int(before.carers.sum())), count(int(after.carers.sum()))),
    )


def _households(result: Result, assignments: pandas.DataFrame) -> Text:
    after, before = result.accounts, result.baseline_accounts
    pupils = assignments["pupils"]
    # Who has no trip today, or none in the plan, has nothing to compare.
    grown = assignments["household_yuan"] - assignments["baseline_household_yuan"]
    more = grown > CENT_YUAN
    payers = int(pupils[more].sum())
    told = text("report.summary.no_payers")
    if payers:
        extra = float((grown * pupils)[more].sum()) / payers
        told = text("report.summary.payers", pupils=nouns.pupils(payers), extra=count(extra))
    # As the indicator does, over the pupils who have a trip: then, and today.
    placed = max(1, int(pupils[assignments["school_id"] != ""].sum()))
    placed_before = max(1, int(pupils[assignments["baseline_mode"] != ""].sum()))
    return text(
        "report.summary.households",
        course=course(yuan(before.household_yuan), yuan(after.household_yuan)),
        each=course(
            count(before.household_yuan / placed_before), count(after.household_yuan / placed)
        ),
        payers=told,
    )
