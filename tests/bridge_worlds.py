"""Counties whose summary and tables count differently, read back from their files."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from bad_counties import edit_rows, spoilt
from pages_world import make_county, make_result

from planner.accounts import account
from planner.county.dictionary import MODES
from planner.indicators import indicator_table
from planner.plan import Unserved
from planner.reports.bridges import bridges
from planner.reports.summary import answers
from planner.reports.tables import assignments_table, schools_table, write_csv
from planner.result import Result

WEEKLY = "board"
LEH_LIKE = (
    "schools.per_township.stage=upper",
    "schools.per_township.exempt=[乙乡]",
    "schools.close=[S2]",
)


class Read(NamedTuple):
    """A run, its files as anybody reads them, and what the report says of it in English."""

    result: Result
    assignments: pd.DataFrame
    schools: pd.DataFrame
    table: pd.Series
    today: pd.Series
    summary: str
    bridges: str

    def pupils(self, chosen: pd.Series) -> int:
        return int(self.assignments["pupils"][chosen].sum())

    def numbers(self, pattern: str) -> list[str]:
        found = re.search(pattern, f"{self.summary} {self.bridges}")
        assert found is not None, pattern
        return list(found.groups())


def read_back(result: Result, folder: Path) -> Read:
    assignments = assignments_table(result)
    schools = schools_table(result, assignments)
    tables = {"assignments": assignments, "schools": schools, "indicators": result.indicators}
    files = []
    for name, table in tables.items():
        write_csv(table, folder / f"{name}.csv")
        files.append(pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig"))
    county = files[2][files[2]["group_kind"] == "county"].set_index("indicator")
    told = [s for a in answers(result, assignments, schools) for s in a.sentences]
    said = [
        " ".join(s["en"] if isinstance(s, dict) else s.say("en") for s in some)
        for some in (told, bridges(result, assignments))
    ]
    return Read(result, *files[:2], county["value"], county["baseline"], *said)


def like_leh(folder: Path) -> Result:
    from planner.run import decide, prepare
    from planner.scenario.load import load_scenario
    from planner.stages import Timings

    no_register = ("  attendance: attendance.csv\n", "")
    county = spoilt(folder, [{"file": "county.yaml", "replace": no_register}])
    empty = {"school_id": "S6", "name": "岭上小学", "township": "甲乡", "lon": "100.0866"}
    empty |= {"lat": "31.012", "kind": "primary", "status": "existing", "classrooms": "4"}

    def edit(rows):
        unknown = [n for n, h in enumerate(rows[0]) if "enrolled" in h or h == "boarders"]
        blank = [[c if n not in unknown else "" for n, c in enumerate(r)] for r in rows[1:]]
        return [rows[0], *blank, [empty.get(heading, "") for heading in rows[0]]]

    edit_rows(county / "schools.csv", edit)
    scenario = load_scenario(county / "one-school-per-township.yaml", LEH_LIKE)
    timings = Timings()
    prepared = prepare(scenario, timings, lambda stage: None)
    result, reasons, _ = decide(prepared, timings, lambda s: None, None, folder / "solver.log")
    assert result is not None, reasons
    return result


def all_sorts() -> Result:
    """Return pages_world's plan: V1's juniors come home daily again, V4's upper board farther.

    V3's upper pupils come to board 57.5 minutes off, in a week about what 12 minutes a day are, and
    V5's lose their school.
    """
    found = make_result()
    instance, plan = found.instance, found.plan
    mode_today, minutes_today = instance.unit_mode.copy(), instance.unit_minutes.copy()
    mode_today[[1, 6]], minutes_today[[1, 6]] = MODES.index(WEEKLY), 60.0
    mode, minutes = instance.option_mode.copy(), instance.option_minutes.copy()
    mode[8], minutes[8], minutes[5] = MODES.index(WEEKLY), 80.0, 57.5
    paid = np.where(mode == MODES.index(WEEKLY), 900.0, instance.option_household_yuan)
    instance = dataclasses.replace(
        instance,
        unit_mode=mode_today,
        unit_minutes=minutes_today,
        option_mode=mode,
        option_minutes=minutes,
        option_household_yuan=paid,
    )
    rows = [
        dataclasses.replace(row, mode=WEEKLY)
        if (row.village_id, row.stage) == ("V4", "upper")
        else row
        for row in plan.assignments
        if row.village_id != "V5"
    ]
    lost = Unserved("V5", "lower", "S4", 12)
    plan = dataclasses.replace(plan, assignments=tuple(rows), unserved=(lost, *plan.unserved))
    accounts, before = account(instance, plan), found.baseline_accounts
    townships = make_county().villages["township"].to_dict()
    table = indicator_table(instance, plan, accounts, found.baseline, before, townships)
    return dataclasses.replace(
        found, instance=instance, plan=plan, accounts=accounts, indicators=table
    )
