"""What leaves as a table: no cell can start a formula, in CSV and in xlsx, read back as a spreadsheet reads it."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from data import sheets
from data.sheets import Sheet, as_csv, as_xlsx, disarmed

HOSTILE = [
    "=1+1",
    "+81",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
    "＋81",
    "－2",
    "−2",
    "＠SUM",
    "\x00=1+1",
    "\u3000＝1",
    '=HYPERLINK("http://example.invalid","押す")',
    "=cmd|' /C calc'!A0",
]


def sheet(*cells) -> Sheet:
    return Sheet(("=上の行",), ("=見出し", "数"), [[cell, 3] for cell in cells], len(cells))


def read_csv(made: Sheet) -> list[list[str]]:
    data = b"".join(as_csv(made))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_hostile_cell_of_a_csv_is_text():
    rows = read_csv(sheet(*HOSTILE))
    assert rows[0] == ["'=上の行"]
    assert rows[1] == []
    assert rows[2] == ["'=見出し", "数"]
    assert len(rows) == 3 + len(HOSTILE)
    assert all(row[0].startswith("'") for row in rows[3:])


def test_no_cell_of_an_xlsx_is_a_formula():
    with as_xlsx(sheet(*HOSTILE, "ふつうの言葉", None, date(2026, 4, 1))) as file:
        paper = load_workbook(file).active
        cells = [cell for row in paper.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert all(cell.value == 3 for cell in cells if cell.data_type == "n")
    texts = [cell.value for cell in cells if cell.data_type == "s"]
    assert "'=1+1" in texts
    assert "ふつうの言葉" in texts
    assert "2026-04-01" in texts
    assert not [text for text in texts if text.startswith(sheets.STARTS)]


@given(st.text())
def test_no_text_whatever_starts_a_formula_or_holds_a_control_letter(text):
    made = str(disarmed(text))
    assert not made.startswith(sheets.STARTS)
    assert not made.lstrip().startswith(sheets.STARTS)
    assert not {*made} & {chr(code) for code in (*range(9), *range(11, 32), 127)}


@given(st.text(st.characters(categories=["Lo", "Nd"])))
def test_ordinary_words_stay_as_they_are(text):
    assert disarmed(text) == text


def test_numbers_and_days_stay_numbers_and_days():
    assert [disarmed(one) for one in (12, date(2026, 4, 1), None)] == [12, "2026-04-01", ""]


def test_a_long_table_leaves_in_pieces_and_is_not_held():
    taken = 0

    def rows():
        nonlocal taken
        for number in range(200_000):
            taken += 1
            yield [number, "あいうえお" * 4]

    pieces = as_csv(Sheet((), ("番号", "言葉"), rows(), 200_000))
    assert len(next(pieces)) < 4 * 64 * 1024
    assert taken < 5_000
    assert sum(piece.count(b"\r\n") for piece in pieces) + 0 >= 195_000
    assert taken == 200_000


def test_a_table_too_long_for_excel_is_refused_in_words():
    with pytest.raises(ValueError, match="CSV で書き出してください"):
        as_xlsx(Sheet((), ("a",), [], sheets.LONGEST_XLSX + 1))
