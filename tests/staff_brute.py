"""The staffing programme by trying everything, written from docs/staffing.md alone.

Every way to post everybody and every set of hires is listed; the lessons of each, at their own
school and at others near, are found by a maximum flow, or by a small linear programme where
screens are allowed or periods are lost on the road. Nothing of `planner.staffing` or of the audit is used.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement, product
from typing import Any, NamedTuple

from staff_flow import Givers, LessonsFlow, LessonsProgramme, near

from planner.teachers.instance import CARE, MANAGEMENT, TEACHING, StaffInstance

OUT = -1
LESSON_TIERS = ("uncovered_priority_periods", "uncovered_periods")


class Way(NamedTuple):
    """What one person may do: school (OUT: none), role as a post, lodged, what the move counts."""

    school: int
    role: int
    lodged: bool
    weight: float


class Candidate(NamedTuple):
    """All that objectives and lessons read of one set of whole decisions."""

    givers: Givers
    rest: tuple[float, ...]


@dataclass(frozen=True)
class Best:
    """Values of the objectives in the scenario's order, and how much of the rotation is cut."""

    values: tuple[float, ...]
    cut: tuple[int, int]


@dataclass(frozen=True)
class People:
    """One way to post everybody: ways by type, sorted."""

    ways: tuple[tuple[Way, ...], ...]
    movers: int
    backbone: int
    out: int


