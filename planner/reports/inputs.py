"""The county's own tables in the run folder, so that the folder is a county folder itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from planner.county import County, columns_of
from planner.reports.places import geodetic_crs, lonlat
from planner.texts import text

if TYPE_CHECKING:
    import geopandas
    import pandas

SHEET_TABLES = (
    "villages",
    "schools",
    "attendance",
    "teachers",
    "services",
    "residences",
    "minutes",
)
"""Tables that the workbook holds."""
LAYER_TABLES = ("villages", "schools", "roads", "townships")
"""Tables that the GeoPackage holds, in the county's own system of metres: not a bit is lost."""


def sheet_of(table: str) -> str:
    """Return the name of the sheet that holds a table of inputs."""
    return f"输入-{text(f'init.sheet.{table}').say('zh')}"


def layer_of(table: str) -> str:
    """Return the name of the layer that holds a table of inputs."""
    return f"input_{table}"


def input_table(county: County, table: str) -> pandas.DataFrame | None:
    """Return a table as it can be read again: all columns of the dictionary, blank or not.

    Codes are said in Chinese, as people write them; places are in degrees.
    """
    import numpy as np
    import pandas as pd

    frame = getattr(county, table)
    if frame is None:
        return None
    columns = columns_of(table)
    made = frame.reset_index() if frame.index.name in columns else frame.copy()
    if "lon" in columns:
        at = lonlat(county, frame)
        made = made.assign(lon=at["lon"].to_numpy(), lat=at["lat"].to_numpy())
    if "evidence" in made:
        made = made.assign(provenance=made["evidence"])
    kept = {}
    for name, column in columns.items():
        if name not in made:
            continue
        values = made[name]
        blank = values.isna() | (values.astype(str) == "")
        if column.type == "code":
            zh = dict(zip(column.codes, column.codes_zh, strict=True))
            values = values.map(lambda code, zh=zh: zh.get(code, code))
        kept[name] = values.astype(object).where(~blank, np.nan)
    return pd.DataFrame(kept)


def input_layers(county: County) -> dict[str, geopandas.GeoDataFrame]:
    """Return the layers of inputs by name."""
    import geopandas as gpd

    layers = {}
    for table in LAYER_TABLES:
        frame, plain = getattr(county, table), input_table(county, table)
        if frame is None or plain is None:
            continue
        plain = plain.drop(columns=["lon", "lat"], errors="ignore")
        plain = plain.infer_objects()
        shapes = list(frame.geometry)
        layers[layer_of(table)] = gpd.GeoDataFrame(plain, geometry=shapes, crs=county.crs)
    named = {"name_zh": [county.name.get("zh", "")], "name_en": [county.name.get("en", "")]}
    layers[layer_of("boundary")] = gpd.GeoDataFrame(
        named, geometry=[county.boundary], crs=county.crs
    )
    return layers


def county_yaml(county: County) -> str:
    """Return the county.yaml that reads the run folder's workbook and GeoPackage as inputs."""

    def quoted(said: object) -> str:
        return json.dumps(str(said), ensure_ascii=False)

    authority = geodetic_crs(county).to_authority()
    degrees = ":".join(authority) if authority else "wgs84"
    lines = [
        *(f"# {text('inputs_again.yaml').say(lang)}" for lang in ("zh", "en")),
        f"county_id: {quoted(county.county_id)}",
        f"name: {{zh: {quoted(county.name['zh'])}, en: {quoted(county.name['en'])}}}",
        f"crs: {degrees}",
        f"projected_crs: {county.crs}",
        f"provenance: {county.provenance}",
        "tables:",
    ]
    lines += [
        f"  {table}: {{file: plan.xlsx, sheet: {quoted(sheet_of(table))}}}"
        for table in SHEET_TABLES
        if getattr(county, table) is not None
    ]
    lines += [
        f"  {table}: {{file: plan.gpkg, layer: {layer_of(table)}}}"
        for table in ("roads", "townships", "boundary")
        if getattr(county, table) is not None
    ]
    if county.assumptions:
        lines.append("assumptions:")
        lines += [
            f"  - {{zh: {quoted(a['zh'])}, en: {quoted(a['en'])}}}" for a in county.assumptions
        ]
    return "\n".join(lines) + "\n"
