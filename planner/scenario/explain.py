"""What pydantic refuses, said as findings: one natural sentence each."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from planner.findings import Finding
from planner.scenario.lines import KeyPath, Places, finding_at, short
from planner.texts import Text, text

_WANTED = {
    "int_type": "whole",
    "int_parsing": "whole",
    "int_from_float": "whole",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "bool_type": "flag",
    "bool_parsing": "flag",
    "string_type": "text",
    "path_type": "text",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "tuple_type": "list",
    "list_type": "list",
}
"""Kind of value wanted, by pydantic's error type."""

_BOUNDS = {
    "greater_than": ("scenario.above", "gt"),
    "greater_than_equal": ("scenario.at_least", "ge"),
    "less_than_equal": ("scenario.at_most", "le"),
    "less_than": ("scenario.below", "lt"),
}


def explained(
    model: type[BaseModel],
    error: ValidationError,
    places: Places,
    *,
    check: str = "scenario",
    also: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Return one finding for each thing that `model` refused.

    Parameters
    ----------
    model
        The closed model that was validated.
    error
        What it raised.
    places
        File and line of each key.
    check
        Name under which problems are reported.
    also
        Further keys of the top level, for suggestions.
    """
    return tuple(
        _one(model, entry, _named(entry["loc"]), places, check, also)
        for entry in error.errors()
        # Of a union, only the member that the value looks like has something to say.
        if not (entry["type"] == "literal_error" and isinstance(entry["input"], Mapping))
    )


def choices(values: Sequence[object]) -> Text:
    """Return ``a, b or c`` in either language."""
    said = [str(v) for v in values]
    *most, last = said
    if not most:
        return text("say.both", zh=last, en=last)
    return text("say.both", zh="、".join(most) + f" 或 {last}", en=", ".join(most) + f" or {last}")


def _one(
    model: type[BaseModel],
    entry: Any,
    at: KeyPath,
    places: Places,
    check: str,
    also: Sequence[str],
) -> Finding:
    kind, context, value = entry["type"], entry.get("ctx", {}), entry.get("input")
    if kind == "extra_forbidden":
        names = [*_names(model, at[:-1]), *(also if len(at) == 1 else ())]
        close = difflib.get_close_matches(str(at[-1]), names, 1, 0.5)
        message = (
            text("scenario.unknown_key_close", suggestion=close[0])
            if close
            else text("scenario.unknown_key", allowed=choices(names))
        )
        return finding_at(places, at, message, at[-1], check)
    if kind == "missing":
        return finding_at(places, at, text("scenario.key_missing"), "", check)
    if kind == "literal_error":
        allowed = choices(re.findall(r"'([^']*)'", context["expected"]))
        message = text("scenario.not_one_of", value=short(value), allowed=allowed)
    elif kind in _BOUNDS:
        key, bound = _BOUNDS[kind]
        message = text(key, value=short(value), bound=f"{context[bound]:.12g}")
    elif kind == "value_error":
        message = text(str(context["error"]))
    elif kind == "string_pattern_mismatch":
        message = text("scenario.bad_name", value=short(value))
    elif kind in _WANTED:
        wanted = text(f"scenario.wanted.{_WANTED[kind]}")
        message = text("scenario.wrong_type", value=short(value), wanted=wanted)
    else:
        message = text("scenario.refused_value", value=short(value), reason=entry["msg"])
    return finding_at(places, at, message, value, check)


def _named(loc: KeyPath) -> KeyPath:
    """Return `loc` without the class names that pydantic puts in for members of a union."""
    return tuple(p for p in loc if isinstance(p, int) or not p[:1].isupper())


def _model_in(annotation: Any) -> Any:
    """Return the model inside an annotation such as ``tuple[Model, ...]`` or ``Model | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _model_in(argument)
        if inner is not None:
            return inner
    return None


def _names(model: type[BaseModel], at: KeyPath) -> list[str]:
    here: Any = model
    for part in at:
        # A part that is no field is a place in a list or a key of a mapping.
        if part in here.model_fields:
            here = _model_in(here.model_fields[part].annotation)
    return list(here.model_fields)
