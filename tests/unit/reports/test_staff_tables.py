"""The tables of a staffing plan say what the plan says, and why."""

from staff_worlds import tiny_staff, tiny_staff_plan

from planner.plan import Outcome, TierResult
from planner.reports.staff_section import staff_section
from planner.reports.staff_tables import staff_tables
from planner.result import StaffResult
from planner.teachers.files import COLUMNS


def tables():
    """Return A (open, one manager's post), B (closed into A), C (closed, no way anywhere)."""
    world = tiny_staff(
        [
            {"id": "A", "leaders": 1},
            {"id": "B", "open": False, "township": "T2"},
            {"id": "C", "open": False},
            {"id": "D", "leaders": 1},
        ],
        [
            {"id": "a", "school": "A", "subject": "maths", "count": 2, "degree": "bachelor"},
            {"id": "b", "school": "B", "subject": "maths", "language": "yi", "female": 1},
            {"id": "c", "school": "C", "subject": "art"},
            {"id": "ma", "school": "A", "post": "management", "subject": "maths", "count": 3},
            {"id": "mb", "school": "B", "post": "management", "may_retire": True},
        ],
        [
            ("A", "lower", "maths", 40),
            ("A", "lower", "art", 4),
            ("A", "upper", "music", 3),
            ("D", "lower", "maths", 5, "yi"),
        ],
        {("A", "B"): 25, ("A", "D"): 70, ("B", "D"): 90},
        scenario={"staffing": {"retirement": True}},
        receives=[("B", "A")],
        most_hires=1,
    )
    plan = tiny_staff_plan(
        world,
        [
            ("b", "A", "teach", 1),
            ("c", "", "no_place", 1),
            ("ma", "A", "manage", 1),
            ("ma", "A", "teach", 1),
            ("ma", "D", "manage", 1),
            ("mb", "", "retire", 1),
        ],
        lessons=[
            (("A", "lower", "maths"), "own", "a", 32),
            (("A", "lower", "maths"), "manager", "ma", 4.5),
        ],
        hires=[("A", "primary", "maths", "", 1)],
    )
    return staff_tables(world, plan)


def test_the_columns_are_those_that_are_read_back():
    assert {name: tuple(t.columns) for name, t in tables().items()} == COLUMNS


def test_everybody_is_in_the_table_with_a_reason():
    rows = tables()["teachers"][["type_id", "to_school_id", "count", "moved", "reason"]]
    assert rows.to_numpy().tolist() == [
        ["b", "A", 1, 1, "follows_pupils"],
        ["c", "", 1, 0, "no_school_near"],
        ["ma", "A", 1, 0, "stays"],
        ["ma", "A", 1, 0, "returns_to_teaching"],
        ["ma", "D", 1, 1, "leaders_post"],
        ["mb", "", 1, 0, "consent"],
        ["a", "A", 2, 0, "stays"],
        ["", "A", 1, 0, "hire"],
    ]


def test_attributes_stand_in_the_words_of_the_data_dictionary():
    rows = tables()["teachers"].set_index("type_id")
    assert rows.loc["a", ["degree", "gender", "post", "band"]].tolist() == [
        "bachelor",
        "",
        "teaching",
        "primary",
    ]
    assert rows.loc["b", ["gender", "language", "township_from", "township_to"]].tolist() == [
        "female",
        "yi",
        "T2",
        "T1",
    ]


def test_the_coverage_says_how_and_why_not():
    rows = tables()["coverage"]
    shown = rows[["subject", "language", "own", "manager", "uncovered", "priority", "why"]]
    assert shown.to_numpy().tolist() == [
        ["art", "", 0.0, 0.0, 4.0, 0, "nobody_near"],
        ["maths", "", 32.0, 4.5, 3.5, 0, "busy"],
        ["music", "", 0.0, 0.0, 3.0, 0, "nobody"],
        ["maths", "yi", 0.0, 0.0, 5.0, 1, "nobody_near"],
    ]


def test_the_ledger_ends_with_the_management_posts_of_the_county():
    rows = tables()["posts"].drop(columns="name")
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == [
        ["A", "teaching", 2, 2, 0, 0, 0, 0, 0.0, None],
        ["A", "management", 3, 1, 1, 1, 0, 0, 1 / 3, None],
        ["B", "teaching", 1, 0, 0, 1, 0, 0, 0.0, None],
        ["B", "management", 1, 0, 0, 0, 1, 0, 1.0, None],
        ["C", "teaching", 1, 0, 0, 0, 0, 1, 1.0, None],
        ["", "teaching", 4, 2, 0, 1, 0, 1, 0.25, None],
        ["", "management", 4, 1, 1, 1, 1, 0, 0.5, 0.61],
    ]


def visiting():
    """Return A's teacher of music, who gives 3 + 1 periods at the point P and 2 at Q."""
    world = tiny_staff(
        [{"id": "A"}, {"id": "P", "point": True}, {"id": "Q", "point": True}],
        [("A", "music")],
        [
            (s, g, "music", n)
            for s, g, n in (("P", "lower", 3), ("P", "upper", 1), ("Q", "lower", 2))
        ],
        {("A", "P"): 20, ("A", "Q"): 25.4},
        scenario={"staffing": {"circuits": {"max_minutes": 30}}},
    )
    given = (("P", "lower", 3), ("P", "upper", 1), ("Q", "lower", 2))
    lessons = [((s, g, "music"), "circuit", "A.music", n) for s, g, n in given]
    return world, tiny_staff_plan(world, lessons=lessons)


def test_lessons_at_another_school_are_summed_by_teachers_and_school():
    rows = staff_tables(*visiting())["circuits"]
    columns = ["from_school_id", "to_school_id", "subject", "periods", "posts", "minutes"]
    assert rows[columns].to_numpy().tolist() == [
        ["A", "P", "music", 4, 0.25, 20],
        ["A", "Q", "music", 2, 0.125, 25.4],
    ]


def test_the_page_shows_them_with_the_posts_they_are_worth():
    world, plan = visiting()
    tier = TierResult("uncovered_periods", 0.0, 0.0, 0.0)
    result = StaffResult(world, plan, Outcome("optimal", (tier,), "proof"))
    table = staff_section(result)["circuits"]
    assert [h.say("zh") for h in table.headings] == [
        "学校",
        "走教学校",
        "学科",
        "课时/周",
        "折合岗位",
        "单程（分钟）",
    ]
    assert [row[3:] for row in table.rows] == [["4", "0.2", "20"], ["2", "0.1", "25"]]
