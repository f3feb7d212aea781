"""Options of balance: the measures by which schools are judged."""

from __future__ import annotations

from pydantic import field_validator

from planner.scenario.section import Section, option


class BalanceAsked(Section):
    """Which measures judge the schools of a plan."""

    profiles: tuple[str, ...] = option(
        ("quality-2017", "basic-2012"),
        "",
        "balance profiles, by name or the path of the county's own file; the first leads the report",
        "均衡评估所用办法：自带办法的名称或本县文件的路径；报告以第一个为主",
    )

    @field_validator("profiles")
    @classmethod
    def _each_once(cls, profiles: tuple[str, ...]) -> tuple[str, ...]:
        if not profiles:
            raise ValueError("norms.why.no_profile")
        if len(set(profiles)) < len(profiles):
            raise ValueError("norms.why.profile_twice")
        return profiles
