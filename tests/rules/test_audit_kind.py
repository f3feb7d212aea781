"""Kind: a site becomes only what it may become."""

from worlds import broken, tiny_instance, tiny_plan


def world():
    return tiny_instance(
        units=[("V1", "lower", 12, "S1")],
        sites=[{"id": "S1", "kinds": ("primary", "teaching_point")}],
        trips={("V1", "S1", "walk"): 20},
    )


def test_a_primary_may_be_reduced_where_the_instance_says_so():
    assert broken(world(), tiny_plan(world(), kinds={"S1": "teaching_point"})) == []


def test_a_primary_that_becomes_a_nine_year_school():
    plan = tiny_plan(world(), kinds={"S1": "nine_year"})
    assert broken(world(), plan) == [("kind", ("S1",), 1, "schools")]
