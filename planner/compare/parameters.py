"""Which options differ between the runs, with what each option means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from planner.loaded import LoadedRun
from planner.scenario import Scenario
from planner.scenario.load import default_values

LABELS = ("name", "title", "asks", "county")
"""What a scenario is called and where its data lie; the files read are compared by themselves."""
WHOLE = "scenario"
"""Topic of the options that stand in no section."""
ABSENT = object()
"""Value of an option that neither the run nor this version has."""


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
        By run, the default where a run names none; a section that not all have is one value.
    default
        Of this version; `ABSENT` where it does not know the option.
    """

    key: str
    unit: str
    zh: tuple[str, ...]
    en: tuple[str, ...]
    values: tuple[Any, ...]
    default: Any

    @property
    def topic(self) -> str:
        """The section of the scenario that it stands in."""
        return self.key.split(".")[0] if "." in self.key else WHOLE


def differing_options(runs: Sequence[LoadedRun]) -> list[OptionRow]:
    """Return the options in which what counts in the runs differs, topic by topic.

    An option that a run does not name counts as its default: a run of an earlier version, say.
    """
    defaults = default_values()
    given = [_filled(defaults, run.scenario) for run in runs]
    keys = dict.fromkeys(key for options in given for key in options if key not in LABELS)
    rows = [row for key in keys for row in _differing(key, [o.get(key, ABSENT) for o in given])]
    topics = list(dict.fromkeys((WHOLE, *(row.topic for row in rows))))
    return sorted(rows, key=lambda row: topics.index(row.topic))


def _differing(key: str, values: Sequence[Any]) -> Iterator[OptionRow]:
    if all(isinstance(v, Mapping) for v in values):
        for name in dict.fromkeys(name for v in values for name in v):
            yield from _differing(f"{key}.{name}", [v.get(name, ABSENT) for v in values])
    elif any(v != values[0] for v in values):
        yield OptionRow(key, *option_words(key), tuple(values), _default(key))


def _filled(defaults: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options given, with the defaults of those that are not, section by section."""
    found = dict(defaults) | dict(given)
    for name, value in given.items():
        under = defaults.get(name)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            found[name] = _filled(under, value)
    return found


def _default(key: str) -> Any:
    found: Any = default_values()
    for part in key.split("."):
        found = found.get(part, ABSENT) if isinstance(found, Mapping) else ABSENT
    return found


def option_words(key: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return unit and meaning in Chinese and English, of the sections down to the option."""
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
    return unit, tuple(filter(None, zh)), tuple(filter(None, en))


def _section_in(annotation: Any) -> Any:
    """Return the section in an annotation such as ``Section | None``, else the annotation."""
    parts = getattr(annotation, "__args__", ())
    found = [p for p in parts if isinstance(p, type) and issubclass(p, BaseModel)]
    return found[0] if found else annotation
