"""Why a school closes or stays, where who takes its pupils in needs area for them."""

from dataclasses import replace

import numpy as np
from area_worlds import asking, town
from study_worlds import finished

from planner.studies.explain import explain_school
from planner.studies.words import explained, plain


def test_who_receives_has_to_build_area():
    assert "receiver_grows" in explain_school(finished(town("build")), "V", 4).codes
    spare = explain_school(finished(town("off")), "V", 4).codes
    assert "receiver_grows" not in spare
    assert "receiver_spare" in spare


def test_the_area_rule_is_named_where_it_alone_forbids_the_opposite():
    """T has no room for the 60 pupils of V: V stays, and only the area is why."""
    run = finished(town("hold"))
    found = explain_school(run, "V", 4)
    assert (found.decision, found.opposite.verdict) == ("keep", "impossible")
    assert [f.check for f in found.opposite.reasons] == ["area_floors"]
    english = [line.say("en") for line in explained(run, found)]
    assert english[-1].startswith("    schools lack the area for the pupils who would come")
    assert "Use area_floors: build" in english[-1]
    assert "可改为 area_floors: build" in explained(run, found)[-1].say("zh")
    (why,) = plain(run, found, "en")["opposite"]["why_impossible"]
    assert why["says"] == english[-1].strip()


def test_the_pin_by_which_a_question_is_asked_is_no_reason():
    """V closes as T must take all; were V to stay, only the township's limit would be broken."""
    world = town("off")
    one = {"schools": {"per_township": {"stage": "lower", "min": 1, "max": 1}}}
    pinned = replace(asking(world, **one), site_must_open=np.array([True, False]))
    found = explain_school(finished(pinned), "V", 4)
    assert (found.decision, found.opposite.verdict) == ("close", "impossible")
    assert [f.check for f in found.opposite.reasons] == ["township"]
