"""A county's own layout profile, checked as if it were laid under a scenario."""

from __future__ import annotations

from pathlib import Path

from planner.norms.profile import CHECK, Profile, refused


def check_layout(profile: Profile) -> None:
    """Refuse a layout profile that no scenario could be laid over.

    Raises
    ------
    InvalidInputError
        With a finding for each key that is no option and each value that does not fit.
    """
    from pydantic import ValidationError

    from planner.scenario import Scenario
    from planner.scenario.explain import explained

    values = {"name": "x", "county": Path(), **profile.values()}
    try:
        Scenario.model_validate(values)
    except ValidationError as error:
        found = explained(Scenario, error, profile.places(), check=CHECK)
        raise refused(profile.file, list(found)) from error
