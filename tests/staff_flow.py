"""The most lessons that given teachers can give: by maximum flow, or by a small LP.

Both for `tests/staff_brute.py`. Those who give are nodes: the teachers and hires of a profile
at a school, what they give away, and its managers with their share of a load. The flow knows
nothing of periods lost on the road, of the county's limit of them, and of who gives what is on
the screens: with any of these it is a bound, and the programme has the value.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from planner.teachers.instance import StaffInstance

Profile = tuple[int, int, int]
Givers = tuple[tuple[tuple[Any, int], ...], ...]
"""Teachers and hires by place, managers by place."""
Node = tuple[Any, ...]
SOURCE, SINK = ("source",), ("sink",)


class Pipe(NamedTuple):
    """Where periods flow: at most so many arrive, each takes so many out of its start."""

    start: Node
    end: Node
    most: float
    taken: float = 1.0


def network(
    world: StaffInstance, may: Callable[[Profile, int], bool], givers: Givers
) -> Iterator[Pipe]:
    """Yield the pipes from the source to the need rows.

    A period at another school takes ``1 + lost_share`` out of the week of those who travel.
    """
    teach, manage = (dict(part) for part in givers)
    options = world.scenario.staffing
    circuits = options.circuits
    road = 1.0 + circuits.lost_share

    def to_rows(node: Node, schools: list[int], profile: Profile) -> Iterator[Pipe]:
        for n, s in enumerate(world.need_school.tolist()):
            if s in schools and may(profile, n):
                yield Pipe(node, ("row", n), float("inf"))

    for (s, profile), n in teach.items():
        load = float(world.load_periods[profile[0]])
        node, away = ("teach", s, profile), ("away", s, profile)
        yield Pipe(SOURCE, node, load * n)
        yield from to_rows(node, [s], profile)
        visits = list(to_rows(away, near(world, s), profile))
        if visits:
            yield Pipe(node, away, min(circuits.away_share, 1 / road) * load * n, road)
            yield from visits
    for (s, profile), n in manage.items():
        load = float(world.load_periods[profile[0]])
        yield Pipe(SOURCE, ("manage", s, profile), options.leader_load_share * load * n)
        yield from to_rows(("manage", s, profile), [s], profile)


def near(world: StaffInstance, a: int) -> list[int]:
    """Return the other open schools at which teachers of a school may give lessons."""
    longest = world.scenario.staffing.circuits.max_minutes
    return [
        b
        for b in range(world.schools)
        if b != a and world.school_open[b] and longest > 0 and world.minutes[a, b] <= longest + 1e-6
    ]


class LessonsFlow:
    """Uncovered periods where `free` of each row come from screens, and no road takes any.

    Covering priority rows first costs nothing in all: what flows into a row is never taken
    away again by a later path, and the most in all does not depend on the order.
    """

    def __init__(
        self, world: StaffInstance, may: Callable[[Profile, int], bool], free: list[float]
    ) -> None:
        self.world, self.may = world, may
        self.first = set(priority(world))
        self.need = [float(n) - f for n, f in zip(world.need_periods, free, strict=True)]
        self.found: dict[Givers, tuple[float, float]] = {}

    def least(self, givers: Givers) -> tuple[float, float]:
        """Return the uncovered periods of priority rows, and of all."""
        if givers not in self.found:
            self.found[givers] = self._least(givers)
        return self.found[givers]

    def _least(self, givers: Givers) -> tuple[float, float]:
        left: dict[Node, dict[Node, float]] = defaultdict(lambda: defaultdict(float))
        for a, b, periods, _ in network(self.world, self.may, givers):
            left[a][b] += periods
            left[b][a] += 0.0
        need = self.need
        missing = []
        for priority_rows in (True, False):
            rows = [n for n in range(len(need)) if (n in self.first) == priority_rows]
            for n in rows:
                left["row", n][SINK] = need[n]
            missing.append(sum(need[n] for n in rows) - push(left))
        return round(missing[0], 9), round(sum(missing), 9)


def push(left: dict[Node, dict[Node, float]]) -> float:
    """Push all that still fits from source to sink; return how much."""
    total = 0.0
    while True:
        came: dict[Node, Node] = {SOURCE: SOURCE}
        queue = deque([SOURCE])
        while queue and SINK not in came:
            a = queue.popleft()
            for b, room in left[a].items():
                if room > 1e-9 and b not in came:
                    came[b] = a
                    queue.append(b)
        if SINK not in came:
            return total
        path, b = [], SINK
        while b != SOURCE:
            path.append((came[b], b))
            b = came[b]
        fits = min(left[a][b] for a, b in path)
        for a, b in path:
            left[a][b] -= fits
            left[b][a] += fits
        total += fits


class LessonsProgramme:
    """Uncovered periods with screens and with the time on the road."""

    def __init__(self, world: StaffInstance, may: Callable[[Profile, int], bool]) -> None:
        self.world, self.may = world, may
        self.first = priority(world)
        self.found: dict[Any, float] = {}

    def least(self, givers: Givers, name: str, caps: dict[str, float]) -> float:
        """Return the least uncovered periods, of priority rows or of all, within the caps."""
        key = (givers, name, tuple(caps.items()))
        if key not in self.found:
            self.found[key] = self._least(givers, name, caps)
        return self.found[key]

    def _least(self, givers: Givers, name: str, caps: dict[str, float]) -> float:
        from scipy.optimize import linprog

        world, needs = self.world, self.world.needs
        if needs == 0:
            return 0.0
        pipes = list(network(world, self.may, givers))
        width = len(pipes) + 2 * needs
        screen = [len(pipes) + n for n in range(needs)]
        lacking = [len(pipes) + needs + n for n in range(needs)]
        into: dict[Node, list[int]] = defaultdict(list)
        out: dict[Node, list[int]] = defaultdict(list)
        for k, pipe in enumerate(pipes):
            out[pipe.start].append(k)
            into[pipe.end].append(k)
        equal, equal_to = [], []
        for node in {*into, *out} - {SOURCE}:
            if node[0] != "row":
                line = _line(width, plus=into[node])
                for k in out[node]:
                    line[k] -= pipes[k].taken
                equal.append(line)
                equal_to.append(0.0)
        for n in range(needs):
            equal.append(_line(width, plus=[*into["row", n], screen[n], lacking[n]]))
            equal_to.append(float(world.need_periods[n]))
        under, most = self._screens(width, screen, into)
        limit = world.scenario.staffing.circuits.max_posts
        if limit is not None:
            line = [0.0] * width
            for k, pipe in enumerate(pipes):
                if pipe.end[0] == "away":
                    line[k] = 1 / float(world.load_periods[pipe.end[2][0]])
            under.append(line)
            most.append(float(limit))
        rows = {"uncovered_priority_periods": self.first, "uncovered_periods": list(range(needs))}
        for tier, cap in caps.items():
            under.append(_line(width, plus=[lacking[n] for n in rows[tier]]))
            most.append(cap)
        bounds = [(0.0, None if p.most == float("inf") else p.most) for p in pipes]
        bounds += [(0.0, self.shown(n)) for n in range(needs)]
        bounds += [(0.0, None)] * needs
        cost = _line(width, plus=[lacking[n] for n in rows[name]])
        found = linprog(
            cost, A_ub=under or None, b_ub=most or None, A_eq=equal, b_eq=equal_to, bounds=bounds
        )
        return round(float(found.fun), 7) if found.success else float("inf")

    def shown(self, n: int) -> float:
        """Return the most periods of a row on the screen."""
        world = self.world
        q, s = int(world.need_subject[n]), int(world.need_school[n])
        shown = world.subject_online[q] and world.school_point[s] and world.need_language[n] < 0
        share = world.scenario.staffing.online.max_share
        return share * float(world.need_periods[n]) if shown else 0.0

    def _screens(
        self, width: int, screen: list[int], into: dict[Node, list[int]]
    ) -> tuple[list[list[float]], list[float]]:
        """Return: shown at points <= rooms times what is given in person elsewhere."""
        world = self.world
        rooms = world.scenario.staffing.online.rooms_per_lesson
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for n in range(world.needs):
            if world.need_language[n] < 0:
                groups[int(world.need_stage[n]), int(world.need_subject[n])].append(n)
        lines = []
        for rows in groups.values():
            at_point = [n for n in rows if world.school_point[world.need_school[n]]]
            given = [k for n in rows if n not in at_point for k in into["row", n]]
            line = _line(width, plus=[screen[n] for n in at_point])
            for k in given:
                line[k] -= rooms
            lines.append(line)
        return lines, [0.0] * len(lines)


def priority(world: StaffInstance) -> list[int]:
    """Return the rows that are covered first."""
    return [
        n
        for n in range(world.needs)
        if world.subject_priority[world.need_subject[n]] or world.need_language[n] >= 0
    ]


def _line(width: int, plus: list[int]) -> list[float]:
    line = [0.0] * width
    for k in plus:
        line[k] += 1.0
    return line
