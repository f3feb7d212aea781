"""Checks of units and of two rows for one place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from planner.county import columns_of
from planner.findings import Finding
from planner.inputs.schema import unit_name
from planner.inputs.tables import CountyTables, Table
from planner.texts import text

SAME_PLACE_M = 10.0
LEAST_VALUES = 3

Middle = tuple[float, float, str, str]

MIDDLES: Mapping[tuple[str, str], Middle] = MappingProxyType(
    {
        ("villages", "elevation_m"): (10.0, 7000.0, "公里", "km"),
        ("villages", "hamlet_radius_km"): (0.0, 15.0, "米", "m"),
        ("villages", "income_yuan"): (500.0, 1e6, "万元", "10,000 yuan"),
        ("schools", "equipment_yuan"): (1000.0, 1e9, "万元", "10,000 yuan"),
        ("schools", "sports_area_m2"): (60.0, 1e6, "亩", "mu (667 m²)"),
        ("schools", "teaching_area_m2"): (30.0, 1e6, "亩", "mu (667 m²)"),
        ("roads", "speed_kph"): (5.0, 120.0, "米/秒", "m/s"),
        ("minutes", "minutes"): (3.0, 1440.0, "小时", "hours"),
        ("minutes", "metres"): (150.0, 1e6, "公里", "km"),
    }
)
"""Between what the middle of a column lies, and the unit that it is likely in elsewhere.

Values above the upper bound that are no more possible are refused one by one.
"""


def implausible_units(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of columns whose middle value tells that they are in another unit."""
    found = []
    for (name, column), (least, most, zh, en) in MIDDLES.items():
        table = county.tables.get(name)
        if table is None or not table.has(column):
            continue
        values = table.frame[column]
        values = values[values > 0]
        if len(values) < LEAST_VALUES or least <= (middle := float(values.median())) <= most:
            continue
        message = text(
            "inputs.units_middle",
            middle=f"{middle:.3g}",
            unit=unit_name(columns_of(name)[column]),
            other=text("say.both", zh=zh, en=en),
        )
        found.append(table.finding("units", "warning", message, column=column))
    return tuple(found)


def same_place(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of villages, and of schools of one kind, that stand at one place."""
    found: list[Finding] = []
    for name, id_column in (("villages", "village_id"), ("schools", "school_id")):
        table = county.tables.get(name)
        if table is None or table.geometry is None or not table.has(id_column, "name"):
            continue
        found += _at_one_place(table, id_column)
    return tuple(found)


def same_name(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of one name for two villages, or two schools, of a township."""
    found: list[Finding] = []
    for name, id_column in (("villages", "village_id"), ("schools", "school_id")):
        table = county.tables.get(name)
        if table is None or not table.has(id_column, "name", "township"):
            continue
        frame = table.frame[(table.frame["name"] != "") & (table.frame[id_column] != "")]
        frame = frame[~frame[id_column].duplicated(keep=False)]
        frame = frame[frame.duplicated(["township", "name"], keep=False)]
        for (_, said), rows in frame.groupby(["township", "name"], sort=True):
            if len(rows) > 1:
                message = text("inputs.same_name", name=said, rows=_rows(rows.index))
                found.append(
                    table.finding(
                        "same_name",
                        "warning",
                        message,
                        row=rows.index[1],
                        column="name",
                        value=said,
                        ids=tuple(rows[id_column]),
                    )
                )
    return tuple(found)


def _at_one_place(table: Table, id_column: str) -> list[Finding]:
    assert table.geometry is not None
    places = table.geometry.dropna()
    frame = table.frame.loc[places.index, [id_column, "name"]].copy()
    if not len(frame):
        return []
    frame["x"] = np.round(places.map(lambda p: p.x) / SAME_PLACE_M)
    frame["y"] = np.round(places.map(lambda p: p.y) / SAME_PLACE_M)
    frame["kind"] = table.frame.loc[places.index, "kind"] if table.has("kind") else ""
    frame = frame[frame.duplicated(["x", "y", "kind"], keep=False)]
    found = []
    for _, rows in frame.groupby(["x", "y", "kind"], sort=True):
        if len(rows) > 1 and rows[id_column].nunique() > 1:
            names = rows["name"].head(4)
            message = text(
                "inputs.same_place",
                count=len(rows),
                names=text("say.both", zh="、".join(names), en=", ".join(names)),
                metres=SAME_PLACE_M,
                rows=_rows(rows.index),
            )
            found.append(
                table.finding(
                    "same_place",
                    "warning",
                    message,
                    row=rows.index[1],
                    column="lon",
                    ids=tuple(rows[id_column]),
                )
            )
    return found


def _rows(index: object) -> str:
    return ", ".join(str(row) for row in list(index)[:6])  # type: ignore[call-overload]
