"""Places of answers, the logit, and the synthetic example that proves it finds what was put in."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from planner.concern.exposure import Band, GroupExposure, PlanExposure
from planner.concern.survey.example import COEFFICIENTS, example_rows, write_example
from planner.concern.survey.fit import SurveyFit
from planner.concern.survey.logit import fit_placed, fit_survey, separated
from planner.concern.survey.places import Place, Placed, placed, places_of
from planner.concern.survey.read import Answer, Survey, read_survey
from planner.errors import InvalidInputError


def village(township: int, number: int, exposure: float, county: str = "c") -> Place:
    name = f"t{township}"
    return Place(
        county, county, f"{county}{township}-{number}", f"village {number}", name, exposure
    )


def grid(townships: int, villages: int = 6) -> list[Place]:
    rng = np.random.default_rng(3)
    return [village(t, v, float(rng.random())) for t in range(townships) for v in range(villages)]


def fit_of(places: Sequence[Place], rows: Sequence[dict[str, str]]) -> SurveyFit:
    by_id = {p.village_id: p for p in places}
    found = [
        Placed(
            Answer(k, r["respondent"], "", r["village"], "", r["worried"] == "1", r["group"]),
            by_id[r["village"]],
        )
        for k, r in enumerate(rows, 2)
    ]
    return fit_placed(found, file="made.csv", definition="D1", synthetic=True)


def simple(answers: Sequence[tuple[Place, bool]]) -> SurveyFit:
    found = [
        Placed(Answer(k, str(k), "", p.village_id, "", worried, ""), p)
        for k, (p, worried) in enumerate(answers)
    ]
    return fit_placed(found, file="made.csv", definition="D1", synthetic=False)


def test_known_coefficients_are_recovered() -> None:
    places = grid(60)
    found = fit_of(places, example_rows(places, 6000))
    assert (found.respondents, found.clusters, found.notes) == (6000, 60, ())
    for name, true in COEFFICIENTS.items():
        of = found.coefficient(name)
        assert of is not None
        assert of.low < true < of.high, (name, of)
        assert of.estimate == pytest.approx(true, abs=3 * of.standard_error)
        assert of.standard_error < 0.25
    slope = found.coefficient("exposure")
    assert slope is not None and slope.p_value < 0.001
    assert found.odds_ratio_10_points == pytest.approx(math.exp(slope.estimate / 10))


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    places = grid(50, 2)
    covered, slopes = 0, []
    for seed in range(40):
        of = fit_of(places, example_rows(places, 800, seed=seed)).coefficient("exposure")
        assert of is not None
        covered += of.low < COEFFICIENTS["exposure"] < of.high
        slopes.append(of.estimate)
    assert covered >= 34
    assert np.mean(slopes) == pytest.approx(COEFFICIENTS["exposure"], abs=0.15)


def test_no_link_is_not_found_where_none_was_put_in() -> None:
    places = grid(60)
    none = {"const": 1.0, "exposure": 0.0, "herding": 0.0}
    of = fit_of(places, example_rows(places, 4000, coefficients=none)).coefficient("exposure")
    assert of is not None
    assert of.low < 0 < of.high


def test_errors_are_the_sandwich_by_township() -> None:
    places = grid(45, 4)
    rows = example_rows(places, 900, leaning=0.3)
    found = fit_of(places, rows)
    exposure = {p.village_id: p.exposure for p in places}
    township = {p.village_id: p.township for p in places}
    x = np.array([[1.0, exposure[r["village"]], float(r["group"] == "herding")] for r in rows])
    y = np.array([float(r["worried"]) for r in rows])
    b = np.array([c.estimate for c in found.coefficients])
    p = 1 / (1 + np.exp(-x @ b))
    assert np.abs(x.T @ (y - p)).max() < 1e-6
    bread = np.linalg.inv((x * (p * (1 - p))[:, None]).T @ x)
    scores = (y - p)[:, None] * x
    names = np.array([township[r["village"]] for r in rows])
    sums = np.array([scores[names == t].sum(axis=0) for t in sorted(set(names))])
    count, n, k = len(sums), len(rows), 3
    factor = count / (count - 1) * (n - 1) / (n - k)
    covariance = bread @ (factor * sums.T @ sums) @ bread
    errors = [c.standard_error for c in found.coefficients]
    assert errors == pytest.approx(np.sqrt(np.diag(covariance)), rel=1e-5)


def test_clustering_widens_the_errors() -> None:
    places = grid(45, 2)
    alone = fit_of(places, example_rows(places, 3000, leaning=0.0)).coefficient("const")
    together = fit_of(places, example_rows(places, 3000, leaning=0.5)).coefficient("const")
    assert alone is not None and together is not None
    assert together.standard_error > 2 * alone.standard_error


def test_few_townships_are_warned_of() -> None:
    places = grid(12)
    (note,) = fit_of(places, example_rows(places, 1500)).notes
    assert note.say("en").startswith("answers come from 12 townships, fewer than 40")


def test_perfect_separation_gives_no_fit_and_says_so() -> None:
    answers = [(village(t, v, v / 4), v > 2) for t in range(8) for v in range(5)]
    found = simple(answers)
    assert found.coefficients == () and math.isnan(found.odds_ratio_10_points)
    assert "part the worried from the others completely" in found.notes[-1].say("en")
    assert (found.respondents, found.worried, len(found.places)) == (40, 16, 40)


def test_separation_is_seen_and_overlap_is_not() -> None:
    x = np.column_stack([np.ones(6), [0, 1, 2, 3, 4, 5]]).astype(float)
    assert separated(x, np.array([0.0, 0, 0, 1, 1, 1]))
    assert separated(x, np.array([1.0, 1, 1, 1, 0, 0]))
    assert not separated(x, np.array([0.0, 0, 1, 0, 1, 1]))
    touching = np.column_stack([np.ones(4), [0, 1, 1, 2]]).astype(float)
    assert separated(touching, np.array([0.0, 0, 1, 1]))


@pytest.mark.parametrize(
    ("worried", "said"), [(True, "every respondent worries"), (False, "no respondent worries")]
)
def test_one_answer_only(worried: bool, said: str) -> None:
    found = simple([(village(t, 0, t / 8), worried) for t in range(8)])
    assert found.coefficients == ()
    assert said in found.notes[-1].say("en")


def test_one_exposure_only() -> None:
    found = simple([(village(t, 0, 0.25), t % 2 == 0) for t in range(8)])
    assert "the same exposure, 25 %" in found.notes[-1].say("en")


def test_two_townships_are_too_few_for_clustered_errors() -> None:
    answers = [(village(t, v, v / 4), (t + v) % 2 == 0) for t in range(2) for v in range(5)]
    found = simple(answers)
    assert found.coefficients == ()
    assert "from 2 townships and 3 are the least" in found.notes[-1].say("en")


def test_a_group_that_goes_wholly_with_worry_is_left_out() -> None:
    found = [
        Placed(
            Answer(k, str(k), "", "", "", worried, "herding" if worried else "other"),
            village(k % 10, k % 4, (k % 7) / 7),
        )
        for k, worried in enumerate([True, False, False, True, True, False] * 20)
    ]
    fit = fit_placed(found, file="f", definition="D1", synthetic=False)
    assert [c.name for c in fit.coefficients] == ["const", "exposure"]
    assert "goes wholly with worry" in fit.notes[0].say("en")
    assert dict(fit.worried_by_group) == {"herding": (60, 60), "other": (0, 60)}


def survey_of(*answers: Answer) -> Survey:
    return Survey("s.csv", "", answers, 0, False)


def asked(row: int, village: str = "", township: str = "", county: str = "") -> Answer:
    return Answer(row, str(row), county, village, township, True, "")


PLACES = (
    Place("c1", "甲县", "V1", "河口村", "T1", 0.1),
    Place("c1", "甲县", "V2", "上村", "T1", 0.2),
    Place("c1", "甲县", "V3", "上村", "T2", 0.3),
    Place("c1", "甲县", "", "", "T1", 0.15),
    Place("c2", "乙县", "W1", "河口村", "T9", 0.4),
    Place("c2", "乙县", "W2", "空村", "T9", float("nan")),
)


def test_places_are_found_by_id_name_township_and_county() -> None:
    survey = survey_of(
        asked(2, "V2"),
        asked(3, "上村", "T2"),
        asked(4, "", "T1"),
        asked(5, "河口村", county="乙县"),
        asked(6, "v1 "),
    )
    found, findings = placed(survey, PLACES)
    assert [p.place.exposure for p in found] == [0.2, 0.3, 0.15, 0.4, 0.1]
    assert findings == ()


def test_a_name_of_two_places_is_refused() -> None:
    with pytest.raises(InvalidInputError) as caught:
        placed(survey_of(asked(2, "V1"), asked(3, "上村")), PLACES)
    (found,) = caught.value.findings
    assert (found.row, found.column, found.value) == (3, "village", "上村")
    assert "write the id of the village" in found.say("en")


def test_unknown_places_are_left_out_with_a_warning() -> None:
    found, findings = placed(survey_of(asked(2, "V1"), asked(3, "河囗村"), asked(4, "W2")), PLACES)
    assert len(found) == 1
    assert [f.severity for f in findings] == ["warning", "warning"]
    assert 'is it "河口村"' in findings[0].say("en")
    assert 'no pupils in "W2"' in findings[1].say("en")
    with pytest.raises(InvalidInputError):
        placed(survey_of(asked(2, "nowhere")), PLACES)


def plan(folder: Path, evidence: str) -> PlanExposure:
    shares = {("village", "V1"): 0.25, ("village", "V2"): 0.75, ("township", "T1"): 0.5}
    return PlanExposure(
        run=folder.as_posix(),
        county_id="c1",
        county="甲县",
        scenario="",
        status="optimal",
        gap=0.0,
        ended_by="",
        evidence=evidence,
        basis={},
        intensity={},
        exposures=tuple(
            GroupExposure("D1", kind, group, "households", "all", Band(s * 8, s * 8, s * 8, 8))
            for (kind, group), s in shares.items()
        ),
        overlap={},
        villages_at_risk={},
        village_households={},
    )


def test_a_file_and_a_run_folder_give_a_fit(tmp_path: Path) -> None:
    (tmp_path / "households.csv").write_text(
        "village_id,village,township,children\nV1,上村,T1,8\nV2,下村,T1,8\n", "utf-8-sig"
    )
    of = plan(tmp_path, "measured")
    assert [(p.village_id, p.exposure) for p in places_of([of], "D1")] == [
        ("V1", 0.25),
        ("V2", 0.75),
        ("", 0.5),
    ]
    file = tmp_path / "survey.csv"
    file.write_text(
        "respondent,village,township,worried\n1,V1,,1\n2,下村,,0\n3,,T1,1\n4,V9,,1\n5,V1,,\n",
        "utf-8-sig",
    )
    found = fit_survey(file, [of], "D1")
    assert (found.respondents, found.worried, found.unmatched, found.clusters) == (3, 2, 1, 1)
    assert [(p.place, p.respondents, p.worried) for p in found.places] == [
        ("T1", 1, 1),
        ("V1", 1, 1),
        ("V2", 1, 0),
    ]
    said = [n.say("en") for n in found.notes]
    assert said[0].startswith("1 answers are left out, such as: the plan knows no")
    assert said[1].startswith("1 respondents did not say")
    assert said[2].startswith("answers come from 1 townships and 3 are the least")
    assert not found.synthetic
    assert fit_survey(file, [plan(tmp_path, "synthetic")], "D1").synthetic


def test_the_example_is_labelled_and_can_be_read_back(tmp_path: Path) -> None:
    rows = example_rows(grid(3), 50)
    assert rows == example_rows(grid(3), 50)
    assert rows != example_rows(grid(3), 50, seed=75)
    path = tmp_path / "example.csv"
    write_example(rows, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert {r["evidence"] for r in csv.DictReader(file)} == {"synthetic"}
    survey = read_survey(path)
    assert survey.synthetic and len(survey.answers) == 50
