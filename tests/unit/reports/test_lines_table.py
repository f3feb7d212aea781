"""The lines of a run as a table, a sheet and a section of the report."""

import html
import re
from dataclasses import replace

import numpy as np
import pytest
from pages_world import make_result
from report_parts import report_of, section

from planner.accounts import account
from planner.plan import Assignment, Plan
from planner.reports.lines import lines_section, lines_table, seats_said


def with_new_line(riders=9):
    """The pages' world where V4's upper pupils ride a new line to S4 instead of boarding."""
    result = make_result()
    old = result.instance
    unit = next(u for u in range(old.units) if old.unit_pupils[u] >= 2 and old.unit_site[u] >= 0)
    site = int(old.unit_site[unit])
    added = {
        "unit": unit, "site": site, "mode": 1, "minutes": 22.0, "metres": 9000.0, "line": 1,
        "household_yuan": 800.0, "public_yuan": 0.0, "vehicle": False, "hazard": False,
        "affected": False, "forbidden": 0,
    }  # fmt: skip
    arrays = {f"option_{k}": np.append(getattr(old, f"option_{k}"), v) for k, v in added.items()}
    village = old.unit_village[unit]
    instance = replace(
        old,
        **arrays,
        line_id=("L1", "NEW-1"),
        line_seats=np.array([30, 19]),
        line_possible=np.array([False, True]),
        line_yuan=np.array([0.0, 215_000.0]),
        line_vehicle_yuan=np.array([0.0, 200_000.0]),
        line_stages=np.ones((2, 3), dtype=bool),
        line_stops=("", f"{village}+V2;V3;{old.site_id[site]}"),
    )
    from planner.county.dictionary import STAGES

    key = (village, STAGES[int(old.unit_stage[unit])], old.unit_today[unit])
    rows = [
        r for r in result.plan.assignments if (r.village_id, r.stage, r.baseline_school_id) != key
    ]
    count = int(old.unit_pupils[unit])
    rows.append(Assignment(*key, old.site_id[site], "ride", count, "NEW-1"))
    plan = Plan(result.plan.sites, tuple(sorted(rows)), result.plan.unserved)
    return (
        replace(
            result,
            instance=instance,
            plan=plan,
            accounts=account(instance, plan),
            baseline_accounts=account(instance, result.baseline),
        ),
        count,
        village,
        old.site_id[site],
    )


def test_lines_of_today_and_funded_ones_with_stops_by_name():
    result, count, village, school = with_new_line()
    table = lines_table(result).set_index("line_id")
    assert table.index.tolist() == ["L1", "NEW-1"]
    assert table["line_status"].tolist() == ["existing", "funded"]
    assert table.loc["NEW-1", "stops"] == f"{village}村 + V2村 – V3村 – {school}学校"
    assert table.loc["NEW-1", ["riders_before", "riders", "line_seats"]].tolist() == [0, count, 19]
    assert table.loc["NEW-1", ["annual_yuan", "capital_yuan"]].tolist() == [215_000, 200_000]
    assert table.loc["L1", "annual_yuan"] != table.loc["L1", "annual_yuan"]
    # The stops of L1 at 24, 30 and 34 km lie within a kilometre of these places, or are numbers.
    assert table.loc["L1", "stops"].count(" – ") == 2


def test_a_possible_line_that_nobody_rides_is_not_listed():
    result, *_ = with_new_line()
    plan = make_result().plan
    idle = replace(result, plan=plan, accounts=account(result.instance, plan))
    assert lines_table(idle)["line_id"].tolist() == ["L1"]


def test_seats_that_nobody_counts_are_empty():
    result = make_result()
    instance = replace(result.instance, line_seats=np.array([1_000_000]))
    assert lines_table(replace(result, instance=instance))["line_seats"].isna().tolist() == [True]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_names_new_lines_first(lang):
    result, count, *_ = with_new_line()
    table = lines_section(result)
    assert table.rows[0][0] == "NEW-1"
    assert table.rows[0][3] == f"0 → {count}"
    page = report_of(result, "lines", lang=lang)
    assert {"zh": "客运与校车线路", "en": "Bus lines"}[lang] in page
    assert "NEW-1" in page


def with_seats(result, seats):
    services = result.county.services.assign(seats=seats)
    return replace(result, county=replace(result.county, services=services))


def test_the_page_says_where_the_seats_come_from():
    result, *_ = with_new_line()
    # L1 has 30 seats in the run: as many as ride today, where the table has 20.
    assert lines_of(with_seats(result, 20.0)) == [
        'Seats: 1 of the 1 lines of today have those of the column "Seats" of the county\'s '
        "services table (20 each).",
        "Seats: on 1 lines of today more pupils ride than the table seats. As many seats are "
        "counted there as pupils ride today, so that nobody loses a ride by it; the table's "
        "number stands in brackets.",
        "Seats: new lines have 19 a vehicle (option lines.seats of the scenario).",
    ]
    enough = lines_of(with_seats(result, 30.0))
    assert [said[:16] for said in enough] == ["Seats: 1 of the ", "Seats: new lines"]
    blank = lines_of(with_seats(result, np.nan))
    assert blank[0].startswith("Seats: for 1 lines of today the column")
    assert len(blank) == 2
    # A county without the column says the same.
    assert lines_of(result) == blank


def lines_of(result):
    return [said.say("en") for said in seats_said(result)]


def test_the_section_and_the_assumptions_say_it_alike():
    result, *_ = with_new_line()
    page = report_of(result, "lines", "assumptions", lang="en")
    for section_id in ("lines", "assumptions"):
        words = html.unescape(re.sub("<[^>]+>", "", section(page, section_id)))
        assert all(said in words for said in lines_of(result))


def test_seats_above_the_tables_are_shown_with_the_tables():
    result, *_ = with_new_line()
    riding = replace(
        result, accounts=replace(result.accounts, riders=np.array([7, 9])),
        baseline_accounts=replace(result.baseline_accounts, riders=np.array([2, 0])),
    )  # fmt: skip
    new, old = lines_section(with_seats(riding, 20.0)).rows
    assert (old[0], old[3], old[4].say("en")) == ("L1", "<3 → 7", "30 (20 in the table)")
    assert (new[3], new[4]) == ("0 → 9", "19")
    assert lines_section(with_seats(riding, 30.0)).rows[1][4] == "30"
