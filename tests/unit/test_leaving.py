"""How the command line leaves when it is interrupted."""

from __future__ import annotations

import cli
from planner.texts import text


def test_ctrl_c_in_any_command_is_said_in_words(monkeypatch, capsys):
    def interrupted(names):
        raise KeyboardInterrupt

    monkeypatch.setattr("planner.norms.table.compared", interrupted)
    assert cli._guarded(["norms", "--lang", "zh"]) == 130
    assert capsys.readouterr().err.strip() == text("cli.interrupted").say("zh")
