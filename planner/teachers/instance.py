"""The staffing instance: schools after the layout, the lessons they need, the staff there is.

Indices: ``s`` school, ``t`` type of staff, ``n`` need row, ``q`` subject, ``l`` language.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from planner.instance import Flags, Floats, Ints
from planner.kept import load_arrays, save_arrays
from planner.scenario import Scenario

POSTS = ("teaching", "management", "boarding_care", "support")
TEACHING, MANAGEMENT, CARE, SUPPORT = range(len(POSTS))
BANDS = ("primary", "junior")
PRIMARY, JUNIOR = range(len(BANDS))


@dataclass(frozen=True, eq=False)
class StaffInstance:
    """Sets and parameters of the staffing programme.

    Parameters
    ----------
    scenario
        All options of the run.
    school_id, school_name, school_township
        Every school with staff today or lessons after the layout, shape (S,), sorted by id.
    school_open
        Whether it runs after the layout (S,).
    school_pupils, school_boarders
        Pupils by stage (S, stages) and boarders (S,) after the layout.
    school_classes
        Classes by stage after the layout (S, stages).
    school_point
        Whether it is a teaching point after the layout: its teachers teach the generalist
        subjects, and online lessons are meant for it (S,).
    school_posts
        Teaching posts that the layout gives it (S,).
    school_places
        Most teaching staff it may hold: its posts, those who work there today, and those who
        may follow their pupils from closed schools (S,).
    school_leaders, school_carers, school_support
        Posts of each sort that it should have (leaders, carers) or may have (support) (S,).
    school_staff_rooms
        Rooms in which staff from afar can live (S,).
    minutes
        Between schools by vehicle on roads, one way in the slower direction; NaN where no road
        or path joins them; 0 on the diagonal, shape (S, S).
    receives
        Whether pupils of the first school go to the second by the layout (S, S).
    subject_id
        Subjects of the curriculum, in its order (Q,).
    subject_priority, subject_generalist, subject_online
        Subjects covered first; subjects every primary teacher may teach at a teaching point;
        subjects for which online lessons are allowed (Q,).
    subject_lesson
        False for duties that are no lessons (care of a class) (Q,).
    subject_also
        Whether a teacher qualified in the first subject may also teach the second, shape (Q, Q),
        true on the diagonal.
    language_id
        Languages taught in besides Mandarin (L,).
    load_periods
        Weekly periods of a full teaching post by band (2,).
    need_school, need_stage, need_subject, need_language, need_periods
        Weekly periods that a school needs by stage, subject and language of teaching (-1: any
        teacher of the subject), shape (N,). Sorted; periods above 0.
    type_id
        Key of each type of staff, stable from run to run (T,).
    type_school, type_post
        Where they work today, index into `school_id`, and their post in `POSTS` (T,).
    type_band, type_subject, type_language
        Band of `BANDS` for which they qualify, subject, language besides Mandarin; -1 for
        none (T,). Who qualifies for junior may teach primary, not the other way round.
    type_count
        Persons of the type, at least 1 (T,).
    type_female
        1 female, 0 male, -1 unknown (T,).
    type_backbone, type_qualified, type_rotates, type_may_retire
        County-level backbone; degree above the required one; years enough at the school to be
        eligible for rotation; of an age to retire early by consent (T,).
    type_over_46
        Estimated share of the type that is over 46: 0 or 1 where the band decides, between
        where it does not, NaN unknown (T,).
    type_degree, type_title, type_age, type_ethnicity, type_contract
        As in the teachers table, -1 unknown, index into the codes of the data dictionary;
        ethnicity index into `ethnicity_id` (T,).
    ethnicity_id
        Ethnicities found in the table.
    school_ethnic_pupils_share
        Estimated share of minority pupils by school, NaN unknown (S,).
    most_hires
        Most posts hired in all; `most_hires_subject` by subject, infinite for no limit (Q,).
    """

    scenario: Scenario
    school_id: tuple[str, ...]
    school_name: tuple[str, ...]
    school_township: tuple[str, ...]
    school_open: Flags
    school_pupils: Ints
    school_boarders: Ints
    school_classes: Ints
    school_point: Flags
    school_posts: Ints
    school_places: Ints
    school_leaders: Ints
    school_carers: Ints
    school_support: Ints
    school_staff_rooms: Ints
    minutes: Floats
    receives: Flags
    subject_id: tuple[str, ...]
    subject_priority: Flags
    subject_generalist: Flags
    subject_online: Flags
    subject_lesson: Flags
    subject_also: Flags
    language_id: tuple[str, ...]
    load_periods: Floats
    need_school: Ints
    need_stage: Ints
    need_subject: Ints
    need_language: Ints
    need_periods: Floats
    type_id: tuple[str, ...]
    type_school: Ints
    type_post: Ints
    type_band: Ints
    type_subject: Ints
    type_language: Ints
    type_count: Ints
    type_female: Ints
    type_backbone: Flags
    type_qualified: Flags
    type_rotates: Flags
    type_may_retire: Flags
    type_over_46: Floats
    type_degree: Ints
    type_title: Ints
    type_age: Ints
    type_ethnicity: Ints
    type_contract: Ints
    ethnicity_id: tuple[str, ...]
    school_ethnic_pupils_share: Floats
    most_hires: int
    most_hires_subject: Floats

    @property
    def schools(self) -> int:
        """Number of schools."""
        return len(self.school_id)

    @property
    def types(self) -> int:
        """Number of types of staff."""
        return len(self.type_id)

    @property
    def needs(self) -> int:
        """Number of need rows."""
        return len(self.need_school)

    def may_teach(self, band: int, subject: int, language: int, need: int) -> bool:
        """Return whether staff of a profile may give the lessons of a need row.

        In their own school or on a circuit alike: band (junior may teach primary), language
        where the row asks for one, and subject: their own, one that goes with it, a generalist
        subject at a teaching point, or a duty that is no lesson.
        """
        from planner.county.dictionary import STAGES

        asked = int(self.need_language[need])
        if band < 0 or (asked >= 0 and language != asked):
            return False
        if int(self.need_stage[need]) == STAGES.index("junior") and band != JUNIOR:
            return False
        wanted = int(self.need_subject[need])
        if not self.subject_lesson[wanted]:
            return True
        if subject >= 0 and bool(self.subject_also[subject, wanted]):
            return True
        point = bool(self.school_point[self.need_school[need]])
        return point and bool(self.subject_generalist[wanted])

    def save(self, path: Path) -> None:
        """Write all arrays and the scenario to a compressed ``.npz``."""
        save_arrays(self, path)

    @classmethod
    def load(cls, path: Path) -> StaffInstance:
        """Read what `save` wrote."""
        return load_arrays(cls, path)
