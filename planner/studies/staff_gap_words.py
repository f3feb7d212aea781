"""Why a subject has no teacher, in sentences and as plain data."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from planner.studies.gap_limits import Limit
from planner.studies.remedy import KINDS, Remedy, Where
from planner.studies.staff_gaps import SchoolGap, SubjectGap
from planner.studies.staffed_run import StaffedRun
from planner.teachers.curriculum import Curriculum, load_curriculum
from planner.teachers.instance import StaffInstance
from planner.texts import Lang, Text, catalogue, text

_SCHOOLS_SHOWN, _PLACES_SHOWN, _SUBJECTS_SHOWN = 8, 8, 5


def say_subject(run: StaffedRun, gap: SubjectGap, lang: Lang, as_json: bool) -> list[str]:
    """Return the explanation of a subject as lines, or as one JSON text."""
    if as_json:
        plain = plain_subject(gap, lang)
        return [json.dumps(plain, ensure_ascii=False, indent=2, allow_nan=False)]
    return _Words(run.instance, lang).lines(gap)


def plain_subject(gap: SubjectGap, lang: Lang) -> dict[str, Any]:
    """Return the explanation as plain data: numbers unknown are null, codes have their words."""
    plain: dict[str, Any] = _finite(asdict(gap))
    plain["given"] = dict(plain["given"])
    for school in plain["schools"]:
        school["given"] = dict(school["given"])
        school["able"]["gives"] = dict(school["able"]["gives"])
        for row in school["rows"]:
            row["says"] = text(f"staff_why.{row['why']}").say(lang)
    for remedy, said in zip(gap.remedies, plain["remedies"], strict=True):
        said["proved"] = remedy.proved
        said["where"] = [
            {k: v for k, v in place.items() if v is not None and (k, v) != ("count", 0)}
            for place in said["where"]
        ]
    return plain


class _Words:
    """Says things in one language."""

    def __init__(self, instance: StaffInstance, lang: Lang) -> None:
        self.instance, self.lang = instance, lang
        self.curriculum: Curriculum = load_curriculum(instance.scenario.staffing.curriculum)

    def lines(self, gap: SubjectGap) -> list[str]:
        said = [self._head(gap)]
        if gap.synthetic:
            said.append(self._say("staff_gap.synthetic"))
        if gap.status != "optimal":
            said.append(self._say("staff_gap.unproved"))
        for school in gap.schools[:_SCHOOLS_SHOWN]:
            said += self._school(school)
        more = len(gap.schools) - _SCHOOLS_SHOWN
        if more > 0:
            said.append(self._say("staff_gap.more", n=more))
        if gap.remedies:
            yuan = f"{self.instance.scenario.costs.teacher_yuan:,.0f}"
            said.append(self._say("staff_gap.remedies", yuan=yuan))
            for n, remedy in enumerate(gap.remedies, 1):
                said += self._remedy(n, remedy)
            if len(gap.remedies) < len(KINDS):
                said.append(self._say("staff_gap.interrupted"))
        return said

    def _head(self, gap: SubjectGap) -> str:
        short = bool(gap.schools)
        fields = {
            "subject": gap.names[self.lang],
            "needed": _periods(gap.needed_periods),
            "uncovered": _periods(gap.uncovered_periods),
            "given": self._given(gap.given) if short else self._say("staff_gap.covered"),
        }
        if gap.school_id:
            return self._say("staff_gap.one_school", school=self._named(gap.school_id), **fields)
        return self._say("staff_gap.county", **fields)

    def _given(self, given: Iterable[tuple[str, float]]) -> str:
        ways = [
            self._say("staff_gap.way", how=text(f"staff_how.{how}"), periods=_periods(periods))
            for how, periods in given
        ]
        if not ways:
            return self._say("staff_gap.given_none")
        return self._say("staff_gap.given", ways=self._list(ways))

    def _school(self, school: SchoolGap) -> list[str]:
        said = [
            self._say(
                "staff_gap.school",
                name=school.name or school.school_id,
                township=school.township,
                needed=_periods(school.needed_periods),
                uncovered=_periods(school.uncovered_periods),
                given=self._given(school.given),
            )
        ]
        for row in school.rows:
            fields = {
                "stage": text(f"stage.{row.stage}"),
                "periods": _periods(row.uncovered_periods),
                "why": text(f"staff_why.{row.why}"),
            }
            if row.language:
                spoken = self._spoken(row.language)
                said.append(self._say("staff_gap.row_language", language=spoken, **fields))
            else:
                said.append(self._say("staff_gap.row", **fields))
        able = school.able
        if able.county:
            counts = {"here": able.here, "near": able.near, "county": able.county}
            said.append(self._say("staff_gap.able", **counts))
            if able.nearest_school:
                way = f"{able.nearest_minutes:.0f}"
                name = self._named(able.nearest_school)
                said.append(self._say("staff_gap.nearest", school=name, minutes=way))
            elif able.county > able.here:
                said.append(self._say("staff_gap.no_way"))
        if able.gives:
            lessons = [
                self._say("staff_gap.lesson", subject=self._subject(q), periods=_periods(given))
                for q, given in able.gives[:_SUBJECTS_SHOWN]
            ]
            spare = _periods(able.spare_periods)
            said.append(self._say("staff_gap.gives", lessons=self._list(lessons), spare=spare))
        return said + [self._say("staff_gap.limit", limit=_limit(x)) for x in school.limits]

    def _remedy(self, n: int, remedy: Remedy) -> list[str]:
        useful = remedy.result in ("closes", "part")
        result: Text
        if remedy.result == "cannot":
            result = text(f"staff_gap.cannot.{remedy.why}")
        elif useful:
            proof = text(f"staff_gap.proof.{'proved' if remedy.proved else 'open'}")
            left = {"left": _periods(remedy.left_periods)} if remedy.result == "part" else {}
            result = text(f"staff_gap.result.{remedy.result}", proof=proof, **left)
        else:
            result = text(f"staff_gap.result.{remedy.result}")
        what = _what(remedy) if useful else text(f"staff_gap.kind.{remedy.kind}")
        said = [self._say("staff_gap.remedy", n=n, what=what, result=result)]
        if not useful:
            return said
        if not remedy.verified:
            said.append(self._say("staff_gap.unverified"))
        if remedy.kind != "circuits" and remedy.shared_posts >= 0.05:
            worth = f"{remedy.shared_posts:.1f}"
            said.append(self._say("staff_gap.also_shared", posts=worth))
        said += [
            self._say("staff_gap.where", where=self._place(remedy, place))
            for place in remedy.where[:_PLACES_SHOWN]
        ]
        more = len(remedy.where) - _PLACES_SHOWN
        return [*said, self._say("staff_gap.more_where", n=more)] if more > 0 else said

    def _place(self, remedy: Remedy, place: Where) -> str:
        fields: dict[str, object] = {
            "school": self._named(place.school_id),
            "band": text(f"staff_gap.band.{place.band}"),
            "subject": self._subject(place.subject),
            "count": place.count,
        }
        if remedy.kind in ("circuits", "moves"):
            fields |= {"to": self._named(place.to_school_id), "minutes": f"{place.minutes:.0f}"}
        if remedy.kind == "circuits":
            fields["periods"] = _periods(place.periods)
        if remedy.kind == "hires" and place.language:
            language = self._spoken(place.language)
            return self._say("staff_gap.at.hires_language", language=language, **fields)
        return self._say(f"staff_gap.at.{remedy.kind}", **fields)

    def _named(self, school: str) -> str:
        return self.instance.school_name[self.instance.school_id.index(school)] or school

    def _subject(self, subject: str) -> str:
        if not subject:
            return self._say("staff_gap.at.no_subject")
        return self.curriculum.subject_name(subject, self.lang)

    def _spoken(self, language: str) -> str:
        key = f"language.{language}"
        return self._say(key) if key in catalogue() else language

    def _list(self, said: Iterable[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(said)

    def _say(self, key: str, **fields: object) -> str:
        return text(key, **fields).say(self.lang)


def _what(remedy: Remedy) -> Text:
    fields: dict[str, object] = {}
    if remedy.kind in ("circuits", "moves"):
        fields = {"limit": f"{remedy.limit:.0f}", "before": f"{remedy.limit_before:.0f}"}
    if remedy.kind == "online":
        fields = {"limit": f"{remedy.limit:.0%}", "before": f"{remedy.limit_before:.0%}"}
    if remedy.kind not in ("redivide", "online"):
        fields["amount"] = f"{remedy.amount:.{1 if remedy.kind == 'circuits' else 0}f}"
    if remedy.yuan is not None:
        fields["yuan"] = f"{remedy.yuan:,.0f}"
    return text(f"staff_gap.what.{remedy.kind}", **fields)


def _limit(limit: Limit) -> Text:
    fields: dict[str, object] = {}
    if limit.code in ("hires_used", "subject_hires_used", "circuit_posts_used"):
        fields = {"value": f"{limit.value:.0f}"}
    if limit.code == "online_share_used":
        fields = {"share": f"{limit.value:.0%}"}
    return text(f"staff_gap.limit_code.{limit.code}", **fields)


def _periods(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def _finite(value: Any) -> Any:
    """Return plain data in which numbers that are none are null."""
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
