"""Area built to the floors: in the ledger of the layout, and in the tornado."""

from dataclasses import replace

import pytest
from area_worlds import built, town
from worlds import tiny_plan

from planner.accounts import account, annuity
from planner.ledger import ledger, tornado
from planner.ledger.prices import with_price

TEACHING = "resources.unit_costs.teaching_area_yuan"


def merged(world):
    plan = tiny_plan(world, go={"B": ("T", "walk")}, kinds={"V": None})
    book = built(plan, "T", 140.0, 450.0)
    return ledger(world, book, account(world, book))


def test_what_is_built_stands_at_its_school_with_price_and_source():
    book = merged(town("build"))
    rows = book.table().set_index("item")
    row = rows.loc["teaching_area_floors"]
    assert (row["school_id"], row["kind"], row["quantity"]) == ("T", "capital", 140)
    assert (row["unit"], row["unit_yuan"], row["yuan"]) == ("m2", 4_800, 672_000)
    assert (row["low_yuan"], row["high_yuan"]) == (140 * 3_500, 140 * 5_800)
    assert (row["source"], row["mark"]) == (TEACHING, "m")
    sports = rows.loc["sports_area_floors"]
    assert (sports["yuan"], sports["mark"]) == (135_000, "m")
    assert book.total_yuan("capital") == 672_000 + 135_000 + 500_000


def test_the_price_of_a_square_metre_is_a_bar_of_the_tornado():
    book = merged(town("build"))
    bars = {bar.key: bar for bar in tornado(book)}
    span = 140 * (5_800 - 3_500) * annuity(0.03, 40)
    assert bars[TEACHING].span_yuan == pytest.approx(span)
    assert TEACHING not in {bar.key for bar in tornado(merged_without_area())}


def merged_without_area():
    world = town("off")
    plan = tiny_plan(world)
    return ledger(world, plan, account(world, plan))


def test_the_price_is_that_of_the_run_whatever_the_list_says_by_now():
    world = town("build", yuan=(5_000.0, 300.0))
    row = merged(world).table().set_index("item").loc["teaching_area_floors"]
    assert (row["unit_yuan"], row["yuan"]) == (5_000, 700_000)
    dear = replace(world, scenario=with_price(world.scenario, TEACHING, 9_000))
    assert merged(dear).table().set_index("item").loc["teaching_area_floors"]["yuan"] == 700_000
