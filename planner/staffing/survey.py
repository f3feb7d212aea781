"""The structure of the survey's 874 teachers, and what is assumed where it is silent.

Counts marked *survey* are printed in the survey paper on Dege, Zhaojue and Mao. Its sentences (too
few teachers of mathematics, English, science, mental health and of bilingual lessons; too many in
management posts, over 46 and temporary; too few associate titles and degrees) carry no figures:
the shares marked *assumed* only follow their direction. None of it is data on any real school.
"""

from __future__ import annotations

from collections.abc import Mapping

ETHNICITY = {"藏族": 118, "彝族": 97, "羌族": 31, "回族": 12, "汉族": 574, "其他": 42}
"""Survey: teachers by ethnicity."""
PEOPLE_OF = {"tibetan": ("藏族", 0.57), "yi": ("彝族", 0.72), "qiang": ("羌族", 0.46)}
"""By language: its people, and their share among teachers over that among pupils (survey)."""
TEACHING_YEARS = {"0_5": 121, "6_10": 240, "over_10": 513}
"""Survey: teachers by years of teaching."""
YEARS_BETWEEN = {"0_5": (0, 5), "6_10": (1, 10), "over_10": (2, 28)}
"""Assumed: years at the school lie between these, evenly."""

COVERED = {
    "chinese": 1.25,
    "mathematics": 0.85,
    "english": 0.75,
    "science": 0.6,
    "morality": 1.15,
    "history_geography": 1.1,
    "it": 0.6,
    "pe": 0.85,
    "music": 0.75,
    "art": 0.75,
    "mental_health": 0.2,
    "labour": 0.45,
    "mother_tongue": 0.6,
}
"""Assumed: teachers of a subject over those that its lessons ask for; 1 for subjects not named. Those
of priority subjects are as many as this says; the other subjects share the rest of a school's posts
in these proportions."""
AT_POINT = {"general": 0.5, "chinese": 0.28, "mathematics": 0.22}
"""Assumed: who teaches at a teaching point."""
MANAGES = {"chinese": 0.38, "mathematics": 0.18, "morality": 0.14, "science": 0.06, "pe": 0.08}
"""Assumed: subjects of staff in management posts; the rest teach none."""
EXTRA_MANAGER_SHARE = 0.45
"""Assumed: share of schools of six classes and more with a management post above the rule."""
CARERS_THERE_SHARE = 0.9
"""Assumed: boarding-care posts that are filled."""
SUPPORT_SHARE = {"primary": 0.05, "junior": 0.1}
"""Assumed: support staff over teaching posts."""

FEMALE = {"teaching": 0.56, "management": 0.28, "boarding_care": 0.75, "support": 0.4}
"""Assumed: women by post."""
SPEAKS = {"tibetan": 0.14, "yi": 0.07, "qiang": 0.03, "other": 0.05}
"""Assumed: share of a people's teachers, besides those of the mother tongue, who can teach a subject
in their language."""

Shares = Mapping[str, float]
AGE: Mapping[str, Shares] = {
    "0_5": {"under_30": 0.55, "30_39": 0.33, "40_49": 0.1, "50_54": 0.02},
    "6_10": {"under_30": 0.12, "30_39": 0.55, "40_49": 0.27, "50_54": 0.05, "55_plus": 0.01},
    "over_10": {"30_39": 0.17, "40_49": 0.46, "50_54": 0.23, "55_plus": 0.14},
}
"""Assumed: age by years of teaching; over a third of all come out above 46."""
TITLE: Mapping[str, Shares] = {
    "0_5": {"none": 0.25, "third": 0.15, "second": 0.6},
    "6_10": {"none": 0.02, "second": 0.75, "first": 0.23},
    "over_10": {"second": 0.35, "first": 0.55, "senior": 0.1},
}
"""Assumed: title by years of teaching; few are associate (senior)."""
DEGREE: Mapping[str, Shares] = {
    "primary": {"secondary": 0.1, "college": 0.5, "bachelor": 0.4},
    "junior": {"college": 0.26, "bachelor": 0.73, "master": 0.01},
}
"""Assumed: degree by band."""
CONTRACT: Mapping[str, Shares] = {
    "0_5": {"established": 0.45, "special_post": 0.35, "contract": 0.12, "substitute": 0.08},
    "6_10": {"established": 0.86, "contract": 0.1, "substitute": 0.04},
    "over_10": {"established": 0.95, "contract": 0.03, "substitute": 0.02},
}
"""Assumed: contract by years of teaching; about one in seven is temporary."""
BACKBONE_SHARE = 0.07
"""Assumed: county-level backbone teachers among those with more than five years."""
