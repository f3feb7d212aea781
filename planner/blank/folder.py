"""Writing the empty county folder."""

from __future__ import annotations

import json
import re
import shutil
from importlib import resources
from pathlib import Path
from string import Template

from planner.blank.examples import TABLES
from planner.blank.workbook import sheet_name, write_workbook
from planner.errors import UsageError
from planner.texts import Lang, Text, text

README = "README.md"
EXAMPLE_ROADS = "example-roads.geojson"
ROADS = "roads.gpkg"
SCENARIO = "scenario.yaml"


def init_county(folder: Path, *, filled: bool = False, lang: Lang = "zh") -> Text:
    """Write an empty county folder and return what to do next.

    Parameters
    ----------
    folder
        New or empty.
    filled
        Whether the tables hold the example rows and county.yaml names all of them.
    lang
        Language that the workbook is named in; all files hold both.

    Raises
    ------
    UsageError
        If the folder holds anything.
    """
    from planner.sample import sample_folder

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(text("init.not_empty", folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    workbook = text("init.workbook_name").say(lang)
    name = folder.resolve().name
    county_id = re.sub(r"[^A-Za-z0-9_.-]", "", name).lstrip("_.-") or "county"
    assumed = '\n  - {zh: 示例数据，虚构, en: "example data, invented"}' if filled else " []"
    fields = {
        "county_id": json.dumps(county_id),
        "name": json.dumps(name, ensure_ascii=False),
        "workbook": json.dumps(workbook, ensure_ascii=False),
        "roads": EXAMPLE_ROADS if filled else ROADS,
        "off": "" if filled else "# ",
        "assumptions": assumed,
        **{table: json.dumps(sheet_name(table), ensure_ascii=False) for table in TABLES},
    }
    for file in ("county.yaml", SCENARIO):
        (folder / file).write_text(Template(_own(file)).substitute(fields), "utf-8")
    plain = {"name": name, "workbook": workbook}
    (folder / README).write_text(Template(_own(README)).substitute(plain), "utf-8")
    write_workbook(folder / workbook, filled=filled)
    shutil.copyfile(sample_folder() / "roads.geojson", folder / EXAMPLE_ROADS)
    if filled:
        return text("init.done_filled", folder=folder, scenario=folder / SCENARIO)
    return text("init.done", folder=folder, readme=README, workbook=workbook)


def _own(name: str) -> str:
    return (resources.files(__package__) / name).read_text("utf-8")
