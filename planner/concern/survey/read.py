"""A survey file: who was asked where, and whether they worry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.concern.survey.cells import Cells, read_cells
from planner.concern.survey.columns import EVIDENCE, GROUPS, WORRIED, columns_in, folded
from planner.errors import InvalidInputError
from planner.findings import Finding, errors_in
from planner.texts import Text, text


@dataclass(frozen=True)
class Answer:
    """One respondent who answered.

    Parameters
    ----------
    row
        In the file, heading 1.
    respondent
        As numbered by the survey.
    county, village, township
        As written; empty where the file does not say.
    worried
        Whether merging schools worries them.
    group
        ``herding``, ``public_institution``, ``government``, ``other``, or empty.
    """

    row: int
    respondent: str
    county: str
    village: str
    township: str
    worried: bool
    group: str


@dataclass(frozen=True)
class Survey:
    """A survey file that can be used.

    Parameters
    ----------
    file, sheet
        Where it stands.
    answers
        Respondents who answered.
    unanswered
        Respondents whose answer is blank.
    synthetic
        Whether any row says that it is synthetic.
    """

    file: str
    sheet: str
    answers: tuple[Answer, ...]
    unanswered: int
    synthetic: bool


def read_survey(path: Path) -> Survey:
    """Read a survey from CSV or a workbook.

    Raises
    ------
    InvalidInputError
        With every cell that cannot be understood, its place and the cure.
    """
    cells = read_cells(path)
    places, findings = columns_in(cells.headings, cells.file, cells.sheet)
    if errors_in(findings):
        raise InvalidInputError(text("survey.refused", file=cells.file), findings)
    answers: list[Answer] = []
    found: list[Finding] = list(findings)
    first: dict[str, int] = {}
    blank, synthetic = 0, False
    for row, values in cells.rows:
        said = {name: values[place] for name, place in places.items()}
        wrong = list(_wrong(said, row, first))
        found += [_at(cells, row, column, said.get(column, ""), m) for column, m in wrong]
        first.setdefault(said["respondent"], row)
        synthetic |= EVIDENCE.get(folded(said.get("evidence", ""))) == "synthetic"
        if wrong:
            continue
        if not said["worried"]:
            blank += 1
            continue
        answers.append(_answer(said, row))
    if errors_in(found):
        raise InvalidInputError(text("survey.refused", file=cells.file), found)
    if not answers:
        raise InvalidInputError(
            text("survey.refused", file=cells.file),
            [Finding("survey", "error", text("survey.no_answers"), cells.file, cells.sheet)],
        )
    return Survey(cells.file, cells.sheet, tuple(answers), blank, synthetic)


def _wrong(
    said: Mapping[str, str], row: int, first: Mapping[str, int]
) -> Sequence[tuple[str, Text]]:
    """Return column and sentence of all that cannot be used in one row."""
    wrong: list[tuple[str, Text]] = []
    who = said["respondent"]
    if not who:
        wrong.append(("respondent", text("survey.respondent_blank")))
    elif who in first:
        message = text("survey.respondent_twice", value=who, first=first[who], second=row)
        wrong.append(("respondent", message))
    if not said.get("village") and not said.get("township"):
        column = "village" if "village" in said else "township"
        wrong.append((column, text("survey.place_blank")))
    if said["worried"] and folded(said["worried"]) not in WORRIED:
        wrong.append(("worried", text("survey.not_worried", value=said["worried"])))
    group = said.get("group", "")
    if group and folded(group) not in GROUPS:
        wrong.append(("group", text("survey.not_group", value=group)))
    evidence = said.get("evidence", "")
    if evidence and folded(evidence) not in EVIDENCE:
        wrong.append(("evidence", text("survey.not_evidence", value=evidence)))
    return wrong


def _answer(said: Mapping[str, str], row: int) -> Answer:
    return Answer(
        row,
        said["respondent"],
        said.get("county", ""),
        said.get("village", ""),
        said.get("township", ""),
        WORRIED[folded(said["worried"])],
        GROUPS.get(folded(said.get("group", "")), ""),
    )


def _at(cells: Cells, row: int, column: str, value: str, message: Text) -> Finding:
    return Finding("survey", "error", message, cells.file, cells.sheet, row, column, value)