class Brute:
    """One world, tried out."""

    def __init__(self, world: StaffInstance) -> None:
        self.world = world
        self.options = world.scenario.staffing

    def best(self) -> Best | None:
        """Return the best values, None where nobody may be forced out and somebody must."""
        people = list(self._people())
        if self.options.no_forced_exit:
            people = [p for p in people if p.out == 0]
        if not people:
            return None
        people, cut = self._rotated(people)
        left = {c for p in people for c in self._candidates(p)}
        values: list[float] = []
        held: dict[str, float] = {}
        for tier in self.options.objective:
            name = tier.minimise
            if name in LESSON_TIERS:
                by_givers = self._uncovered({c.givers for c in left}, name, held)
                worth = {c: by_givers.get(c.givers, math.inf) for c in left}
            else:
                worth = {c: c.rest[self._others.index(name)] for c in left}
            best = min(worth.values())
            limit = best + tier.tolerance * abs(best) + 1e-6
            left = {c for c in left if worth[c] <= limit}
            held[name] = limit
            values.append(best)
        return Best(tuple(values), cut)

    @cached_property
    def _others(self) -> list[str]:
        return [t.minimise for t in self.options.objective if t.minimise not in LESSON_TIERS]

    # Who may go where.

    def _ways(self, t: int) -> list[Way]:
        world, moves = self.world, self.options.moves
        home, post = int(world.type_school[t]), int(world.type_post[t])
        roles = [post]
        if post == MANAGEMENT and world.type_subject[t] >= 0 and world.type_band[t] >= 0:
            roles.append(TEACHING)
        found = []
        for s in range(world.schools):
            minutes = 0.0 if s == home else float(world.minutes[home, s])
            near = minutes <= moves.max_minutes + 1e-6 or s == home
            lodged = not near and minutes <= moves.lodged_max_minutes + 1e-6
            if not world.school_open[s] or not (near or lodged):
                continue
            far = world.school_township[s] != world.school_township[home]
            weight = (minutes + moves.move_minutes) * (moves.out_of_township_weight if far else 1)
            found += [Way(s, role, lodged, 0.0 if s == home else weight) for role in roles]
        if post == MANAGEMENT or not world.school_open[home]:
            found.append(Way(OUT, post, False, 0.0))
        return found

    def _people(self) -> Iterator[People]:
        world = self.world
        sets = [
            list(combinations_with_replacement(self._ways(t), int(world.type_count[t])))
            for t in range(world.types)
        ]
        limits = self._limits()
        for chosen in product(*sets):
            used: Counter[tuple[Any, ...]] = Counter()
            movers = backbone = out = 0
            for t, ways in enumerate(chosen):
                for way in ways:
                    if way.school == OUT:
                        out += 1
                        continue
                    used[way.role, way.school] += 1
                    used["room", way.school] += way.lodged
                    due = world.type_post[t] == TEACHING and world.type_rotates[t]
                    if due and way.school != world.type_school[t]:
                        movers += 1
                        backbone += int(world.type_backbone[t])
            if all(n <= limits[key] for key, n in used.items()):
                yield People(chosen, movers, backbone, out)

    def _limits(self) -> dict[tuple[Any, ...], int]:
        world = self.world
        today: Counter[tuple[int, int]] = Counter()
        for t in range(world.types):
            today[int(world.type_post[t]), int(world.type_school[t])] += int(world.type_count[t])
        said = (
            world.school_places,
            world.school_leaders,
            world.school_carers,
            world.school_support,
        )
        found: dict[tuple[Any, ...], int] = {}
        for s in range(world.schools):
            found["room", s] = int(world.school_staff_rooms[s])
            for post, posts in enumerate(said):
                stay = 0 if post == MANAGEMENT else today[post, s]
                found[post, s] = max(int(posts[s]), stay)
        return found

    def _rotated(self, people: list[People]) -> tuple[list[People], tuple[int, int]]:
        """Keep those who cut the rotation asked for by least, the backbone after the movers."""
        share, of_these = self.options.rotation_share, self.options.rotation_backbone_share
        if share <= 0:
            return people, (0, 0)
        world = self.world
        due = world.type_rotates & (world.type_post == TEACHING)
        number = share * int(world.type_count[due].sum())
        asked = (math.ceil(number - 1e-9), math.ceil(number * of_these - 1e-9))
        cuts = [(max(0, asked[0] - p.movers), max(0, asked[1] - p.backbone)) for p in people]
        least = min(cuts)
        return [p for p, cut in zip(people, cuts, strict=True) if cut == least], least

    # Who is hired.

    def _candidates(self, people: People) -> Iterator[Candidate]:
        world = self.world
        teach: Counter[tuple[Any, ...]] = Counter()
        manage: Counter[tuple[Any, ...]] = Counter()
        for t, ways in enumerate(people.ways):
            profile = tuple(
                int(x[t]) for x in (world.type_band, world.type_subject, world.type_language)
            )
            for way in ways:
                if way.school == OUT or profile[0] < 0:
                    continue
                if way.role == TEACHING:
                    teach[way.school, profile] += 1
                elif way.role == MANAGEMENT and profile[1] >= 0:
                    manage[way.school, profile] += 1
        for hires in self._hires:
            posts = teach + Counter(hires)
            rest = self._rest(people, hires)
            yield Candidate((_frozen(posts), _frozen(manage)), rest)

    @cached_property
    def _hires(self) -> list[tuple[Any, ...]]:
        world = self.world
        places = [
            (s, (band, q, k))
            for s in range(world.schools)
            for band in (0, 1)
            for q in range(len(world.subject_id))
            for k in range(-1, len(world.language_id))
            if world.school_open[s] and world.subject_lesson[q]
        ]
        budget, pay = self.options.hires.budget_yuan, world.scenario.costs.teacher_yuan
        found = []
        for n in range(world.most_hires + 1):
            if budget is not None and n * pay > budget + 1e-6:
                break
            for hires in combinations_with_replacement(places, n):
                by_subject = Counter(q for _, (_, q, _) in hires)
                if all(m <= world.most_hires_subject[q] for q, m in by_subject.items()):
                    found.append(hires)
        return found

    # What it is worth.

    def _rest(self, people: People, hires: tuple[Any, ...]) -> tuple[float, ...]:
        return tuple(float(getattr(self, f"_tier_{name}")(people, hires)) for name in self._others)

    def _tier_hires(self, people: People, hires: tuple[Any, ...]) -> float:
        return len(hires)

    def _tier_without_place(self, people: People, hires: tuple[Any, ...]) -> float:
        return people.out

    def _tier_move_minutes(self, people: People, hires: tuple[Any, ...]) -> float:
        return round(sum(way.weight for ways in people.ways for way in ways), 9)

    def _tier_short_posts(self, people: People, hires: tuple[Any, ...]) -> float:
        world = self.world
        there: Counter[tuple[int, int]] = Counter((TEACHING, s) for s, _ in hires)
        sexes: dict[int, set[int]] = defaultdict(set)
        known = set()
        for t, ways in enumerate(people.ways):
            for way in ways:
                there[way.role, way.school] += 1
                if way.role == CARE:
                    sexes[way.school].add(int(world.type_female[t]))
            if world.type_post[t] == CARE:
                known.add(int(world.type_female[t]))
        short = 0
        for s in range(world.schools):
            if not world.school_open[s]:
                continue
            short += max(0, world.scenario.staff.min_posts - there[TEACHING, s])
            short += max(0, int(world.school_leaders[s]) - there[MANAGEMENT, s])
            carers = int(world.school_carers[s])
            lacking = carers - there[CARE, s]
            if carers >= 2 and {0, 1} <= known and not {0, 1} <= sexes[s]:
                lacking = max(lacking, 1)
            short += max(0, lacking)
        return short

    def _tier_qualified_spread(self, people: People, hires: tuple[Any, ...]) -> float:
        world = self.world
        pupils = world.school_pupils.sum(axis=1)
        schools = [s for s in range(world.schools) if world.school_open[s] and pupils[s] > 0]
        whole = sum(int(pupils[s]) for s in schools)
        able = [t for t in range(world.types) if world.type_qualified[t]]
        today = sum(int(world.type_count[t]) for t in able if world.type_post[t] == TEACHING)
        after: Counter[int] = Counter()
        for t in able:
            after.update(w.school for w in people.ways[t] if w.role == TEACHING)
        far = (abs(100 * after[s] / pupils[s] - 100 * today / whole) for s in schools)
        return round(sum(d * pupils[s] / whole for d, s in zip(far, schools, strict=True)), 9)

    def _uncovered(
        self, every: set[Givers], name: str, held: dict[str, float]
    ) -> dict[Givers, float]:
        """Return the least uncovered periods, left out where they cannot be the least of all."""
        k = LESSON_TIERS.index(name)
        at_best = {g: self._flow.least(g)[k] for g in every}
        if not self._screens and not self._roads:
            return at_best
        caps = {k: v for k, v in held.items() if k in LESSON_TIERS}
        found: dict[Givers, float] = {}
        best = math.inf
        for givers in sorted(every, key=at_best.__getitem__):
            if at_best[givers] > best + 1e-6:
                break
            found[givers] = self._programme.least(givers, name, caps)
            best = min(best, found[givers])
        return found

    @cached_property
    def _screens(self) -> bool:
        world, online = self.world, self.options.online
        subject = world.subject_online[world.need_subject]
        at_point = world.school_point[world.need_school]
        return bool((subject & at_point).any()) and online.max_share > 0

    @cached_property
    def _roads(self) -> bool:
        """Return whether lessons at other schools are more than a flow."""
        circuits = self.options.circuits
        lose = circuits.lost_share > 0 or circuits.max_posts is not None
        return lose and any(near(self.world, a) for a in range(self.world.schools))

    @cached_property
    def _flow(self) -> LessonsFlow:
        free = [self._programme.shown(n) for n in range(self.world.needs)]
        return LessonsFlow(self.world, self._may_teach, free)

    @cached_property
    def _programme(self) -> LessonsProgramme:
        return LessonsProgramme(self.world, self._may_teach)

    def _may_teach(self, profile: tuple[int, int, int], n: int) -> bool:
        world = self.world
        band, subject, language = profile
        q = int(world.need_subject[n])
        if (world.need_stage[n] == 2 and band == 0) or band < 0:
            return False
        if world.need_language[n] not in (-1, language):
            return False
        if not world.subject_lesson[q] or subject == q:
            return True
        if subject >= 0 and world.subject_also[subject, q]:
            return True
        return bool(world.subject_generalist[q] and world.school_point[world.need_school[n]])


def brute_staff(world: StaffInstance) -> Best | None:
    """Return the best plan's values by trying everything; None where no plan keeps the rules."""
    return Brute(world).best()


def _frozen(counts: Counter[tuple[Any, ...]]) -> tuple[tuple[Any, int], ...]:
    return tuple(sorted((k, n) for k, n in counts.items() if n))
