"""docs/scenario.md, generated from the scenario's options and the norms profiles."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from planner.norms import Profile, profiles
from planner.scenario import Bilingual, Scenario
from planner.texts import LANGS, Lang, text

MODULE = "planner.scenario.docs"
FILE = Path("docs/scenario.md")
_SIGNS = (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<"))


@dataclass(frozen=True)
class Option:
    """One option as a row of the document.

    Parameters
    ----------
    key
        Dotted key; ``objective[]`` stands for each item of the list.
    default
        As one writes it in YAML; empty where the option is required.
    unit
        Unit as people say it.
    allowed
        Values or bounds.
    means
        One sentence in either language.
    """

    key: str
    default: str
    unit: str
    allowed: str
    means: dict[Lang, str]


def options() -> tuple[Option, ...]:
    """Return every option of a scenario, in the order of the schema."""
    extends = {lang: text("documents.scenario.extends").say(lang) for lang in LANGS}
    return (*_options(Scenario, None, ""), Option("extends", "", "", "", extends))


def markdown() -> str:
    """Return the whole document, Chinese beside English."""
    lines = [f"# {_both('documents.scenario.title')}", ""]
    for lang in LANGS:
        lines += [text("documents.scenario.intro").say(lang), ""]
    words = ("option", "default", "unit", "allowed", "means")
    rows = [
        [f"`{o.key}`", _code(o.default), o.unit, o.allowed, "<br>".join(o.means.values())]
        for o in options()
    ]
    lines += _table([_both(f"documents.scenario.{w}") for w in words], rows)
    lines += ["", f"## {_both('documents.scenario.profiles')}", ""]
    for lang in LANGS:
        default = text("documents.certainty.default").say(lang)
        lines += [text("documents.scenario.profile", default=default).say(lang), ""]
    for profile in profiles().values():
        lines += _profile(profile)
    lines += [text("documents.generated", module=MODULE).say(lang) for lang in LANGS]
    return "\n".join(lines) + "\n"


def _options(model: type[BaseModel], value: BaseModel | None, prefix: str) -> Iterator[Option]:
    for name, info in model.model_fields.items():
        key = f"{prefix}{name}"
        inner = _section(info.annotation)
        default = getattr(value, name) if value is not None else _default(info)
        yield Option(key, _written(default), _extra(info, "unit"), _allowed(info), _means(info))
        if inner is None or inner is Bilingual:
            continue
        if typing.get_origin(info.annotation) is tuple:
            yield from _options(inner, None, f"{key}[].")
        else:
            below = default if isinstance(default, BaseModel) else None
            yield from _options(inner, below, f"{key}.")


def _default(info: FieldInfo) -> Any:
    return info.get_default(call_default_factory=True)


def _written(default: Any) -> str:
    """Return a default as one writes it; sections and required options give nothing."""
    if default is PydanticUndefined or isinstance(default, BaseModel):
        return ""
    if isinstance(default, tuple) and default and isinstance(default[0], BaseModel):
        return ", ".join(str(next(iter(item.model_dump().values()))) for item in default)
    return (
        f"{default:.12g}" if isinstance(default, float) else json.dumps(default, ensure_ascii=False)
    )


def _allowed(info: FieldInfo) -> str:
    """Return the values or bounds an option accepts."""
    said = []
    for part in (info.annotation, *_parts(info.annotation)):
        if typing.get_origin(part) is typing.Literal:
            said.append(", ".join(f"`{v}`" for v in typing.get_args(part)))
        if part is bool:
            said.append("`true`, `false`")
    bounds = [
        f"{sign} {getattr(entry, name):g}"
        for entry in (*info.metadata, *_metadata(info.annotation))
        for name, sign in _SIGNS
        if hasattr(entry, name)
    ]
    said += [", ".join(bounds)] if bounds else []
    if types.NoneType in _parts(info.annotation):
        said.append("`null`")
    return ", ".join(dict.fromkeys(said))


def _parts(annotation: Any) -> tuple[Any, ...]:
    """Return the members of a union, unwrapped of their metadata, and the words of a tuple's items."""
    if typing.get_origin(annotation) is tuple:
        words = (m for m in typing.get_args(annotation) if typing.get_origin(m) is typing.Literal)
        return tuple(words)
    if typing.get_origin(annotation) not in (typing.Union, types.UnionType):
        return ()
    members = typing.get_args(annotation)
    return tuple(
        typing.get_args(m)[0] if typing.get_origin(m) is typing.Annotated else m for m in members
    )


def _metadata(annotation: Any) -> list[Any]:
    """Return what is annotated on the members of a union or the items of a tuple."""
    found: list[Any] = []
    for member in typing.get_args(annotation):
        if typing.get_origin(member) is typing.Annotated:
            for entry in typing.get_args(member)[1:]:
                found += getattr(entry, "metadata", [entry])
        elif typing.get_origin(member) in (typing.Union, types.UnionType):
            found += _metadata(member)
    return list(dict.fromkeys(found))


def _section(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in typing.get_args(annotation):
        inner = _section(argument)
        if inner is not None:
            return inner
    return None


def _extra(info: FieldInfo, name: str) -> str:
    extra = info.json_schema_extra
    return str(extra.get(name, "")) if isinstance(extra, dict) else ""


def _means(info: FieldInfo) -> dict[Lang, str]:
    return {"zh": _extra(info, "zh"), "en": info.description or ""}


def _profile(profile: Profile) -> list[str]:
    words = ("option", "value", "document", "certainty")
    rows = [
        [
            f"`{norm.key}`",
            _code(json.dumps(norm.value, ensure_ascii=False)),
            "<br>".join(norm.document[lang] for lang in LANGS),
            _both(f"documents.certainty.{norm.certainty}"),
        ]
        for norm in profile.norms
    ]
    title = " · ".join(profile.title[lang] for lang in LANGS)
    return [
        f"### `{profile.name}`: {title}",
        "",
        *_table([_both(f"documents.scenario.{w}") for w in words], rows),
        "",
    ]


def _table(headings: list[str], rows: list[list[str]]) -> list[str]:
    lines = [headings, ["---"] * len(headings), *rows]
    return ["| " + " | ".join(c.replace("|", "\\|") for c in line) + " |" for line in lines]


def _code(value: str) -> str:
    return f"`{value}`" if value else ""


def _both(key: str) -> str:
    return " · ".join(text(key).say(lang) for lang in LANGS)


if __name__ == "__main__":
    FILE.write_text(markdown(), "utf-8")
