"""Tiny worlds without a plan, and what becomes of them once something gives way."""

from dataclasses import replace

import numpy as np
from area_worlds import town
from worlds import tiny_instance

from planner.areas import AREAS, area_allowed_m2
from planner.instance import Instance
from planner.plan import Plan
from planner.programme.concession import Concession, Remedy
from planner.programme.release import release
from planner.programme.solve import search
from planner.scenario import Tier

FEW_RIDERS = {"lines": {"min_riders_per_line": 8}}


def full(pupils=30, **scenario):
    """One school with six rooms at most, for pupils of one stage in classes of ten."""
    return tiny_instance(
        units=[("V1", "lower", pupils, "S1"), ("V2", "upper", 4, "S1")],
        sites=[{"id": "S1", "rooms": 4, "new_rooms": 2}, {"id": "S2", "township": "T2"}],
        trips={("V1", "S1", "walk"): 20, ("V2", "S1", "walk"): 20},
        scenario={"schools": {"class_size": {"lower": 10, "multigrade": 9}}} | scenario,
        posts_today=0,
    )


def affecting(**scenario):
    """V1 has to move from S1, which is pinned shut, and is affected by it; S2 has three beds."""
    return tiny_instance(
        units=[("V1", "upper", 6, "S1"), ("V2", "upper", 4, "S2")],
        sites=[{"id": "S1", "must_close": True}, {"id": "S2", "beds": 3}],
        trips={
            ("V1", "S1", "walk"): {"minutes": 10, "forbidden": "pinned"},
            ("V1", "S2", "board"): {"minutes": 60, "affected": True},
            ("V2", "S2", "walk"): 5,
        },
        scenario=scenario,
    )


def short_bus():
    """Twelve pupils ride on a bus with eleven seats."""
    return tiny_instance(
        units=[("V1", "lower", 12, "")],
        sites=[{"id": "S1"}],
        trips={("V1", "S1", "ride"): {"minutes": 20, "line": "L1"}},
        lines={"L1": 11},
    )


def few_riders(pupils=5, forbidden="norm"):
    """They may not walk to S1, and are too few for the new line N1, which asks for eight."""
    return tiny_instance(
        units=[("V1", "lower", pupils, "")],
        sites=[{"id": "S1"}],
        trips={
            ("V1", "S1", "walk"): {"minutes": 50, "forbidden": forbidden},
            ("V1", "S1", "ride"): {"minutes": 20, "line": "N1"},
        },
        lines={"N1": {"seats": 19, "possible": True}},
        scenario=FEW_RIDERS,
    )


def lacking_rooms(new_rooms=0):
    """S1 lacks two of the four rooms of its own classes, and five pupils have only S1 to go to."""
    return tiny_instance(
        units=[("V1", "lower", 100, "S1"), ("V2", "lower", 5, "")],
        sites=[{"id": "S1", "rooms": 4, "rooms_short": 2, "new_rooms": new_rooms}],
        trips={("V1", "S1", "walk"): 20, ("V2", "S1", "walk"): 20},
    )


def crowded_town(new_rooms=0):
    """The village school is pinned shut; the town lacks 140 m² teaching and 450 m² sports area."""
    return replace(town("hold", new_rooms), site_must_close=np.array([False, True]))


def boarders(canteen=None, places=1.0, **boarding):
    """Thirty board at S1 on 32 beds, twenty walk there, eight of them left behind."""
    return tiny_instance(
        units=[("V1", "upper", 30, "S1", "board"), ("V2", "upper", 20, "S1", "walk")],
        sites=[{"id": "S1", "beds": 32, "canteen": canteen}],
        trips={("V1", "S1", "board"): 100, ("V2", "S1", "walk"): 5},
        scenario={"boarding": {"canteen_places_per_boarder": places} | boarding},
        left_behind={"V2": 8},
    )


def two_schools(limit="protect", **schools):
    """T1 may keep one of S1 and S2; who goes to S2 today has the other only beyond a limit."""
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 7, "S2"), ("V3", "lower", 9, "S1")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={
            ("V1", "S1", "walk"): 10,
            ("V1", "S2", "walk"): {"minutes": 50, "forbidden": limit},
            ("V2", "S2", "walk"): 10,
            ("V2", "S1", "walk"): {"minutes": 50, "forbidden": limit},
            ("V3", "S1", "walk"): 5,
            ("V3", "S2", "walk"): {"minutes": 55, "forbidden": limit},
        },
        scenario={
            "schools": {"per_township": {"stage": "lower", "min": 1, "max": 1}} | schools,
        },
    )


