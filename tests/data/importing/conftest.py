"""What the tests of spreadsheets share: a desk with its indicators, books and texts made in memory, a preview of them."""

import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from data.commands import importing
from data.importing.preview import preview
from data.models import Base, Consultation, Desk, FactMonth, ImportBatch, Indicator

Rows = list[list[Any]]
Look = Callable[..., Any]


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


@pytest.fixture
def desk(database) -> Desk:
    """A desk and the indicators of the published figures."""
    with database.write() as session:
        made = Desk(name="試験の相談室", organisation_id=None, opened_month=202108)
        session.add(made)
        for name, unit in (("consultations", "件"), ("accompaniments", "件"), ("training_participants", "人")):
            session.add(Indicator(id=name, unit=unit, scale=1, counting="cases", direction="up", aggregation="sum"))
    return made


@pytest.fixture
def look(database, desk, now) -> Look:
    """`look(content, name, answers)`: the preview of a file."""

    def looked(content: bytes, name: str = "件数.xlsx", answers: Mapping[str, str] | None = None) -> Any:
        return preview(io.BytesIO(content), name, database, answers or {}, now)

    return looked


@pytest.fixture
def bring(database, look, now) -> Look:
    """`bring(content, name, answers)`: the file stored; the number of its batch."""

    def brought(content: bytes, name: str = "件数.xlsx", answers: Mapping[str, str] | None = None) -> int:
        found = look(content, name, answers)
        with database.write() as session:
            batch = importing.stage(session, None, found, now)
        with database.write() as session:
            importing.commit(session, None, batch, now)
        return batch

    return brought


def figures(database, indicator: str = "consultations", dimension: str = "") -> dict[Any, int | str]:
    """{month, or (month, category): value or state} of what is stored."""
    with database.read() as session:
        rows = session.scalars(
            select(FactMonth).where(FactMonth.indicator_id == indicator, FactMonth.dimension == dimension)
        ).all()
        return {
            ((one.month, one.category) if dimension else one.month): one.status if one.value is None else one.value
            for one in rows
        }


def stored(database) -> int:
    """How many rows of any kind that an import could have made."""
    with database.read() as session:
        return sum(
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (FactMonth, Consultation, ImportBatch, Base.metadata.tables["import_row"])
        )


R5 = [288, 254, 231, 251, 361, 299, 336, 474, 416, 403, 393, 375]
R4 = [188, 277, 297, 183, 190, 264, 354, 312, 323, 307, 226, 300]
MONTHS = [*(f"{n}月" for n in range(4, 13)), "1月", "2月", "3月"]
YEAR5 = [202304, 202305, 202306, 202307, 202308, 202309, 202310, 202311, 202312, 202401, 202402, 202403]
YEAR4 = [month - 100 for month in YEAR5]
HEAD = ["受付日", "方法", "結果", "年代", "新規・継続", "主訴", "時間（分）"]
ROW = [date(2024, 3, 15), "電話", "相談成立", "20代", "新規", "離婚", 30]
