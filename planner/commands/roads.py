"""The command that builds a road layer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.given import JsonOption, LangOption, QuietOption, help_of
from planner.console import language_of


def roads(
    source: Annotated[str, typer.Argument(help=help_of("roads_source"))],
    out: Annotated[Path, typer.Option(help=help_of("roads_out"))],
    join_m: Annotated[float | None, typer.Option(min=0, max=500, help=help_of("join_m"))] = None,
    classes: Annotated[Path | None, typer.Option(help=help_of("classes"))] = None,
    layer: Annotated[str | None, typer.Option(help=help_of("layer"))] = None,
    crs: Annotated[str | None, typer.Option(help=help_of("crs"))] = None,
    class_column: Annotated[str | None, typer.Option(help=help_of("class_column"))] = None,
    surface_column: Annotated[str | None, typer.Option(help=help_of("surface_column"))] = None,
    within: Annotated[str | None, typer.Option(help=help_of("within"))] = None,
    margin_km: Annotated[float, typer.Option(min=0, max=100, help=help_of("margin_km"))] = 2.0,
    overpass_url: Annotated[str | None, typer.Option(help=help_of("overpass_url"))] = None,
    nominatim_url: Annotated[str | None, typer.Option(help=help_of("nominatim_url"))] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help=help_of("refresh"))] = False,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the road layer from a file, or download it."""
    from planner.roads.command import Wishes, make_roads, said_of

    wishes = Wishes(
        join_m=join_m,
        layer=layer,
        crs=crs,
        class_column=class_column,
        surface_column=surface_column,
        classes=classes,
        within=within,
        margin_km=margin_km,
        overpass=overpass_url,
        nominatim=nominatim_url,
        refresh=refresh,
    )
    spoken = language_of(lang)
    tell = (lambda _: None) if quiet else (lambda said: typer.echo(said.say(spoken), err=True))
    typer.echo(said_of(make_roads(source, out, wishes, spoken, tell), spoken, as_json))
