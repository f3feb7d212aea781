"""What several commands take: language, output and limits, with their help in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from planner.texts import text


def help_of(key: str) -> str:
    """Return an option's help in both languages."""
    said = text(f"cli.{key}")
    return f"{said.say('zh')} · {said.say('en')}"


LangOption = Annotated[Literal["zh", "en", "both"] | None, typer.Option(help=help_of("lang"))]
JsonOption = Annotated[bool, typer.Option("--json", help=help_of("json"))]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=help_of("quiet"))]
StartOption = Annotated[Path | None, typer.Option(help=help_of("start"))]
SetOption = Annotated[list[str] | None, typer.Option("--set", help=help_of("set"))]
JobsOption = Annotated[int, typer.Option(min=1, max=64, help=help_of("jobs"))]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help=help_of("verbose"))]
