"""Tables out and back in: CSV (UTF-8), XLSX with one sheet a table, LaTeX with booktabs.

A cell that a spreadsheet would take for a formula (it begins with ``=``, ``+``, ``-`` or ``@``) is guarded by an apostrophe on the way out
and freed of it on the way in; so is one that begins with an apostrophe, which keeps the guard reversible. Everything comes back as it went.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.dossier.atomic import write_files
from detente.errors import NotFound, TableError

__all__ = ["Cell", "Row", "Table", "read_table", "to_csv", "to_latex", "to_xlsx", "write_table"]

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_CELL_LIMIT = 32_767  # characters; Excel's own limit
_MOST_BYTES = 256 * 1024 * 1024  # of an XLSX when unpacked: a person's table is far below, an archive bomb far above
_MOST_ROWS = 200_000
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_ENCODED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Table:
    """A named table; every cell is text."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: its text, and its place as a person would look it up (``claims!G7``)."""

    text: str
    place: str


@dataclass(frozen=True)
class Row:
    """One row as read, by column."""

    number: int
    cells: dict[str, Cell]


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_RISKY) else text


def _freed(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY) else text


def to_csv(table: Table) -> str:
    r"""The table as CSV, lines ended as RFC 4180 has it.

    >>> to_csv(Table("t", ("a",), (("=1+1",),)))
    "a\r\n'=1+1\r\n"
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(table.columns)
    writer.writerows([_guarded(cell) for cell in row] for row in table.rows)
    return stream.getvalue()


def to_xlsx(tables: Iterable[Table]) -> bytes:
    """The tables as a workbook, one sheet each. Raises :class:`~detente.errors.TableError` for a text that no cell can hold."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for table in tables:
        sheet = book.create_sheet(table.name[:31])
        sheet.append(list(table.columns))
        for row in table.rows:
            sheet.append([_encoded(_guarded(cell)) for cell in row])
        for index, row in enumerate(table.rows, start=2):
            for column, cell in enumerate(row):
                if len(_encoded(_guarded(cell))) > _CELL_LIMIT:
                    place = f"{table.name}!{_letters(column)}{index}"
                    raise TableError(f"{place}: {len(cell):,} characters do not fit a cell of a spreadsheet", cure="write CSV: --csv FILE")
        sheet.freeze_panes = "B2"
        for cells in sheet.iter_rows(max_row=1):
            for head in cells:
                head.font = Font(bold=True)
        for index, name in enumerate(table.columns):
            widest = max((len(row[index]) for row in table.rows), default=0)
            sheet.column_dimensions[_letters(index)].width = min(60, max(len(name), widest) + 2)
        for cells in sheet.iter_rows(min_row=2):
            for body in cells:
                body.alignment = Alignment(wrap_text=True, vertical="top")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _encoded(text: str) -> str:
    """Characters that XML cannot hold as Excel writes them, ``_x0001_``; a text that looks like that is itself escaped."""
    return _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_" if len(found[0]) == 1 else f"_x005F{found[0]}", text)


def _decoded(text: str) -> str:
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), text)


def to_latex(table: Table) -> str:
    r"""The table in LaTeX, for ``booktabs``.

    >>> print(to_latex(Table("t", ("a", "b"), (("50%", "x_1"),))))
    \begin{tabular}{ll}
    \toprule
    a & b \\
    \midrule
    50\% & x\_1 \\
    \bottomrule
    \end{tabular}
    """
    lines = [" & ".join(_tex(cell) for cell in row) + r" \\" for row in (table.columns, *table.rows)]
    head, *body = lines
    middle = [r"\toprule", head, r"\midrule", *body, r"\bottomrule"]
    return "\n".join([rf"\begin{{tabular}}{{{'l' * len(table.columns)}}}", *middle, r"\end{tabular}"])


_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: rf"\{sign}" for sign in "&%$#_{}"},
    "\n": " ",
}


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


