"""Every sentence a user reads, in Chinese and English, from one catalogue.

The catalogue is the set of ``*.toml`` files beside this module, one per room of the
program, each a table of ``key = {zh = "...", en = "..."}``. Fields in braces are
filled by :meth:`Text.say`.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True)
class Text:
    """One sentence of the catalogue with its fields filled in, in either language.

    Parameters
    ----------
    key
        Dotted key in the catalogue.
    fields
        Values of the fields in braces; a nested `Text` is said in the same language.
    """

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def say(self, lang: Lang) -> str:
        """Return the sentence in `lang`.

        Raises
        ------
        KeyError
            If the catalogue has no such key, or the sentence a field not given.
        """
        template = catalogue()[self.key][lang]
        values = {k: v.say(lang) if isinstance(v, Text) else v for k, v in self.fields.items()}
        return string.Formatter().vformat(template, (), values)

    def __str__(self) -> str:
        return self.say("en")


def text(key: str, /, **fields: object) -> Text:
    """Return the catalogue's sentence `key` with `fields`."""
    return Text(key, fields)


@cache
def catalogue() -> dict[str, dict[Lang, str]]:
    """Return the whole catalogue, ``key -> {zh, en}``, merged from all files.

    Raises
    ------
    ValueError
        If a key stands in two files.
    """
    entries: dict[str, dict[Lang, str]] = {}
    folder = resources.files(__package__)
    for file in sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml")):
        for key, value in _flatten(tomllib.loads((folder / file).read_text("utf-8"))).items():
            if key in entries:
                raise ValueError(f"text {key} stands twice in the catalogue, again in {file}")
            entries[key] = value
    return entries


def _flatten(tree: Mapping[str, object], prefix: str = "") -> dict[str, dict[Lang, str]]:
    flat: dict[str, dict[Lang, str]] = {}
    for key, value in tree.items():
        assert isinstance(value, dict)
        if set(value) == {"zh", "en"} and all(isinstance(v, str) for v in value.values()):
            flat[prefix + key] = {"zh": value["zh"], "en": value["en"]}
        else:
            flat |= _flatten(value, f"{prefix}{key}.")
    return flat
