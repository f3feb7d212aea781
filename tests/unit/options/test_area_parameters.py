"""What area floors ask for, from the balance profile, and the area that schools have."""

import numpy as np
import pytest
from option_worlds import asked, small_county, trips_table

from planner.areas import area_allowed_m2
from planner.errors import InvalidInputError
from planner.norms import load_profile
from planner.options.areas import area_findings, area_parameters
from planner.options.assemble import assemble

NAN = float("nan")
PRIMARY = {"teaching_area_m2": 400.0, "sports_area_m2": 420.0}


def county(**schools):
    return small_county(
        {"V1": {"lower": 60}},
        schools or {"S1": PRIMARY},
        attendance=[("V1", "lower", "S1", 60, "walk")],
    )


def floors(mode="build", **more):
    return asked(schools={"area_floors": mode, **more.pop("schools", {})}, **more)


def test_floors_and_rooms_are_those_of_the_first_balance_profile():
    found = area_parameters(county(), floors())
    # Grades 1 to 6 as primary; teaching area, then sports area.
    assert found["area_floor_m2"].tolist() == [[4.5, 4.5, 5.8], [7.5, 7.5, 10.2]]
    assert found["area_room_m2"].tolist() == [90, 0]
    assert found["area_yuan"].tolist() == [4_800, 300]
    said = load_profile("quality-2017", "balance").values()["indicators"]
    assert said["sports_area_m2_per_pupil"]["junior"] == 10.2
    low = area_parameters(county(), floors(schools={"area_floor_share": 0.85}))
    assert low["area_floor_m2"][0].tolist() == pytest.approx([3.825, 3.825, 4.93])


def test_prices_are_those_of_the_allocation():
    own = {"unit_costs": {"sports_area_yuan": 111}, "prices": "high"}
    assert area_parameters(county(), floors(resources=own))["area_yuan"].tolist() == [5_800, 111]


def test_a_profile_of_the_county_sets_its_own(tmp_path):
    file = tmp_path / "ours.toml"
    norms = {
        "indicators.teaching_area_m2_per_pupil.counted": "true",
        "indicators.teaching_area_m2_per_pupil.primary": "6.0",
        "assumed.room_m2": "70",
    }
    rows = [
        f'[[norms]]\nkey = "{k}"\nvalue = {v}\nzh = "县"\nen = "county"\ncertainty = "default"\n'
        for k, v in norms.items()
    ]
    file.write_text('kind = "balance"\nzh = "县"\nen = "county"\n' + "".join(rows), "utf-8")
    found = area_parameters(county(), floors(balance={"profiles": [str(file)]}))
    assert found["area_floor_m2"].tolist() == [[6, 6, 0], [0, 0, 0]]
    assert found["area_room_m2"].tolist() == [70, 0]


def test_measures_without_an_area_have_nothing_to_ask_for():
    with pytest.raises(InvalidInputError) as refused:
        area_parameters(county(), floors(balance={"profiles": ["basic-2012"]}))
    (finding,) = refused.value.findings
    assert (finding.column, finding.value) == ("schools.area_floors", "basic-2012")
    assert "sets no area a pupil" in finding.message.say("en")
    assert area_parameters(county(), floors("off", balance={"profiles": ["basic-2012"]})) == {}


def test_the_area_that_pupils_from_outside_need_is_nobody_elses():
    outside = PRIMARY | {"lower_enrolled": 70.0, "nonlocal_enrolled": 10.0}
    found = area_parameters(county(S1=outside), floors())
    assert found["site_area_m2"].tolist() == [[400 - 10 * 4.5, 420 - 10 * 7.5]]


def test_a_new_school_is_not_bound_whatever_area_is_planned():
    found = area_parameters(county(S1=PRIMARY, S2=PRIMARY | {"status": "candidate"}), floors())
    assert found["site_area_m2"][0].tolist() == [400, 420]
    assert np.isnan(found["site_area_m2"][1]).all()


def test_an_assembled_school_may_be_asked_for_what_it_has_or_needs_today():
    made = assemble(county(), trips_table({("V1", "S1", "lower", "walk"): 10}), floors())
    # Sixty pupils need 270 and 450 m²; 420 m² of sports ground are there.
    assert area_allowed_m2(made.instance).tolist() == [[400, 450]]
    assert made.findings == ()
    unknown = county(S1=PRIMARY | {"sports_area_m2": NAN})
    made = assemble(unknown, trips_table({("V1", "S1", "lower", "walk"): 10}), floors())
    assert [f.column for f in made.findings] == ["sports_area_m2"]
    assert area_allowed_m2(made.instance).tolist() == [[400, np.inf]]
    off = assemble(county(), trips_table({("V1", "S1", "lower", "walk"): 10}), floors("off"))
    assert np.isnan(off.instance.site_area_m2).all()


def test_schools_without_an_area_are_named_with_how_many_are_bound():
    found = area_findings(
        county(
            S1=PRIMARY,
            S2={"teaching_area_m2": 90.0, "sports_area_m2": NAN},
            S3={"sports_area_m2": NAN},
            S4={"status": "candidate"},
        ),
        floors("hold"),
    )
    assert [(f.severity, f.column, f.ids) for f in found] == [
        ("warning", "teaching_area_m2", ("S3",)),
        ("warning", "sports_area_m2", ("S2", "S3")),
    ]
    assert found[1].message.say("en") == (
        "the sports area of 2 schools is not known, and the area floors do not bind them; "
        "they bind 1 of 3 schools of today"
    )
    assert area_findings(county(S1={}), floors("off")) == ()