def write_table(table: Table, path: str | Path) -> Path:
    """Write the table to ``path``, in the format of its suffix: ``.csv``, ``.xlsx`` or ``.tex``; whole or not at all.

    Raises :class:`~detente.errors.TableError` for another suffix.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        data = to_xlsx([table])
    elif suffix == ".csv":
        data = b"\xef\xbb\xbf" + to_csv(table).encode("utf-8")  # with the mark, Excel reads accents right
    elif suffix == ".tex":
        data = to_latex(table).encode("utf-8") + b"\n"
    else:
        raise TableError(f"{path.name} has no suffix of a table", cure="end the name in .csv, .xlsx or .tex")
    write_files(path.parent, {path.name: data})
    return path


def read_table(path: str | Path, *, sheet: str) -> tuple[Row, ...]:
    """The rows of a CSV or XLSX file by column name, guards taken off; in a workbook the sheet of that name, or the only one.

    Raises :class:`~detente.errors.NotFound` and :class:`~detente.errors.TableError`, which names the cell.
    """
    path = Path(path)
    if not path.is_file():
        raise NotFound(f"there is no table {path}", cure="write one first: detente claims DOSSIER --xlsx FILE")
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise TableError(f"{path.name} is no table that can be read", cure="give a .csv or .xlsx file")
    grid = list(_csv_cells(path) if suffix == ".csv" else _xlsx_cells(path, sheet))
    if not grid:
        raise TableError(f"{path.name} is empty", cure="write the table again: detente claims DOSSIER --xlsx FILE")
    return tuple(_rows(grid, path.name))


def _rows(grid: Sequence[Sequence[Cell]], name: str) -> Iterator[Row]:
    heads = [cell.text.strip() for cell in grid[0]]
    for index, head in enumerate(heads):
        if head and head in heads[:index]:
            raise TableError(f"{grid[0][index].place}: the column {head!r} stands twice in {name}", cure="keep one of the two")
    for number, cells in enumerate(grid[1:], start=2):
        if any(cell.text.strip() for cell in cells):
            yield Row(number, {head: cell for head, cell in zip(heads, cells, strict=False) if head})


def _csv_cells(path: Path) -> Iterator[list[Cell]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(f"{path.name} is not UTF-8", cure="save it as 'CSV UTF-8', or as .xlsx") from None
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)  # Excel writes the separator of the country it runs in
    csv.field_size_limit(2**31 - 1)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1):
            if number > _MOST_ROWS:
                raise TableError(f"{path.name} has more than {_MOST_ROWS:,} rows", cure="split it")
            yield [Cell(_freed(cell), f"{path.name}!{_letters(index)}{number}") for index, cell in enumerate(row)]
    except csv.Error as error:
        raise TableError(f"{path.name} is no CSV: {error}", cure="save it again as 'CSV UTF-8', or as .xlsx") from error


def _xlsx_cells(path: Path, sheet: str) -> Iterator[list[Cell]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
                raise TableError(f"{path.name} is too large to be a table", cure="save only the sheet that is meant")
        book = load_workbook(path, read_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError) as error:
        raise TableError(f"{path.name} is no XLSX workbook: {error}", cure="save it again as .xlsx, or as CSV UTF-8") from error
    try:
        if sheet not in book.sheetnames and len(book.sheetnames) != 1:
            cure = f"name the sheet {sheet!r}; there are: {', '.join(book.sheetnames)}"
            raise TableError(f"{path.name} has no sheet {sheet!r}", cure=cure)
        found: Any = book[sheet if sheet in book.sheetnames else book.sheetnames[0]]
        for number, row in enumerate(found.iter_rows(), start=1):
            if number > _MOST_ROWS:
                raise TableError(f"{path.name} has more than {_MOST_ROWS:,} rows", cure="split it")
            yield [_xlsx_cell(cell, f"{found.title}!{_letters(index)}{number}") for index, cell in enumerate(row)]
    finally:
        book.close()


def _xlsx_cell(cell: Any, place: str) -> Cell:
    value = cell.value
    if value is None:
        return Cell("", place)
    if cell.data_type == "f":
        raise TableError(f"{place}: a formula ({value}) is no text", cure="put an apostrophe before it, or write its value")
    if isinstance(value, bool):
        return Cell("yes" if value else "no", place)
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)), place)
    return Cell(_freed(_decoded(str(value))), place)


def _letters(index: int) -> str:
    """The letters of a column counted from 0.

    >>> [_letters(index) for index in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
