"""What a dossier says, as data: numbers, codes and sentences in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from planner.reports.dossier.counts import Count
from planner.texts import Text

Said = Text | Mapping[str, str]
"""A sentence in both languages."""

SEASONS = ("normal", "winter")


@dataclass(frozen=True)
class Way:
    """A pupil's way to school.

    Parameters
    ----------
    school_id, school
        Empty for pupils without a school.
    mode
        ``walk``, ``ride``, ``board``, or empty where no trip is known.
    minutes
        One way in the slower direction, of the season planned for; NaN where not known.
    week_minutes
        In a school week.
    season_minutes
        One way by season, NaN where there is no way in that season; empty where the seasons
        could not be worked out.
    household_yuan
        What the household pays for trip and bed per pupil and year, subsidies taken off.
    private_yuan
        The same with an adult's time, rent and lost work, less meals and aid, on average.
    over_norm
        Whether it is over the norm of its stage and mode.
    """

    school_id: str
    school: str
    mode: str
    minutes: float
    week_minutes: float
    season_minutes: Mapping[str, float]
    household_yuan: float
    private_yuan: float
    over_norm: bool


@dataclass(frozen=True)
class Group:
    """Pupils of one village and stage who would change school together."""

    village_id: str
    village: str
    township: str
    stage: str
    pupils: Count
    before: Way
    after: Way
    affected: bool
    stream_lost: bool


@dataclass(frozen=True)
class Flow:
    """Pupils of a stage at a school that takes pupils in, by where they come from and go.

    Parameters
    ----------
    stays, leaves
        Of today's pupils those who would stay and those who would go to other schools.
    newcomers, others
        From the school that the dossier is about, and from all other schools.
    """

    stays: Count
    leaves: Count
    newcomers: Count
    others: Count


@dataclass(frozen=True)
class Receiver:
    """A school that would take pupils in, before and after.

    Parameters
    ----------
    newcomers
        From the school that the dossier is about.
    pupils_before, pupils_after
        By stage that it offers after the plan.
    flows
        What they are made of, by stage.
    classes, class_sizes
        By stage: fewest classes, and pupils in the largest of them.
    class_limits
        Most pupils to a class, by stage.
    rooms_today, rooms, rooms_added, beds_today, beds_added
        Classrooms and beds; rooms are those needed.
    canteen_today, canteen_added
        Places for boarders.
    condition
        ``A`` to ``D``, empty where not known.
    takes_in
        Whether its building may take pupils from elsewhere.
    capital_yuan
        Building it would take, NaN where it would give a hidden number away.
    build_first
        Codes of what must stand before the first pupil comes.
    """

    school_id: str
    name: str
    township: str
    kind: str
    decision: str
    evidence: str
    newcomers: Count
    pupils_before: Mapping[str, Count]
    pupils_after: Mapping[str, Count]
    flows: Mapping[str, Flow]
    classes: Mapping[str, Count]
    class_sizes: Mapping[str, Count]
    class_limits: Mapping[str, float]
    boarders_before: Count
    boarders_after: Count
    rooms_today: int
    rooms: Count
    rooms_added: Count
    beds_today: int
    beds_added: Count
    canteen_today: int
    canteen_added: Count
    condition: str
    takes_in: bool
    capital_yuan: float
    build_first: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A step of the procedure.

    Parameters
    ----------
    code
        As in column ``still_open`` of schools.csv.
    settled
        Whether nothing of it is open.
    record
        What the county's table says of it, None where nothing is recorded.
    """

    code: str
    settled: bool
    record: Said | None


@dataclass(frozen=True)
class NormRow:
    """A norm that bears on the closure.

    Parameters
    ----------
    key
        Scenario option, or the name of a rule of the procedure.
    says
        The norm in words, with the value that the plan used.
    document
        Where it stands.
    certainty
        ``source`` (read in a source), ``draft`` (read in a draft that is not in force),
        ``default`` (general knowledge, to be confirmed) or ``scenario`` (set by the scenario).
    """

    key: str
    says: Text
    document: Said
    certainty: str


@dataclass(frozen=True)
class Instead:
    """Where pupils would go if the opposite were decided."""

    village: str
    stage: str
    pupils: Count
    plan: Text
    opposite: Text


@dataclass(frozen=True)
class Alternatives:
    """What else was examined.

    Parameters
    ----------
    source
        ``solved``, or the file of the run folder that says it.
    verdict, proved
        On the opposite decision; as in explain.csv.
    sentences
        What the opposite would change, what would have to give, what else was on offer.
    instead
        Whom the opposite decision would send where; empty where only the table is known.
    closed, plans
        Of how many near-optimal plans how many close the school; 0 plans where not counted.
    """

    source: str
    verdict: str
    proved: bool
    sentences: tuple[Text, ...]
    instead: tuple[Instead, ...]
    closed: int
    plans: int


@dataclass(frozen=True)
class Dossier:
    """All that the papers on one closure say.

    Parameters
    ----------
    decision
        ``close``, ``reduce_to_teaching_point`` or ``reduce_to_primary``.
    grade
        Weakest evidence behind the closure: the school's, its villages' and its receivers'.
    demonstration
        Made although the data is synthetic, to show the form.
    proposal
        In one sentence.
    groups
        Who would change school.
    stays
        Pupils by stage who would stay at the school.
    households
        Touched, by what is known of children per household.
    shifted_yuan
        What all households together would pay more in a year, lowest and highest.
    planned_seasons
        Seasons planned for; of several, the worse minutes count.
    status
        How the search ended, in words.
    """

    school_id: str
    name: str
    township: str
    kind_before: str
    kind: str
    decision: str
    grade: str
    demonstration: bool
    county: Mapping[str, str]
    scenario: Mapping[str, str]
    proposal: Text
    groups: tuple[Group, ...]
    stays: Mapping[str, Count]
    households: Count
    shifted_yuan: tuple[float, float]
    receivers: tuple[Receiver, ...]
    alternatives: Alternatives
    steps: tuple[Step, ...]
    norms: tuple[NormRow, ...]
    assumed: tuple[Said, ...]
    status: Text
    planned_seasons: tuple[str, ...]
    run: str = ""
    notes: tuple[Text, ...] = field(default=())

    @property
    def pupils(self) -> Count:
        """Those who would change school."""
        made = Count(0, 0)
        for group in self.groups:
            made = made + group.pupils
        return made
