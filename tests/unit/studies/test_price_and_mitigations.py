"""The price of a cap from a sweep, and what each mitigation may change of a plan."""

import csv
import json

import pytest

from planner.errors import InvalidInputError
from planner.studies.mitigations import SOLVED, Schools, options_of, schools_of
from planner.studies.price import KEY, plain_price, price_lines, price_of, write_price

FRONTIER = (
    "limit",
    "value",
    "status",
    "gap",
    "affected_pupils",
    "public_plus_household_spending_yuan",
    "pupil_minutes",
    "folder",
)


def table(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def sweep(folder, *points, key=KEY):
    """Write a sweep: ``(value, affected, yuan, pupil-minutes)`` of 100 pupils each."""
    rows = []
    for n, (value, *known) in enumerate(points):
        run = f"points/{n}"
        row = dict.fromkeys(FRONTIER, "") | {"limit": key, "value": value, "folder": run}
        if known:
            affected, yuan, minutes = known
            row |= {"status": "optimal", "gap": "0.01", "affected_pupils": affected}
            row |= {"public_plus_household_spending_yuan": yuan, "pupil_minutes": minutes}
            one = {"pupils": 60, "minutes": 10, "school_id": "S1"}
            other = {"pupils": 20, "minutes": 50, "school_id": "S2"}
            none = {"pupils": 20, "minutes": "", "school_id": ""}
            table(folder / run / "assignments.csv", [one, other, none])
            schools = [{"school_id": "S1", "kind": "primary"}, {"school_id": "S3", "kind": ""}]
            table(folder / run / "schools.csv", schools)
            said = {"county": "toy", "county_id": "toy-id"}
            (folder / run / "manifest.json").write_text(json.dumps(said))
            resolved = "concern: {definition: D3}\n"
            (folder / run / "scenario.resolved.yaml").write_text(resolved)
        else:
            row |= {"status": "infeasible"}
        rows.append(row)
    table(folder / "frontier.csv", rows)
    return folder


def test_the_price_is_what_a_cap_costs_more_than_none(tmp_path):
    folder = sweep(tmp_path, ("null", 40, 1000, 500), ("0", 0, 1700, 450), ("0.1", 10, 1200, 480))
    zero, tenth, free = price_of(folder)
    assert [p.max_affected_share for p in (zero, tenth)] == [0.0, 0.1]
    assert (zero.affected_share, zero.extra_yuan, zero.extra_pupil_minutes) == (0.0, 700, -50)
    assert (tenth.affected_share, tenth.extra_yuan, tenth.extra_pupil_minutes) == (0.1, 200, -20)
    assert (free.extra_yuan, free.extra_pupil_minutes) == (0.0, 0.0)
    assert (free.county_id, free.definition, free.schools_open) == ("toy-id", "D3", 1.0)
    # 60 pupils ten minutes, 20 fifty; those without a school have no trip.
    assert zero.minutes_a_pupil == pytest.approx(20.0)


def test_without_a_point_free_of_caps_the_loosest_counts(tmp_path):
    tight, loose = price_of(sweep(tmp_path, ("0.05", 5, 1300, 1), ("0.5", 50, 1100, 2)))
    assert (tight.extra_yuan, loose.extra_yuan) == (200, 0)


def test_a_cap_that_no_plan_meets_is_told_without_a_price(tmp_path):
    zero, free = price_of(sweep(tmp_path, ("0",), ("null", 10, 1000, 1)))
    assert zero.status == "infeasible"
    assert (zero.county_id, zero.definition) == ("toy-id", "D3")
    said = [line.say("en") for line in price_lines((zero, free))]
    assert said[0].startswith("at most 0% affected: ")
    assert "yuan" not in said[0]
    assert said[1].startswith("at most no cap affected: 10.0%, +0 yuan a year, 20.0 minutes")
    assert plain_price((zero,))[0]["annual_yuan"] is None
    write_price((zero, free), tmp_path / "price.csv")
    with (tmp_path / "price.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["max_affected_share"], r["extra_yuan"]) for r in rows] == [("0.0", ""), ("", "0.0")]


def test_another_sweep_or_none_is_refused(tmp_path):
    for folder in (
        sweep(tmp_path / "a", ("5", 1, 1, 1), key="budget.capital_yuan"),
        tmp_path / "b",
    ):
        with pytest.raises(InvalidInputError) as caught:
            price_of(folder)
        assert f"--over {KEY}" in caught.value.findings[0].say("en")


SCHOOLS = Schools(("S1", "S2"), ("N1",), ("P1", "P2"), 40)


def test_what_a_plan_made_of_the_schools(tmp_path):
    row = {"status_before": "existing", "kind": "primary", "kind_before": "primary"}
    closed = {"kind": ""}
    point = closed | {"kind_before": "teaching_point"}
    rows = [
        {"school_id": "S1"} | row | {"beds_added": 30},
        {"school_id": "S2"} | row | {"kind": "teaching_point", "beds_added": ""},
        {"school_id": "S3"} | row | closed | {"beds_added": 0},
        {"school_id": "P1"} | row | point | {"beds_added": 0},
        {"school_id": "N1"} | row | {"status_before": "candidate", "beds_added": 10},
        {"school_id": "N2"} | row | closed | {"status_before": "candidate", "beds_added": 0},
    ]
    table(tmp_path / "schools.csv", rows)
    assert schools_of(tmp_path) == Schools(("S1", "S2"), ("N1",), ("P1",), 40)


def test_each_mitigation_eases_one_thing_and_holds_the_rest():
    laid = {kind: options_of(kind, SCHOOLS, "D2") for kind in SOLVED}
    base = laid["catchments"]
    assert base["schools.open_between"] == [None, 3]
    assert base["schools.keep"] == ["S1", "S2"]
    assert (base["boarding.max_new_beds"], base["lines.generate"]) == (40, False)
    assert base["concern.definition"] == "D2"
    assert [t["minimise"] for t in base["objective"]][:2] == ["unserved_pupils", "affected_pupils"]

    def eased(kind):
        return {k: v for k, v in laid[kind].items() if v != base[k]}

    points = {"schools.keep": ["S1", "S2", "P1", "P2"], "schools.open_between": [None, 5]}
    assert eased("minibus") == {"lines.generate": True}
    assert eased("dormitory") == {"boarding.max_new_beds": None}
    assert eased("keeping_points") == points
    assert eased("all_together") == points | eased("minibus") | eased("dormitory")
