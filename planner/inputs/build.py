"""A county folder to a County, with everything that is wrong with it said at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from planner.county import County, InputFile
from planner.errors import InvalidInputError
from planner.findings import Finding, errors_in
from planner.inputs.checks import CHECKS
from planner.inputs.frames import county_of
from planner.inputs.gather import gather
from planner.inputs.tables import CountyTables
from planner.scenario import Scenario
from planner.scenario.money import AgeShares, Pupils, age_shares_of
from planner.scenario.staffing import Staffing
from planner.texts import LANGS, text


def load_county(
    folder: Path,
    age_shares: Mapping[str, float] | None = None,
    age_groups: Sequence[AgeShares] = (),
) -> tuple[County, tuple[Finding, ...]]:
    """Read a county folder.

    Parameters
    ----------
    folder
        Folder with ``county.yaml``.
    age_shares
        Pupils of each stage over population (0 to 1), for villages that give only their
        population; the defaults of ``pupils.age_share_…`` where not given.
    age_groups
        Shares of townships and languages, before those of the county.

    Returns
    -------
    tuple
        The county, and warnings and notes.

    Raises
    ------
    InvalidInputError
        With every finding of every table, if any is an error.
    """
    county, files, findings = _read(folder, age_shares, age_groups)
    if county is None or errors_in(findings):
        raise InvalidInputError(text("inputs.refused", folder=folder.name), findings)
    return county_of(county, folder, files, _assumptions(county, findings)), findings


def county_for(scenario: Scenario) -> tuple[County, tuple[Finding, ...]]:
    """Read the county of a scenario, by its age shares; returns and raises as `load_county`."""
    pupils = scenario.pupils
    return load_county(scenario.county, age_shares_of(pupils), pupils.age_shares)


def check_place(place: Path) -> tuple[Finding, ...]:
    """Check a county folder, or the county of a scenario file by what the scenario says of it."""
    if not place.is_file():
        return check_county(place)
    from planner.scenario.load import load_scenario

    scenario = load_scenario(place)
    pupils, curriculum = scenario.pupils, scenario.staffing.curriculum
    return check_county(scenario.county, age_shares_of(pupils), curriculum, pupils.age_shares)


def check_county(
    folder: Path,
    age_shares: Mapping[str, float] | None = None,
    curriculum: str | None = None,
    age_groups: Sequence[AgeShares] = (),
) -> tuple[Finding, ...]:
    """Return everything that reading and checking a county folder found.

    Parameters
    ----------
    folder, age_shares, age_groups
        As for `load_county`.
    curriculum
        Table that subjects of the teachers table are checked against; the default of
        ``staffing.curriculum`` where not given. A run says of them what staffing finds.
    """
    return _read(folder, age_shares, age_groups, curriculum or Staffing().curriculum)[2]


def _read(
    folder: Path,
    age_shares: Mapping[str, float] | None,
    age_groups: Sequence[AgeShares],
    curriculum: str = "",
) -> tuple[CountyTables | None, tuple[InputFile, ...], tuple[Finding, ...]]:
    county, files, findings = gather(folder, _shares(age_shares), tuple(age_groups))
    if county is None:
        return None, files, findings
    county = replace(county, curriculum=curriculum)
    checked = [finding for check in CHECKS for finding in check(county)]
    explained = {(f.file, f.row) for f in checked if f.check == "swapped"}
    kept = [
        f
        for f in findings
        if not (f.column in ("lon", "lat") and {(f.file, f.row), (f.file, None)} & explained)
    ]
    return county, files, (*kept, *checked)


def _shares(given: Mapping[str, float] | None) -> dict[str, float]:
    return age_shares_of(Pupils()) | dict(given or {})


def _assumptions(
    county: CountyTables, findings: tuple[Finding, ...]
) -> tuple[Mapping[str, str], ...]:
    """Return what county.yaml assumes, and what reading had to assume."""
    stated = [{"zh": a.zh, "en": a.en} for a in county.county_file.assumptions]
    # A run folder read again states what was found, in files of other names, at first.
    found: list[dict[str, str]] = [
        {str(lang): f.say(lang) for lang in LANGS}
        for f in findings
        if f.check == "assumed"
        and not any(a["en"].endswith(f": {f.message.say('en')}") for a in stated)
    ]
    return (*stated, *found)