def plan_with(world: Instance, answer: Remedy) -> Plan | None:
    """Return a plan of the world in which all that an answer asks for has given way."""
    for concession in answer.concessions:
        world = given_way(world, concession)
    scenario = world.scenario.model_copy(update={"objective": (Tier(minimise="unserved_pupils"),)})
    found = search(replace(world, scenario=scenario))
    allowed = sum(c.amount for c in answer.concessions if c.rule == "serve")
    if found.plan is not None:
        assert sum(u.pupils for u in found.plan.unserved) == allowed
    return found.plan


def given_way(world: Instance, c: Concession) -> Instance:
    """Return the world with one thing less in the way, by the concession's own amount."""
    amount = int(c.amount)
    site = np.array([s == c.school for s in world.site_id])
    line = np.array([name == c.line for name in world.line_id])

    def more(name: str, where) -> Instance:
        return replace(world, **{name: getattr(world, name) + amount * where})

    def asked(part: str, **update) -> Instance:
        values = world.scenario.model_dump()
        values[part] |= update
        return replace(world, scenario=type(world.scenario).model_validate(values))

    scenario = world.scenario
    schools = scenario.schools
    low, high = schools.open_between
    if c.rule.startswith("trip_"):
        unit = [world.unit_village[u] == c.village for u in world.option_unit]
        freed = np.array(unit) & site[world.option_site]
        return replace(world, option_forbidden=np.where(freed, 0, world.option_forbidden))
    if c.rule in ("township_most", "township_least"):
        rule = schools.per_township.model_dump() | {"exempt": (c.township,)}
        return asked("schools", per_township=rule)
    if c.rule.startswith("school_size"):
        of = "min_pupils" if c.rule.endswith("least") else "max_pupils"
        sign = -1 if c.rule.endswith("least") else 1
        limits = getattr(schools, of).model_dump()
        grown = {k: v if v is None else v + sign * amount for k, v in limits.items()}
        return asked("schools", **{of: grown})
    if c.rule == "left_behind":
        kept = np.maximum(0, world.unit_left_behind - amount * (world.unit_left_behind > 0))
        return replace(world, unit_left_behind=kept)
    if c.rule.startswith("area_floors"):
        of = AREAS.index(c.rule.removeprefix("area_floors_"))
        grown = np.outer(site, np.arange(len(AREAS)) == of) * amount
        allowed = area_allowed_m2(world)
        there = np.where(np.isinf(allowed), np.nan, allowed)
        return replace(world, site_area_m2=there + grown)
    changes = {
        "serve": lambda: asked("travel", serve="soft"),
        "pins": lambda: replace(world, site_must_open=world.site_must_open & ~site),
        "pinned": lambda: release(world, site),
        "classrooms": lambda: more("site_new_rooms", site),
        "receiver": lambda: replace(world, site_rooms_short=world.site_rooms_short - amount * site),
        "beds": lambda: more("site_new_beds", site),
        "beds_county": lambda: asked(
            "boarding", max_new_beds=scenario.boarding.max_new_beds + amount
        ),
        "canteen": lambda: more("site_canteen", site),
        "seats": lambda: more("line_seats", line),
        "line_least": lambda: asked(
            "lines", min_riders_per_line=scenario.lines.min_riders_per_line - amount
        ),
        "open_between_least": lambda: asked("schools", open_between=((low or 0) - amount, high)),
        "open_between_most": lambda: asked("schools", open_between=(low, (high or 0) + amount)),
        "establishment": lambda: asked(
            "staff", establishment_posts=scenario.staff.establishment_posts + amount
        ),
        "budget_capital": lambda: asked(
            "budget", capital_yuan=scenario.budget.capital_yuan + c.amount
        ),
        "budget_annual": lambda: asked(
            "budget", annual_yuan=scenario.budget.annual_yuan + c.amount
        ),
        "harm": lambda: asked(
            "concern",
            max_affected_share=scenario.concern.max_affected_share
            + (c.amount + 1e-9) / world.unit_pupils.sum(),
        ),
    }
    return changes[c.rule]()
