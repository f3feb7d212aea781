"""Write an executed notebook from its cells, without Jupyter: exec, and JSON as nbformat 4.5."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Cell:
    """A cell: what it is and its source."""

    kind: Literal["markdown", "code"]
    source: str


@dataclass(frozen=True)
class Executed:
    """A code cell with what it printed and the value of its last line, None for none."""

    cell: Cell
    printed: str
    value: object


def cells_of(source: str) -> list[Cell]:
    """Return the cells of a script: ``# %%`` begins code, ``# %% [markdown]`` a text in comments."""
    cells = []
    for part in source.split("\n# %%")[1:]:
        heading, _, body = part.partition("\n")
        if heading.strip() == "[markdown]":
            lines = [line.removeprefix("#").removeprefix(" ") for line in body.strip().splitlines()]
            cells.append(Cell("markdown", "\n".join(lines)))
        else:
            cells.append(Cell("code", body.strip()))
    return cells


def executed(cells: Sequence[Cell]) -> list[Executed]:
    """Run the code cells one after another in one namespace, as a notebook does."""
    names: dict[str, Any] = {"__name__": "__main__"}
    done = []
    for number, cell in enumerate(cells):
        if cell.kind == "markdown":
            done.append(Executed(cell, "", None))
            continue
        tree = ast.parse(cell.source)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        printed, value = io.StringIO(), None
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, f"cell {number}", "exec"), names)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
        done.append(Executed(cell, printed.getvalue(), value))
    return done


def notebook_json(done: Sequence[Executed]) -> str:
    """Return executed cells as the content of an .ipynb file."""
    cells, count = [], 0
    for number, run in enumerate(done):
        name = hashlib.sha256(f"{number} {run.cell.source}".encode()).hexdigest()[:12]
        cell: dict[str, Any] = {"cell_type": run.cell.kind, "id": name, "metadata": {}}
        cell["source"] = run.cell.source.splitlines(keepends=True)
        if run.cell.kind == "code":
            count += 1
            cell |= {"execution_count": count, "outputs": _outputs(run, count)}
        cells.append(cell)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    book = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"


def write_notebook(source: Path, target: Path) -> None:
    """Execute the cells of a script and write them with their outputs."""
    target.write_text(notebook_json(executed(cells_of(source.read_text("utf-8")))), "utf-8")


def _outputs(run: Executed, count: int) -> list[dict[str, Any]]:
    outputs: list[dict[str, Any]] = []
    if run.printed:
        said = run.printed.splitlines(keepends=True)
        outputs.append({"output_type": "stream", "name": "stdout", "text": said})
    if run.value is not None:
        made = getattr(run.value, "_repr_html_", lambda: None)()
        shown = {"text/plain": plain(run.value).splitlines(keepends=True)}
        if made is not None:
            shown["text/html"] = made.splitlines(keepends=True)
        outputs.append(
            {
                "output_type": "execute_result",
                "execution_count": count,
                "metadata": {},
                "data": shown,
            }
        )
    return outputs


def plain(value: object) -> str:
    """Return a value in words; without the address in memory that a repr may hold."""
    said = repr(value)
    return f"<{type(value).__name__}>" if " object at 0x" in said else said
