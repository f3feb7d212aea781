"""The columns of a survey file, and the words understood in them."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.findings import Finding
from planner.texts import text


@dataclass(frozen=True)
class SurveyColumn:
    """One column of a survey file.

    Parameters
    ----------
    name
        As the program writes it.
    needed
        Whether a file without it is refused.
    zh, en
        Headings.
    aka
        Other headings understood.
    """

    name: str
    needed: bool
    zh: str
    en: str
    aka: tuple[str, ...] = ()


COLUMNS = (
    SurveyColumn(
        "respondent", True, "受访者", "Respondent", ("编号", "问卷编号", "受访者编号", "id")
    ),
    SurveyColumn("county", False, "县", "County", ("县编码", "county_id", "县名")),
    SurveyColumn("village", False, "村", "Village", ("village_id", "村编码", "村名", "村名称")),
    SurveyColumn("township", False, "乡镇", "Township", ("所属乡镇", "乡镇名称")),
    SurveyColumn("worried", True, "担忧", "Worried", ("是否担忧", "担心", "是否担心", "worry")),
    SurveyColumn("group", False, "群体", "Group", ("职业", "家长职业", "类别", "occupation")),
    SurveyColumn("evidence", False, "数据来源", "Evidence", ("证据", "数据性质")),
)
"""Village or township is needed besides; `county` only where two counties share a name."""

GROUPS: Mapping[str, str] = {
    "herding": "herding",
    "farming": "herding",
    "farmer": "herding",
    "farmers": "herding",
    "herder": "herding",
    "herders": "herding",
    "farmers and herders": "herding",
    "农牧民": "herding",
    "农民": "herding",
    "牧民": "herding",
    "public_institution": "public_institution",
    "public institution": "public_institution",
    "事业单位": "public_institution",
    "government": "government",
    "机关": "government",
    "公务员": "government",
    "政府机关": "government",
    "other": "other",
    "其他": "other",
}
"""Words for the survey's groups of parents: farmers and herders, public institutions, government."""
WORRIED: Mapping[str, bool] = {
    "1": True,
    "0": False,
    "是": True,
    "否": False,
    "担忧": True,
    "担心": True,
    "不担忧": False,
    "不担心": False,
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
}
EVIDENCE: Mapping[str, str] = {
    "measured": "measured",
    "estimated": "estimated",
    "synthetic": "synthetic",
    "实测": "measured",
    "估算": "estimated",
    "虚构": "synthetic",
    "合成": "synthetic",
}


def folded(word: str) -> str:
    """Return a word as it is compared: NFKC, lower case, single inner spaces."""
    return " ".join(unicodedata.normalize("NFKC", word).casefold().split())


def columns_in(
    headings: Sequence[str], file: str, sheet: str
) -> tuple[dict[str, int], tuple[Finding, ...]]:
    """Return the place of each column among the headings, and what is wrong with them."""
    known = {folded(h): c.name for c in COLUMNS for h in (c.name, c.zh, c.en, *c.aka)}
    found: dict[str, int] = {}
    findings: list[Finding] = []
    unknown: list[str] = []
    for place, heading in enumerate(headings):
        name = known.get(folded(heading))
        if name is None:
            unknown += [heading] if heading.strip() else []
        elif name in found:
            message = text("survey.column_twice", first=headings[found[name]], second=heading)
            findings.append(Finding("survey", "error", message, file, sheet, 1, name, heading))
        else:
            found[name] = place
    findings += [
        _missing(column, unknown, file, sheet)
        for column in COLUMNS
        if column.needed and column.name not in found
    ]
    if "village" not in found and "township" not in found:
        message = text("survey.no_place_column")
        findings.append(Finding("survey", "error", message, file, sheet, 1, "village"))
    return found, tuple(findings)


def _missing(column: SurveyColumn, unknown: Sequence[str], file: str, sheet: str) -> Finding:
    shown = text("say.both", zh=column.zh, en=column.en)
    names = [folded(h) for h in (column.name, column.zh, column.en, *column.aka)]
    near = [h for h in unknown if difflib.get_close_matches(folded(h), names, 1, 0.6)]
    message = text("survey.column_missing", heading=shown)
    if near:
        message = text("survey.column_missing_close", heading=shown, nearest=near[0])
    return Finding("survey", "error", message, file, sheet, 1, column.name)
