"""Run folders are replaced whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner import folder as folders
from planner.errors import InvalidInputError
from planner.folder import recover, replaced_whole, scratch_folder
from planner.studies.finished import load_finished

DEAD = "999999999"
"""No process has this number."""
ROOT = Path(__file__).parents[2]


def write(folder: Path, what: str) -> None:
    (folder / "manifest.json").write_text(what)
    (folder / "data").mkdir()
    (folder / "data" / "plan.csv").write_text(what)


def run(target: Path, what: str) -> None:
    with replaced_whole(target) as folder:
        write(folder, what)


def beside(target: Path) -> list[str]:
    return sorted(p.name for p in target.parent.iterdir())


def test_a_first_and_a_second_run(tmp_path):
    target = tmp_path / "runs" / "dege"
    run(target, "first")
    run(target, "second")
    assert (target / "data" / "plan.csv").read_text() == "second"
    assert sorted(p.name for p in target.iterdir()) == ["data", "manifest.json"]
    assert beside(target) == ["dege"]


def test_a_run_that_fails_leaves_the_earlier_one(tmp_path):
    target = tmp_path / "dege"
    run(target, "first")
    with pytest.raises(RuntimeError), replaced_whole(target) as folder:
        write(folder, "half")
        raise RuntimeError
    assert (target / "data" / "plan.csv").read_text() == "first"
    assert beside(target) == ["dege"]


def test_a_first_run_that_fails_leaves_nothing(tmp_path):
    target = tmp_path / "dege"
    with pytest.raises(KeyboardInterrupt), replaced_whole(target) as folder:
        write(folder, "half")
        raise KeyboardInterrupt
    assert beside(target) == []


def test_a_swap_that_was_cut_off_is_undone(tmp_path):
    target = tmp_path / "dege"
    old, new = tmp_path / f".old-dege-{DEAD}", tmp_path / f".new-dege-{DEAD}"
    for folder, what in ((old, "first"), (new, "second")):
        folder.mkdir()
        write(folder, what)
    recover(target)
    assert (target / "manifest.json").read_text() == "first"
    assert beside(target) == ["dege"]


def test_an_old_run_left_behind_by_a_finished_swap_is_cleared(tmp_path):
    target = tmp_path / "dege"
    run(target, "second")
    old = tmp_path / f".old-dege-{DEAD}"
    old.mkdir()
    write(old, "first")
    run(target, "third")
    assert (target / "manifest.json").read_text() == "third"
    assert beside(target) == ["dege"]


def test_leftovers_of_living_processes_and_of_other_runs_stay(tmp_path):
    target = tmp_path / "dege"
    alive = f".new-dege-{os.getppid()}"
    other = [f".new-dege-winter-{DEAD}", f".old-dege-winter-{DEAD}", f".old-dege-2-{DEAD}"]
    for name in (alive, *other):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(name)
    recover(target)
    assert beside(target) == sorted([alive, *other])


def test_names_with_brackets_are_names(tmp_path):
    target = tmp_path / "dege[1]"
    old = tmp_path / f".old-dege[1]-{DEAD}"
    old.mkdir()
    (old / "manifest.json").write_text("first")
    recover(target)
    assert (target / "manifest.json").read_text() == "first"


def test_a_folder_that_no_run_wrote_is_refused(tmp_path):
    target = tmp_path / "mine"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError):
        run(target, "first")
    assert beside(target) == ["mine"]
    assert [p.name for p in target.iterdir()] == ["thesis.txt"]


def test_a_file_is_refused(tmp_path):
    target = tmp_path / "mine"
    target.write_text("years of work")
    with pytest.raises(FileExistsError):
        run(target, "first")
    assert target.read_text() == "years of work"


def test_an_empty_folder_may_be_taken(tmp_path):
    target = tmp_path / "dege"
    target.mkdir()
    run(target, "first")
    assert (target / "manifest.json").read_text() == "first"


def test_what_somebody_put_there_meanwhile_is_kept(tmp_path):
    target = tmp_path / "dege"
    with pytest.raises(FileExistsError), replaced_whole(target) as folder:
        write(folder, "first")
        target.mkdir()
        (target / "thesis.txt").write_text("years of work")
    assert (target / "thesis.txt").read_text() == "years of work"
    assert beside(target) == ["dege"]


def test_two_runs_of_one_process_on_one_target_end_whole(tmp_path):
    target = tmp_path / "dege"
    with replaced_whole(target) as first:
        write(first, "first")
        with replaced_whole(target) as second:
            write(second, "second")
        assert (target / "manifest.json").read_text() == "second"
    assert (target / "manifest.json").read_text() == "first"
    assert beside(target) == ["dege"]


def test_a_recovery_between_the_two_renames_of_a_swap_does_not_spoil_it(tmp_path, monkeypatch):
    target = tmp_path / "dege"
    run(target, "first")
    rename, seen = Path.rename, []

    def interfering(self, to):
        moved = rename(self, to)
        if self == target and not seen:
            seen.append(to)
            recover(target)
            assert (target / "manifest.json").read_text() == "first"
        return moved

    monkeypatch.setattr(Path, "rename", interfering)
    run(target, "second")
    assert seen
    assert (target / "manifest.json").read_text() == "second"
    assert beside(target) == ["dege"]


def test_a_swap_that_cannot_end_puts_the_old_run_back(tmp_path, monkeypatch):
    target = tmp_path / "dege"
    run(target, "first")
    rename = Path.rename

    def refused(self, to):
        if self.name.startswith(".new-") and to == target:
            raise PermissionError(to)
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(PermissionError):
        run(target, "second")
    monkeypatch.undo()
    assert (target / "manifest.json").read_text() == "first"
    assert beside(target) == ["dege"]


def test_a_run_that_is_half_deleted_is_never_put_back(tmp_path, monkeypatch):
    target = tmp_path / "dege"
    run(target, "first")
    monkeypatch.setattr(folders.shutil, "rmtree", lambda path, **_: None)
    run(target, "second")
    # Killed before the old one was deleted: what is left of it is not a run moved aside.
    assert [name[:5] for name in beside(target)] == [".new-", "dege"]


def test_of_two_runs_moved_aside_the_later_is_put_back(tmp_path):
    target = tmp_path / "dege"
    for number, (what, written_s) in enumerate({"first": 1_000, "second": 2_000}.items()):
        old = tmp_path / f".old-dege-{DEAD}.{number}"
        old.mkdir()
        write(old, what)
        os.utime(old / "manifest.json", (written_s, written_s))
    recover(target)
    assert (target / "manifest.json").read_text() == "second"
    assert beside(target) == ["dege"]


def test_scratch_of_dead_runs_is_cleared_and_of_living_ones_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead = tmp_path / f"county-school-planner-{DEAD}-x"
    alive = tmp_path / f"county-school-planner-{os.getppid()}-x"
    for left in (dead, alive, tmp_path / "county-school-planner-notes"):
        left.mkdir()
    with scratch_folder() as mine:
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
            [alive.name, mine.name, "county-school-planner-notes"]
        )
    assert not mine.exists()


def test_whoever_reads_a_run_puts_it_back_first(tmp_path):
    target = tmp_path / "dege"
    old = tmp_path / f".old-dege-{DEAD}.7"
    old.mkdir()
    write(old, "first")
    with pytest.raises(InvalidInputError, match="cannot be used"):
        load_finished(target)
    assert (target / "manifest.json").read_text() == "first"
    assert beside(target) == ["dege"]


CROWD = """
import sys
from pathlib import Path
from planner.errors import InvalidInputError
from planner.folder import recover, replaced_whole
target, name = Path(sys.argv[1]), sys.argv[2]
print("started", flush=True)
sys.stdin.readline()
for n in range(60):
    with replaced_whole(target) as folder:
        for part in range(5):
            (folder / f"part{part}").write_text(f"{name}-{n}")
        (folder / "manifest.json").write_text(f"{name}-{n}")
    recover(target)
