"""Which schools reach which indicators of balance in each run, by the rule of the measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.compare.balance import TODAY
from planner.loaded import LoadedRun

TABLE = "balance"
MET = "indicators_met"
"""Row of balance.csv that counts the indicators reached; its threshold is how many must be."""
COLUMNS = (
    "profile", "moment", "school_id", "name", "township", "band", "small_point",
    "indicator", "threshold", "floor", "passes", "above_floor",
)  # fmt: skip
"""Columns of balance.csv that are read."""
Key = tuple[str, str]
"""School and band."""


@dataclass(frozen=True)
class SchoolVerdict:
    """How one part of a school stands at one moment.

    Parameters
    ----------
    met
        Indicators reached for certain.
    keeps
        Whether it keeps the rule; None where that cannot be told.
    small
        Whether it is a small point then, which the measures leave out.
    below, short, unknown
        Indicators below their floor; below the threshold alone; not known.
    """

    met: int
    keeps: bool | None
    small: bool = False
    below: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing is known of it."""
        return self.keeps is None and not (self.met or self.below or self.short)

    def misses(self, indicator: str) -> bool:
        """Return whether an indicator is known not to be reached."""
        return indicator in self.below or indicator in self.short


@dataclass(frozen=True)
class SchoolRow:
    """One part of a school in every run.

    Parameters
    ----------
    school_id, name, township, band
        Which.
    today
        Before, of the first run that tells.
    runs
        At the last moment that each run judges; None where it teaches nobody there, or the run
        does not tell.
    """

    school_id: str
    name: str
    township: str
    band: str
    today: SchoolVerdict | None
    runs: tuple[SchoolVerdict | None, ...]

    @property
    def settled(self) -> bool:
        """Whether it keeps the rule today and wherever it is taught."""
        return all(v is None or v.keeps for v in (self.today, *self.runs))

    @property
    def blank(self) -> bool:
        """Whether nothing is known of it, today or in any run."""
        return all(v is None or v.blank for v in (self.today, *self.runs))


@dataclass(frozen=True)
class SchoolBalance:
    """Schools and indicators by one profile.

    Parameters
    ----------
    profile
        Name of the measures, the first that set a rule.
    least
        Indicators that a school must reach.
    indicators
        Those that are asked for, in the order of the files.
    moments
        The last moment of each run; empty for a run that does not tell.
    rows
        Schools in order of band and id.
    """

    profile: str
    least: int
    indicators: tuple[str, ...]
    moments: tuple[str, ...]
    rows: tuple[SchoolRow, ...]

    def tells(self, run: int) -> bool:
        """Return whether a run has the figures."""
        return bool(self.moments[run])

    @property
    def blank(self) -> bool:
        """Whether nothing is known of any school, so that there is nothing to compare."""
        return all(row.blank for row in self.rows)

    def counts(self, run: int, band: str, indicator: str) -> tuple[int, int, int]:
        """Return how many schools miss an indicator, of how many it is not known, and of how many.

        Small points are left out. For `MET` those are counted that do not keep the rule.

        Parameters
        ----------
        run
            Of the runs; -1 for today.
        """
        own = [
            v
            for r in self.rows
            if r.band == band and (v := r.today if run < 0 else r.runs[run]) and not v.small
        ]
        if indicator == MET:
            missed = sum(v.keeps is False for v in own)
            return missed, sum(v.keeps is None for v in own), len(own)
        missed = sum(v.misses(indicator) for v in own)
        return missed, sum(indicator in v.unknown for v in own), len(own)


def school_balance(runs: Sequence[LoadedRun]) -> SchoolBalance | None:
    """Return schools and indicators by the first profile that sets a rule; None without any."""
    ruled = [found for run in runs if (found := _rule(run)) is not None]
    if not ruled:
        return None
    profile, least = ruled[0]
    own = [_records(run, profile) for run in runs]
    asked = dict.fromkeys(str(r["indicator"]) for records in own for r in records if _is_asked(r))
    moments = tuple(str(records[-1]["moment"]) if records else "" for records in own)
    afters = [
        _verdicts([r for r in records if r["moment"] == moment])
        for records, moment in zip(own, moments, strict=True)
    ]
    befores = [_verdicts([r for r in records if r["moment"] == TODAY]) for records in own]
    said = {_key(r): r for records in reversed(own) for r in reversed(records)}
    rows = [
        SchoolRow(
            school_id=key[0],
            name=_word(said[key], "name") or key[0],
            township=_word(said[key], "township"),
            band=key[1],
            today=next((before[key] for before in befores if key in before), None),
            runs=tuple(after.get(key) for after in afters),
        )
        for key in sorted(said, key=lambda k: (k[1] != "primary", k[0]))
    ]
    return SchoolBalance(profile, least, tuple(asked), moments, tuple(rows))


def _rule(run: LoadedRun) -> tuple[str, int] | None:
    """Return the first profile that sets a rule and how many indicators it asks for."""
    table = run.tables.get(TABLE)
    ruled = None if table is None else table[table["indicator"] == MET]
    if ruled is None or ruled.empty:
        return None
    return str(ruled["profile"].iloc[0]), int(ruled["threshold"].iloc[0])


def _records(run: LoadedRun, profile: str) -> list[dict[Any, Any]]:
    """Return the rows of today and of the last moment, which is that of all that the run decides."""
    table = run.tables.get(TABLE)
    own = None if table is None else table[table["profile"] == profile]
    if own is None or own.empty:
        return []
    chosen = own[own["moment"].isin([TODAY, own["moment"].iloc[-1]])]
    return chosen[[c for c in COLUMNS if c in own]].to_dict("records")


def _is_asked(row: Mapping[Any, Any]) -> bool:
    """Return whether a row is of an indicator with a threshold and a floor, no rule or limit."""
    threshold, floor = row["threshold"], row["floor"]
    return bool(threshold == threshold and floor == floor)


def _verdicts(rows: Sequence[Mapping[Any, Any]]) -> dict[Key, SchoolVerdict]:
    parts: dict[Key, list[Mapping[Any, Any]]] = {}
    for row in rows:
        parts.setdefault(_key(row), []).append(row)
    return {key: _verdict(own) for key, own in parts.items()}


def _verdict(rows: Sequence[Mapping[Any, Any]]) -> SchoolVerdict:
    rule = next((r for r in rows if r["indicator"] == MET), None)
    asked = [r for r in rows if _is_asked(r)]
    return SchoolVerdict(
        met=sum(r["passes"] == 1 for r in asked),
        keeps=None if rule is None else _flag(rule["passes"]),
        small=bool(rows[0]["small_point"] == 1),
        below=tuple(str(r["indicator"]) for r in asked if r["above_floor"] == 0),
        short=tuple(
            str(r["indicator"]) for r in asked if r["passes"] == 0 and r["above_floor"] != 0
        ),
        unknown=tuple(str(r["indicator"]) for r in asked if _flag(r["passes"]) is None),
    )


def _flag(value: object) -> bool | None:
    return None if value != value else bool(value == 1)


def _key(row: Mapping[Any, Any]) -> Key:
    return str(row["school_id"]), str(row["band"])


def _word(row: Mapping[Any, Any], name: str) -> str:
    return row[name] if isinstance(row.get(name), str) else ""
