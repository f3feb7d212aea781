"""`plan init`: what it writes passes the checks once filled with the example rows it shows."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest
from ruamel.yaml import YAML

from planner.blank.examples import NEEDED_TABLES, TABLES, example_of, example_rows
from planner.blank.folder import init_county
from planner.blank.workbook import HEADING_ROW, example_name, note_of, sheet_name
from planner.county import columns_of
from planner.errors import UsageError
from planner.findings import errors_in
from planner.inputs.build import check_county, load_county
from planner.inputs.schema import typed

BOOK = "填报表.xlsx"
FIRST = HEADING_ROW + 2


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("init") / "县"
    init_county(folder)
    return folder


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("init") / "trial"
    init_county(folder, filled=True)
    return folder


def copied_across(folder):
    """Do what the README says: copy the example rows, name the example roads, uncomment."""
    book = openpyxl.load_workbook(folder / BOOK)
    for table in TABLES:
        own, example = book[sheet_name(table)], book[example_name(table)]
        for cells in example.iter_rows(min_row=FIRST):
            for cell in cells:
                if cell.value is not None:
                    own.cell(cell.row, cell.column, cell.value)
    book.save(folder / BOOK)
    said = (folder / "county.yaml").read_text("utf-8")
    said = said.replace("roads.gpkg", "example-roads.geojson")
    for table in TABLES:
        said = said.replace(f"  # {table}:", f"  {table}:")
    (folder / "county.yaml").write_text(said, "utf-8")


def test_the_example_rows_copied_across_pass_the_checks_and_make_the_county(empty, tmp_path):
    import shutil

    folder = tmp_path / "county"
    shutil.copytree(empty, folder)
    copied_across(folder)
    findings = check_county(folder)
    assert [f.say("en") for f in errors_in(findings)] == []
    county, _ = load_county(folder)
    assert (len(county.villages), len(county.schools)) == (6, 5)
    assert county.villages.loc[
        "V3", ["lower_pupils", "upper_pupils", "junior_pupils"]
    ].tolist() == [
        12,
        13,
        12,
    ]
    assert county.schools.loc["S2", "kind"] == "teaching_point"
    assert len(county.attendance) == len(example_rows("attendance"))
    assert county.residences["months"].tolist() == ["6-9"]
    assert county.provenance == "synthetic"
    assert set(county.villages["evidence"]) == {"synthetic"}


def test_the_filled_folder_passes_the_checks_as_it_is(filled):
    assert [f.say("en") for f in errors_in(check_county(filled))] == []


def test_the_empty_folder_is_told_what_is_missing(empty):
    said = [f.say("zh") for f in errors_in(check_county(empty))]
    assert len(said) == 3
    assert any("roads.gpkg" in line for line in said)
    assert sum(BOOK in line for line in said) == 2


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_both_headings_a_note_and_a_list_where_it_is_coded(empty, table):
    page = openpyxl.load_workbook(empty / BOOK)[sheet_name(table)]
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in page.data_validations.dataValidation
        if rule.type == "list"
    }
    for n, column in enumerate(columns_of(table).values(), start=1):
        heading = page.cell(HEADING_ROW + 1, n)
        assert heading.value == column.headings["zh"]
        assert page.cell(1, n).value.split(" · ")[0] == column.headings["en"]
        note = heading.comment.text
        assert column.means["zh"] in note
        assert column.means["en"] in note
        assert f"例：{example_of(table, column)}" in note
        assert f"Example: {example_of(table, column)}" in note
        assert ("单位：" in note) == bool(column.unit)
        if column.type == "code":
            choices = lists[page.cell(FIRST, n).coordinate].strip('"').split(",")
            assert choices == list(column.codes_zh)


@pytest.mark.parametrize("table", TABLES)
def test_every_example_is_one_that_the_column_takes(table):
    for column in columns_of(table).values():
        cells = pd.DataFrame({column.name: [example_of(table, column)]}, index=[2], dtype=str)
        findings = typed(table, cells, {column.name: column.name}, "example")[1]
        assert [f.say("en") for f in findings] == [], column.name


def test_codes_and_months_are_kept_as_text(empty):
    page = openpyxl.load_workbook(empty / BOOK)[sheet_name("residences")]
    names = list(columns_of("residences"))
    at = names.index("months") + 1
    (look,) = [d for d in page.column_dimensions.values() if d.min <= at <= d.max]
    assert look.number_format == "@"
    example = openpyxl.load_workbook(empty / BOOK)[example_name("residences")]
    assert example.cell(FIRST, names.index("months") + 1).value == "6-9"


def test_needed_columns_say_so_and_others_do_not():
    village = columns_of("villages")
    assert "必填。" in note_of("villages", village["township"])
    assert "可留空。" in note_of("villages", village["elevation_m"])
    assert "单位：米" in note_of("villages", village["elevation_m"])
    assert "可填：藏语、彝语、羌语、汉语、其他" in note_of("villages", village["language"])


def test_the_names_of_the_folder_reach_county_yaml_whatever_they_are(tmp_path):
    folder = tmp_path / '德格 "县": {x}'
    init_county(folder)
    said = YAML(typ="safe").load((folder / "county.yaml").read_text("utf-8"))
    assert said["name"] == {"zh": '德格 "县": {x}', "en": '德格 "县": {x}'}
    assert said["county_id"] == "x"
    assert set(said["tables"]) == {*NEEDED_TABLES, "roads"}
    assert said["assumptions"] == []


def test_a_folder_that_holds_anything_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(UsageError) as refused:
        init_county(tmp_path)
    assert "nothing was written" in refused.value.message.say("en")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_the_readme_names_every_file_and_command_in_both_languages(empty):
    readme = (empty / "README.md").read_text("utf-8")
    chinese, english = readme.split("## English")
    for half in (chinese, english):
        for name in (BOOK, "county.yaml", "scenario.yaml", "example-roads.geojson"):
            assert name in half
        for command in ("plan roads", "plan check", "plan --scenario scenario.yaml", "plan init"):
            assert command in half
    assert "$" not in readme


def test_the_same_program_writes_the_same_bytes(empty, tmp_path):
    init_county(tmp_path / "县")
    for file in sorted(empty.iterdir()):
        assert (tmp_path / "县" / file.name).read_bytes() == file.read_bytes(), file.name
