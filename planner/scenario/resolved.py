"""The resolved scenario: every option with its value, defaults included."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from planner.scenario import Scenario


def resolved_yaml(scenario: Scenario) -> str:
    """Return every option of a scenario as YAML; the county folder and a curriculum file by name alone."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    values = scenario.model_dump(mode="json")
    values["county"] = scenario.county.name
    values["staffing"]["curriculum"] = Path(scenario.staffing.curriculum).name
    stream = StringIO()
    yaml.dump(values, stream)
    return stream.getvalue()
