"""What the words of a road layer mean, as far as can be guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from planner.county import Column, columns_of
from planner.travel.osm_tags import ROAD_CLASS_OF_HIGHWAY, SURFACE_OF_TAG

if TYPE_CHECKING:
    import pandas

MOST_VALUES = 400
"""A column with more different values than this says no class."""
LEAST_SHARE = 0.5
"""Of the lines that have a value, so many must be understood for a column to be taken."""

CLASS_HEADINGS = (
    *("道路等级", "等级", "行政等级", "公路等级", "技术等级", "道路类型", "类型", "路线等级"),
    *("road_class", "class", "fclass", "highway", "type", "category", "roadcatego", "fun_class"),
)
SURFACE_HEADINGS = ("路面", "路面类型", "面层类型", "路面材料", "surface", "pavement", "surftype")

CLASS_WORDS = {
    "national": ("高速公路", "高速", "国道", "国省干线", "一级公路", "一级", "nh", "expressway"),
    "provincial": ("省道", "二级公路", "二级", "sh", "br"),
    "county": ("县道", "县乡道", "三级公路", "三级", "mdr", "主干道"),
    "township": ("乡道", "乡镇道路", "四级公路", "四级", "odr", "rr(odr)", "次干道"),
    "village": ("村道", "通村公路", "等外公路", "等外", "支路", "vr", "rr(vr)", "local", "minor"),
    "track": ("机耕道", "机耕路", "牧道", "大车路", "土路", "track", "rr(track)"),
    "path": ("小路", "小道", "人行道", "步道", "山路", "马道", "trail", "footpath"),
}
"""Road class by words besides those of the data dictionary and of OpenStreetMap: the classes
of Chinese road offices by who keeps the road and by how it is built, and those of India."""

SURFACE_WORDS = {
    "paved": (
        "水泥",
        "水泥路",
        "水泥混凝土",
        "混凝土",
        "沥青",
        "沥青混凝土",
        "柏油",
        "铺装",
        "bt",
        "cc",
    ),
    "gravel": ("砂石路", "砂砾", "碎石", "砾石", "泥结碎石", "简易铺装", "wbm"),
    "earth": ("泥土", "土", "土质", "未铺装", "无路面", "natural"),
}

ROUTE = re.compile(r"([gsxyc])\d{2,5}[a-z]?", re.IGNORECASE)
CLASS_OF_LETTER = dict(
    zip("gsxyc", ("national", "provincial", "county", "township", "village"), strict=True)
)
"""Class by the letter of a Chinese route number, as in G317."""

_GRADED = re.compile(r"track_?grade[1-5]")


def guessed_class(value: str) -> str:
    """Return the road class that a word stands for, empty where it is not known."""
    word = _fold(value)
    known = _class_words()
    route = ROUTE.fullmatch(word)
    if word in known:
        return known[word]
    if route:
        return CLASS_OF_LETTER[route[1]]
    if _GRADED.fullmatch(word):
        return "path" if word.endswith("5") else "village" if word.endswith("1") else "track"
    return known.get(word.removesuffix("_link"), "")


def guessed_surface(value: str) -> str:
    """Return the surface that a word stands for, empty where it is not known."""
    known = _dictionary(columns_of("roads")["surface"]) | SURFACE_OF_TAG
    known |= {_fold(w): code for code, words in SURFACE_WORDS.items() for w in words}
    return known.get(_fold(value), "")


def class_column(frame: pandas.DataFrame) -> str | None:
    """Return the column of a layer that says the class, None where none seems to.

    One of the usual headings goes first where most of its values are understood, then the
    column of which most are.
    """
    return _column(frame, guessed_class, CLASS_HEADINGS, columns_of("roads")["road_class"])


def surface_column(frame: pandas.DataFrame) -> str | None:
    """Return the column of a layer that says the surface, None where none seems to."""
    return _column(frame, guessed_surface, SURFACE_HEADINGS, columns_of("roads")["surface"])


def _column(
    frame: pandas.DataFrame, guess: Callable[[str], str], headings: tuple[str, ...], column: Column
) -> str | None:
    usual = {_fold(h) for h in (column.name, *column.headings.values(), *column.aka, *headings)}
    best: tuple[bool, float, str] | None = None
    for name in frame.columns:
        given = frame[name].dropna().astype(str).str.strip()
        given = given[given != ""]
        counts = given.value_counts()
        if not len(counts) or len(counts) > MOST_VALUES:
            continue
        understood = sum(int(n) for value, n in counts.items() if guess(str(value)))
        share = understood / len(given)
        is_usual = _fold(str(name)) in usual
        # By its heading alone a column is taken too, if nothing of it is understood but it is
        # the program's own: its values are then listed to be filled in.
        if share < LEAST_SHARE and _fold(str(name)) != _fold(column.name):
            continue
        found = (is_usual, share, str(name))
        if best is None or found[:2] > best[:2]:
            best = found
    return None if best is None else best[2]


def _class_words() -> dict[str, str]:
    words = dict(ROAD_CLASS_OF_HIGHWAY) | _dictionary(columns_of("roads")["road_class"])
    return words | {_fold(w): code for code, said in CLASS_WORDS.items() for w in said}


def _dictionary(column: Column) -> dict[str, str]:
    pairs = zip(column.codes, column.codes_zh, strict=True)
    return {_fold(word): code for code, zh in pairs for word in (code, zh)}


def _fold(value: str) -> str:
    return "".join(unicodedata.normalize("NFKC", value).casefold().split())
