"""Names of subjects in a teachers table, and what is odd about them."""

from __future__ import annotations

from collections.abc import Mapping

from planner.county import columns_of
from planner.findings import Finding
from planner.teachers.curriculum import Curriculum, Named
from planner.texts import text

Row = Mapping[str, object]
"""A row of the teachers table."""


def cell(row: Row, name: str) -> str:
    """Return a text of a row, "" where it is blank or absent."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def number(row: Row, name: str) -> float:
    """Return a number of a row, NaN where it is blank or absent."""
    value = row.get(name)
    return float("nan") if value is None else float(str(value))


class SubjectNames:
    """Reads subject names, and remembers what was odd about them."""

    def __init__(self, curriculum: Curriculum) -> None:
        self.curriculum = curriculum
        self.unknown: dict[str, dict[str, int]] = {}
        self.several: dict[str, dict[str, int]] = {}
        self.contrary: dict[tuple[str, str], dict[str, int]] = {}

    def of(self, row: Row) -> Named:
        """Return the subject of a row and its language of teaching besides Mandarin."""
        said, given = cell(row, "subject"), cell(row, "bilingual_language")
        teaches = (cell(row, "post") or "teaching") in ("teaching", "management")
        found = self.curriculum.find(said)
        if found is None:
            if teaches:
                self._note(self.unknown.setdefault(said, {}), row)
            found = Named("")
        if found.others and teaches:
            self._note(self.several.setdefault(said, {}), row)
        if given and found.language and given != found.language:
            self._note(self.contrary.setdefault((said, found.language), {}), row)
        language = given or found.language
        return Named(found.subject, "" if language == "mandarin" else language)

    def findings(self) -> tuple[Finding, ...]:
        """Return one finding for each odd name."""
        title = text("say.both", **self.curriculum.title)
        found = [
            self._finding(
                "unknown_subject",
                said,
                rows,
                curriculum=title,
                nearest=text(
                    "say.both",
                    zh="、".join(self.curriculum.nearest(said, "zh")),
                    en=", ".join(self.curriculum.nearest(said, "en")),
                ),
            )
            for said, rows in sorted(self.unknown.items())
        ]
        if self.several:
            every: dict[str, int] = {}
            for rows in self.several.values():
                for school, n in rows.items():
                    every[school] = every.get(school, 0) + n
            found.append(self._finding("several_subjects", min(self.several), every))
        column = columns_of("teachers")["bilingual_language"]
        words = dict(zip(column.codes, column.codes_zh, strict=True))
        for (said, language), rows in sorted(self.contrary.items()):
            both = text("say.both", zh=words[language], en=language.capitalize())
            found.append(self._finding("other_language", said, rows, tongue=both))
        return tuple(found)

    @staticmethod
    def _note(rows: dict[str, int], row: Row) -> None:
        school = str(row["school_id"])
        rows[school] = rows.get(school, 0) + int(number(row, "count"))

    @staticmethod
    def _finding(key: str, said: str, rows: dict[str, int], **fields: object) -> Finding:
        message = text(f"staff_supply.{key}", value=said, count=sum(rows.values()), **fields)
        return Finding(
            "teachers", "warning", message, column="subject", value=said, ids=tuple(sorted(rows))
        )
