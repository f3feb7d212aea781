"""What ``plan dossier`` does and says, line by line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.dossier.evidence import refusal, whole_refusal, wholly_synthetic
from planner.dossier.gather import dossier_of, grade_of
from planner.dossier.plain import plain
from planner.dossier.seasons import season_minutes
from planner.dossier.solved import count_near_optimal, examined_of
from planner.dossier.source import Source, read_source
from planner.dossier.write import INDEX, refuse_foreign_papers, write_papers
from planner.errors import InvalidInputError, UsageError
from planner.findings import Finding
from planner.reports.dossier.content import Dossier
from planner.reports.words import PageLang
from planner.studies.workers import progress_bar
from planner.texts import Lang, Text, text

FOLDER = "dossier"


@dataclass(frozen=True)
class Asked:
    """What the command line asks for.

    Parameters
    ----------
    run
        Run folder.
    school
        School id, None for every closure.
    out
        Folder of the papers, None for `FOLDER` in the run folder.
    county
        County folder of the run, None for the tables in the run folder.
    seconds, jobs
        For solving each opposite; processes.
    again
        Solve what explain.csv says already.
    demonstration
        Make papers on synthetic data, stamped as a demonstration.
    """

    run: Path
    school: str | None = None
    out: Path | None = None
    county: Path | None = None
    seconds: float = 30.0
    jobs: int = 2
    again: bool = False
    demonstration: bool = False


def say_dossiers(
    asked: Asked, *, live: bool, lang: Lang, pages: PageLang, as_json: bool
) -> tuple[list[str], InvalidInputError | None]:
    """Make and write the papers; return the lines, and what was refused.

    Raises
    ------
    UsageError
        If the plan does not close or reduce the school.
    InvalidInputError
        If the run, the county or the folder cannot be used, or every closure is refused.
    """
    out = asked.out or asked.run / FOLDER
    refuse_foreign_papers(out)
    source = read_source(asked.run, asked.county)
    schools = _schools(source, asked.school)
    findings = [] if asked.demonstration else _refused(source, schools)
    stopped = {school for f in findings for school in f.ids}
    left = [s for s in schools if s not in stopped]
    error = None
    if findings:
        error = InvalidInputError(text("dossier.refused", run=asked.run), findings)
        if not left:
            raise error
    dossiers = dossiers_of(source, left, asked, live=live, lang=lang)
    refused = [f.message for f in findings]
    every = asked.school is None
    county = source.loaded.county_name
    paths = write_papers(dossiers, source.closing, refused, county, out, pages, every=every)
    if as_json:
        said = {
            "index": (out / INDEX).as_posix() if every else None,
            "closures": [plain(d) | {"page": paths[d.school_id].as_posix()} for d in dossiers],
        }
        return [json.dumps(said, ensure_ascii=False, indent=2, allow_nan=False)], error
    lines = [text("dossier.written", name=d.name, path=paths[d.school_id]) for d in dossiers]
    if any(d.demonstration for d in dossiers):
        lines.append(text("dossier.demonstrated"))
    groups = [g for d in dossiers for g in d.groups]
    if groups and not any(g.before.season_minutes or g.after.season_minutes for g in groups):
        lines.append(text("dossier.seasons_hint"))
    if not dossiers:
        lines.append(text("dossier.nothing_closes"))
    if every:
        lines.append(text("dossier.index_written", path=out / INDEX))
    return [line.say(lang) for line in lines], error


def dossiers_of(
    source: Source, schools: Sequence[str], asked: Asked, *, live: bool, lang: Lang
) -> list[Dossier]:
    """Return the dossiers of schools, solving what the run folder does not say yet."""
    label = text("dossier.bar").say(lang)
    with progress_bar(label, len(schools), live=live) as done:
        examined = examined_of(
            source, schools, seconds=asked.seconds, jobs=asked.jobs, again=asked.again, done=done
        )
    near = count_near_optimal(source, asked.seconds) if schools else (0, {})
    scenario = source.finished.instance.scenario
    seasons = season_minutes(source.county, scenario, source.rows) if schools else {}
    return [
        dossier_of(
            source,
            school,
            examined[school],
            seasons,
            near=(near[1].get(school, 0), near[0]),
            demonstration=grade_of(source, school) == "synthetic",
        )
        for school in schools
    ]


def _schools(source: Source, school: str | None) -> list[str]:
    if school is None:
        return list(source.closing)
    if school not in source.closing:
        closing: Text | str = "–"
        for n, one in enumerate(source.closing):
            closing = text("dossier.listed", first=closing, second=one) if n else one
        raise UsageError(text("dossier.no_closure", school=school, closing=closing))
    return [school]


def _refused(source: Source, schools: Sequence[str]) -> list[Finding]:
    if len(schools) > 1 and wholly_synthetic(source):
        return [whole_refusal(source, schools)]
    return [refusal(source, s) for s in schools if grade_of(source, s) == "synthetic"]
