"""School size: least and most pupils by kind; what is taught today always fits."""

from worlds import broken, tiny_instance, tiny_plan


def world(pupils, *, today="S1"):
    return tiny_instance(
        units=[("V1", "lower", pupils, today), ("V2", "lower", 10, "S2")],
        sites=[{"id": "S1"}, {"id": "S2", "kind": "teaching_point"}],
        trips={("V1", "S1", "walk"): 20, ("V2", "S1", "walk"): 20, ("V2", "S2", "walk"): 20},
        scenario={"schools": {"min_pupils": {"primary": 30}, "max_pupils": {"primary": 50}}},
    )


def test_limits_are_inclusive_and_go_by_kind():
    for pupils in (30, 50):
        assert broken(world(pupils), tiny_plan(world(pupils))) == []


def test_a_school_too_small():
    assert broken(world(26), tiny_plan(world(26))) == [("school_size", ("S1",), 4, "pupils")]


def test_a_school_grown_too_large():
    plan = tiny_plan(world(45), go={"V2": ("S1", "walk")}, kinds={"S2": None})
    assert broken(world(45), plan) == [("school_size", ("S1",), 5, "pupils")]


def test_a_school_keeps_what_it_teaches_today_but_grows_no_further():
    assert broken(world(80), tiny_plan(world(80))) == []
    plan = tiny_plan(world(80), go={"V2": ("S1", "walk")}, kinds={"S2": None})
    assert broken(world(80), plan) == [("school_size", ("S1",), 10, "pupils")]
    new = world(55, today="")
    plan = tiny_plan(new, go={"V1": ("S1", "walk")})
    assert broken(new, plan) == [("school_size", ("S1",), 5, "pupils")]


def test_a_site_with_a_most_of_its_own_holds_the_lesser_of_the_two():
    def over(pupils, own, today=""):
        instance = tiny_instance(
            units=[("V1", "lower", pupils, today)],
            sites=[{"id": "S1", "max_pupils": own}],
            trips={("V1", "S1", "walk"): 20},
            scenario={"schools": {"max_pupils": {"primary": 50}}},
        )
        return broken(instance, tiny_plan(instance, go={"V1": ("S1", "walk")}))

    assert over(40, 40) == []
    assert over(44, 40) == [("school_size", ("S1",), 4, "pupils")]
    assert over(55, 60) == [("school_size", ("S1",), 5, "pupils")]
    assert over(44, 40, today="S1") == []
