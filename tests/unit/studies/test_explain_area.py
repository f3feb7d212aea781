"""Why a school closes, where who takes its pupils in has to build area for them."""

from area_worlds import town
from study_worlds import finished

from planner.studies.explain import explain_school


def test_who_receives_has_to_build_area():
    assert "receiver_grows" in explain_school(finished(town("build")), "V", 4).codes
    spare = explain_school(finished(town("off")), "V", 4).codes
    assert "receiver_grows" not in spare
    assert "receiver_spare" in spare
