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

SHEET = [["令和5年度 相談受付件数"], ["", *MONTHS, "計"], ["件数", *R5, sum(R5)]]
OTHER = [["令和5年度 相談受付件数"], ["", "4月", "5月"], ["件数", 300, 254]]
TRAININGS = [
    ["令和5年度 研修"], ["回", "実施日", "テーマ", "参加人数"], ["1回目", "令和5年9月15日", "新しい法律", 100],
    ["2回目", "R5.11.15", "居場所", 59], ["計", "", "", 159],
]  # fmt: skip
SURVEY = [
    ["令和5年度 アンケート"], ["", "大変よかった", "よかった", "どちらでもない", "やや不満", "不満"],
    ["1回目", 33.4, 57.6, 3.0, 0, 0], ["2回目", 50.0, 45.5, 4.5, 0, 0],
]  # fmt: skip
