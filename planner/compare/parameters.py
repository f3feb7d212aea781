"""Which options differ between the runs, with what each option means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from planner.loaded import LoadedRun
from planner.scenario import Scenario

LABELS = ("name", "title", "asks")
"""What a scenario is called; it decides nothing."""
ABSENT = object()
"""Value of an option that a run of another version does not have."""


@dataclass(frozen=True)
class OptionRow:
    """An option that is not the same in all runs.

    Parameters
    ----------
    key
        Dotted, as ``--set`` takes it.
    unit, zh, en
        Of the scenario's fields; empty where this version does not know the option.
    values
        By run; `ABSENT` where it has none.
    """

    key: str
    unit: str
    zh: str
    en: str
    values: tuple[Any, ...]


def differing_options(runs: Sequence[LoadedRun]) -> list[OptionRow]:
    """Return the options in which the resolved scenarios differ, in the order of the scenario."""
    flat = [dict(flattened(run.scenario)) for run in runs]
    keys = dict.fromkeys(key for options in flat for key in options)
    rows = []
    for key in keys:
        values = tuple(options.get(key, ABSENT) for options in flat)
        if key.split(".")[0] not in LABELS and any(v != values[0] for v in values):
            rows.append(OptionRow(key, *option_words(key), values))
    return rows


def flattened(options: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every option with its dotted key; a list is one value."""
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def option_words(key: str) -> tuple[str, str, str]:
    """Return unit and meaning in Chinese and English; of sections, the way down to the option."""
    here: Any = Scenario
    unit, zh, en = "", [], []
    for part in key.split("."):
        if not (isinstance(here, type) and issubclass(here, BaseModel)):
            break
        field = here.model_fields.get(part)
        if field is None:
            break
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        unit = str(extra.get("unit", ""))
        zh.append(str(extra.get("zh", "")))
        en.append(field.description or "")
        here = _section_in(field.annotation)
    return unit, "：".join(filter(None, zh)), ": ".join(filter(None, en))


def _section_in(annotation: Any) -> Any:
    """Return the section in an annotation such as ``Section | None``, else the annotation."""
    parts = getattr(annotation, "__args__", ())
    found = [p for p in parts if isinstance(p, type) and issubclass(p, BaseModel)]
    return found[0] if found else annotation
