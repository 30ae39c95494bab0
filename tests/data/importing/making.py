"""Files made in memory, and the published months they are made of."""

import io
from datetime import date
from typing import Any

import openpyxl

Rows = list[Any]


def book(**sheets: Rows) -> bytes:
    """An Excel book of sheets of rows."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    """A book as bytes."""
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def text(rows: Rows, encoding: str = "utf-8", mark: str = ",") -> bytes:
    """A text file of rows."""
    return "".join(mark.join(map(str, row)) + "\r\n" for row in rows).encode(encoding)


R5 = [288, 254, 231, 251, 361, 299, 336, 474, 416, 403, 393, 375]
R4 = [188, 277, 297, 183, 190, 264, 354, 312, 323, 307, 226, 300]
R3 = [0, 0, 0, 0, 0, 76, 109, 159, 178, 238, 164, 283]
MONTHS = [*(f"{n}月" for n in range(4, 13)), "1月", "2月", "3月"]
YEAR5 = [202304, 202305, 202306, 202307, 202308, 202309, 202310, 202311, 202312, 202401, 202402, 202403]
YEAR4 = [month - 100 for month in YEAR5]
HEAD = ["受付日", "方法", "結果", "年代", "新規・継続", "主訴", "時間（分）"]
ROW = [date(2024, 3, 15), "電話", "相談成立", "20代", "新規", "離婚", 30]
