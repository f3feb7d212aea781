"""The import directions of docs/architecture.md, held over the syntax tree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEVELS = (
    ("texts", "errors", "findings", "folder"),
    (
        "county",
        "norms",
        "scenario",
        "plan",
        "areas",
        "gates",
        "kept",
        "kinds",
        "minutes",
        "instance",
        "affected",
        "equity",
        "posts",
        "accounts",
        "decisions",
        "earlier",
        "manifest",
        "teachers",
        "allocation",
    ),
    ("inputs", "travel", "options", "programme", "sample", "blank"),
    ("staffing", "balance", "resources"),
    ("audit", "indicators", "ledger", "concern", "result", "loaded"),
    ("maps", "reports", "compare"),
    ("run", "stages", "writing", "joined", "staffed", "resourced", "roads"),
    ("studies", "dossier"),
    ("console", "notebook"),
    ("commands",),
)
LEVEL = {room: n for n, rooms in enumerate(LEVELS) for room in rooms}
ONLY_IN = {
    "pulp": {"programme", "staffing", "resources"},
    "folium": {"maps", "reports"},
    "branca": {"maps", "reports"},
    "osmnx": {"travel"},
    "osmium": {"travel"},
    "networkx": {"travel"},
}
FORBIDDEN = {
    "instance": {"geopandas"},
    "programme": {"geopandas"},
    "audit": {"geopandas", "pulp", "highspy"},
}
MODULES = sorted((ROOT / "planner").rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT / "planner").parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    assert room in LEVEL, f"{room} has no level: add it to docs/architecture.md and here"
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "planner" and len(parts) > 1 and parts[1] in LEVEL:
            assert LEVEL[parts[1]] <= LEVEL[room], f"{path.name} imports {name} from a later room"
        if parts[0] in ONLY_IN:
            assert room in ONLY_IN[parts[0]], f"{path.name} imports {parts[0]}"
        assert parts[0] not in FORBIDDEN.get(room, set()), f"{path.name} imports {parts[0]}"


def test_audit_knows_nothing_of_the_programmes() -> None:
    for path in MODULES:
        if room_of(path) == "audit":
            rooms = {n.split(".")[1] for n in imports_of(path) if n.startswith("planner.")}
            assert not rooms & {"programme", "staffing", "resources"}, path


def test_the_test_sees_a_wrong_import(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def f():\n    from planner.programme import solve\n", "utf-8")
    assert "planner.programme.solve" in imports_of(wrong)


def test_every_file_has_one_subject() -> None:
    long = {p.name: n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > 350}
    assert long == {}


def test_the_rooms_stand_in_the_document() -> None:
    document = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    for path in MODULES:
        room = room_of(path)
        assert room == "__init__" or f"`{room}" in document, (
            f"{room} is not in docs/architecture.md"
        )
