"""Tables leave and come back as they were, whatever a cell holds."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import NotFound, TableError
from detente.formats.tables import Row, Table, read_table, to_csv, to_latex, to_xlsx, write_table
from detente.testing.dossiers import texts

GUARDED = ["=1+1", "+1", "-1", "@SUM", "'x", "''=1", "'=1", "\tx", "\r"]
RISKY = st.sampled_from([*GUARDED, "_x0041_", "_x005F_", "a\x01b", "a\r\nb", " x ", "#N/A", "", "007"])


def back(rows: tuple[Row, ...], columns: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row.cells[column].text for column in columns) for row in rows)


@settings(max_examples=20)
@given(st.lists(st.tuples(texts() | RISKY, texts() | RISKY), max_size=4), st.sampled_from([".csv", ".xlsx"]))
def test_every_text_comes_back_as_it_went(cells: list[tuple[str, str]], suffix: str) -> None:
    table = Table("claims", ("id", "a", "b"), tuple((f"c{index}", *row) for index, row in enumerate(cells)))
    with tempfile.TemporaryDirectory() as folder:
        path = write_table(table, Path(folder) / f"t{suffix}")
        assert back(read_table(path, sheet="claims"), table.columns) == table.rows


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x"])
def test_no_cell_begins_like_a_formula(text: str, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    table = Table("claims", ("id",), ((text,),))
    assert to_csv(table).splitlines()[1] == f"'{text}"
    write_table(table, tmp_path / "t.xlsx")
    cell = load_workbook(tmp_path / "t.xlsx")["claims"]["A2"]
    assert (cell.value, cell.data_type) == (f"'{text}", "s")


def workbook(path: Path, cells: Mapping[str, str | float], *, title: str = "claims") -> Path:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for place, value in cells.items():
        sheet[place] = value
    book.save(path)
    return path


def test_numbers_and_truth_values_typed_in_a_spreadsheet_are_text_again(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {"A1": "id", "B1": "says", "A2": 7, "B2": 2.0, "A3": 1.5, "B3": True})
    assert back(read_table(path, sheet="claims"), ("id", "says")) == (("7", "2"), ("1.5", "yes"))


def test_the_only_sheet_will_do_whatever_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {"A1": "id", "A2": "c1"}, title="Tabelle1")
    assert read_table(path, sheet="claims")[0].cells["id"].place == "Tabelle1!A2"


def test_a_formula_typed_into_a_cell_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {"A1": "id", "A2": "=1+1"})
    with pytest.raises(TableError, match=r"claims!A2: a formula \(=1\+1\) is no text"):
        read_table(path, sheet="claims")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_of_the_country_is_found(separator: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"id{separator}says\r\nc1{separator}it stays\r\n\r\n")
    (row,) = read_table(tmp_path / "t.csv", sheet="claims")
    assert (row.number, row.cells["says"].text, row.cells["says"].place) == (2, "it stays", "t.csv!B2")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.csv", b"", "t.csv is empty"),
        ("t.csv", b"id\ncaf\xe9\n", "t.csv is not UTF-8"),
        ("t.csv", b'id\n"open', "t.csv is no CSV"),
        ("t.csv", b"id,id\nc1,c2\n", "t.csv!B1: the column 'id' stands twice in t.csv"),
        ("t.xlsx", b"id,says\n", "t.xlsx is no XLSX workbook"),
        ("t.ods", b"", "t.ods is no table that can be read"),
    ],
)
def test_what_is_no_table_is_said(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TableError) as caught:
        read_table(tmp_path / name, sheet="claims")
    assert caught.value.message.startswith(message)


def test_an_archive_that_is_no_workbook_is_said(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(TableError, match="is no XLSX workbook"):
        read_table(tmp_path / "t.xlsx", sheet="claims")
    with pytest.raises(NotFound, match="there is no table"):
        read_table(tmp_path / "gone.xlsx", sheet="claims")


def test_what_no_cell_can_hold_is_said_with_its_cell() -> None:
    with pytest.raises(TableError, match="claims!B3: 40,000 characters do not fit a cell"):
        to_xlsx([Table("claims", ("id", "quote"), (("c1", "short"), ("c2", "x" * 40_000)))])


def test_another_suffix_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"t\.doc has no suffix of a table"):
        write_table(Table("t", ("a",), ()), tmp_path / "t.doc")


def test_latex_escapes_what_latex_reads() -> None:
    said = to_latex(Table("t", ("a & b",), (("50% of $x_1 {y} ~ ^ # \\",),)))
    assert r"a \& b \\" in said
    assert r"50\% of \$x\_1 \{y\} \textasciitilde{} \textasciicircum{} \# \textbackslash{} \\" in said
