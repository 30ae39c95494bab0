"""All that reaches the officer's browser, read off the wire: no small count of the records, in words, tables or drawings."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]
from playwright.sync_api import WebSocket
from sqlalchemy import delete, update
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

import settings
from data import calendar, demo, migrating, published
from data.database import Database
from data.models import Account, Annotation, Target
from tests.browser.rest import rest, watch
from tests.conftest import PATIENCE
from tests.staff.conftest import Office

NOW = datetime.now(UTC)
YEAR = calendar.fiscal_year(calendar.month_of(calendar.today(NOW)))
PAGES = (
    f"/trends?year={YEAR}&by=age_band",
    f"/trends?year={YEAR}&by=municipality&channel=line",
    f"/trends?year={YEAR}&by=load&municipality=143014",
    "/outcomes",
    "/training",
    "/targets",
    "/report",
    "/month-close",
    "/reconciliation",
)
# What a drawing says of counts; the ends of a range are reckoned, not counted.
COUNTED = {"value", "actual"}
SMALL = re.compile(r"(?<![\d.,〜−+])([1-9])件(?!未満|目|ず|以|下回)")
CELL = re.compile(r"<td[^>]*>(?:<span[^>]*>)?([\d,]+)(?:</span>)?</td>")


@pytest.fixture(scope="module")
def office(serve, tmp_path_factory) -> Iterator[Office]:
    """A server on so few made-up records that most cells are small."""
    url = f"sqlite:///{tmp_path_factory.mktemp('office') / 'records.db'}"
    database = Database(url)
    migrating.upgrade(database)
    with database.write() as session:
        demo.build(session, published.read(), NOW, 400)
        # A target and how many remarks there are count no woman: they are made large here, or are not there.
        session.execute(update(Target).where(Target.value < 10).values(value=100))
        session.execute(delete(Annotation))
        for role in ("lead", "officer"):
            session.add(Account(name=role, display_name=f"{role}さん", role=role, created_at=NOW))
    with serve(DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()


def received(browser, office, role: str, path: str) -> list[dict[str, Any]]:
    """Every message that the page sent to the browser, as a dict."""
    frames: list[str | bytes] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ja-JP")
    context.set_default_timeout(PATIENCE)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE, "value": office.token(role), "url": office.url, "httpOnly": True}]
    )
    page = watch(context.new_page())

    def keep(frame: str | bytes) -> None:
        frames.append(frame)

    def listen(socket: WebSocket) -> None:
        # A built-in method takes no mark of its own, which Playwright sets.
        socket.on("framereceived", keep)

    page.on("websocket", listen)
    page.goto(office.url + path)
    page.wait_for_selector(".st-key-staff-header")
    rest(page)
    context.close()
    made = []
    for frame in frames:
        if isinstance(frame, bytes):
            message = ForwardMsg()
            message.ParseFromString(frame)
            made.append(MessageToDict(message))
    assert made
    return made


def texts(found: Any) -> Iterator[str]:
    """Every text in it, also those of the descriptions of a drawing."""
    if isinstance(found, str):
        if found.startswith("{"):
            yield from texts(json.loads(found))
        else:
            yield found
    elif isinstance(found, dict):
        for one in found.values():
            yield from texts(one)
    elif isinstance(found, list):
        for one in found:
            yield from texts(one)


def drawn(found: Any) -> Iterator[float]:
    """Every count in the rows that are handed to a drawing; a mark's own "value" is a place in pixels."""
    if isinstance(found, str) and found.startswith("{"):
        found = json.loads(found)
    if isinstance(found, dict):
        for name, one in found.items():
            yield from counts(one) if name == "values" and isinstance(one, list) else drawn(one)
    elif isinstance(found, list):
        for one in found:
            yield from drawn(one)


def counts(rows: list[Any]) -> Iterator[float]:
    """The counts of some rows."""
    for row in rows:
        if isinstance(row, dict):
            yield from (float(one) for name, one in row.items() if name in COUNTED and type(one) in (int, float))


def small(messages: list[dict[str, Any]], path: str) -> list[str]:
    """What of it is a count that must not be told."""
    said = [text[max(0, at.start() - 20) : at.end() + 10] for text in texts(messages) for at in SMALL.finditer(text)]
    if "/training" not in path and "/targets" not in path:
        cells = [cell.replace(",", "") for text in texts(messages) for cell in CELL.findall(text)]
        said += [f"<td>{cell}" for cell in cells if int(cell) % 5 or 0 < int(cell) < 10]
    if "/targets" not in path:
        said += [f"drawn {one}" for one in drawn(messages) if one % 5 or 0 < one < 10]
    return said


@pytest.mark.parametrize("path", PAGES)
def test_no_small_count_reaches_the_officers_browser(browser, office, path):
    assert small(received(browser, office, "officer", path), path) == []


@pytest.mark.parametrize("path", [PAGES[0], "/outcomes"])
def test_the_same_reading_finds_the_true_counts_of_who_works_with_the_records(browser, office, path):
    assert small(received(browser, office, "lead", path), path)