"""


def test_runs_on_one_target_at_the_same_moment_all_end_whole(tmp_path):
    target = tmp_path / "dege"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    crowd = [
        subprocess.Popen([sys.executable, "-c", CROWD, str(target), name], cwd=ROOT, **pipes)
        for name in "abc"
    ]
    for child in crowd:
        assert child.stdout.readline() == b"started\n"
    for child in crowd:
        child.stdin.write(b"go\n")
        child.stdin.flush()
    said = [child.communicate(timeout=60)[1].decode() for child in crowd]
    assert said == ["", "", ""]
    assert beside(target) == ["dege"]
    parts = {p.name: p.read_text() for p in target.iterdir()}
    assert len(parts) == 6
    assert len(set(parts.values())) == 1
    assert parts["manifest.json"].endswith("-59")


KILLED = """
import sys
from pathlib import Path
from planner.folder import replaced_whole
target, n = Path(sys.argv[1]), 0
print("started", flush=True)
while True:
    n += 1
    with replaced_whole(target) as folder:
        for part in range(20):
            (folder / f"part{part}").write_text(str(n))
        (folder / "manifest.json").write_text(str(n))
"""


def test_a_killed_process_leaves_a_whole_run(tmp_path):
    target = tmp_path / "dege"
    seen = []
    for moment in range(10):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(target)], stdout=subprocess.PIPE, cwd=ROOT
        )
        assert child.stdout.readline() == b"started\n"
        time.sleep(0.02 + 0.0037 * moment)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        recover(target)
        if not seen and not target.exists():
            continue  # killed before its first run was whole
        assert beside(target) == ["dege"]
        parts = {p.name: p.read_text() for p in target.iterdir()}
        assert len(parts) == 21
        assert len(set(parts.values())) == 1
        seen.append(parts["manifest.json"])
    assert seen
