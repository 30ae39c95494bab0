"""A seeded database, and what stands in each of the four files as text."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from docx import Document
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from data import demo, migrating, published, seed
from data.database import Database
from data.queries import yearly
from reports import content
from reports.model import Report

NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)


@pytest.fixture(scope="session")
def seeded(tmp_path_factory):
    """A database with the published figures and nothing else; nobody writes to it."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('reports') / 'records.db'}")
    migrating.upgrade(database)
    with database.write() as session:
        seed.load(session, published.read(), NOW)
    yield database
    database.close()


@pytest.fixture(scope="session")
def report(seeded) -> Report:
    """The report of 令和5年度."""
    return read(seeded)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory):
    """A database of made-up records of three years; nobody writes to it."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('made_up') / 'demo.db'}")
    migrating.upgrade(database)
    with database.write() as session:
        demo.build(session, published.read(), NOW, count=600)
    yield database
    database.close()


def read(database: Database, year: int = 2023, today: date = TODAY) -> Report:
    """The report of a year."""
    with database.read() as session:
        found = yearly.read(session, year, today)
    assert found is not None
    return content.build(found)


def of_word(data: bytes) -> str:
    """Everything in a Word document, headers and footers too."""
    paper = Document(io.BytesIO(data))
    parts = [one.text for one in paper.paragraphs]
    parts += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    for section in paper.sections:
        parts += [one.text for place in (section.header, section.footer) for one in place.paragraphs]
    return "\n".join(parts)


def of_book(data: bytes) -> str:
    """Every cell of a workbook as it is shown: numbers by their format."""
    book = load_workbook(io.BytesIO(data))
    return "\n".join(
        shown(cell) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
    )


def shown(cell) -> str:
    """A cell as Excel shows it, for the few formats that are used."""
    if isinstance(cell.value, str):
        return cell.value
    positive, _, negative = cell.number_format.partition(";")
    shape = negative if negative and cell.value < 0 else positive
    places = 1 if "0.0" in shape else 0
    number = f"{abs(cell.value):,.{places}f}"
    return shape.replace("#,##0.0", number).replace("#,##0", number).replace('"', "")


def of_pdf(data: bytes) -> str:
    """The text of every page."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def of_slides(data: bytes) -> str:
    """Every text and every cell of every slide."""
    parts = []
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                parts.append(shape.text_frame.text)
            if shape.has_table:
                parts += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(parts)


READERS: dict[str, Callable[[bytes], str]] = {"docx": of_word, "xlsx": of_book, "pdf": of_pdf, "pptx": of_slides}
