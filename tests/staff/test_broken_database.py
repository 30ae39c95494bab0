"""A database that breaks while a record is saved, in a real browser: a calm sentence of its kind, her words stay, nothing is
half-written, and when the database is well the same press saves."""

import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from data.models import Activity, AuditEntry, CaseFile, Consultation, ConsultationIssue
from tests.browser.rest import rest
from tests.staff.conftest import Office, furnish
from tests.staff.test_record import box, choose, newest, said, save, write
from ui.staff.words import say

# A save that waits for another's lock is given up after 15 seconds; who is here may have to be noted before, as long.
LONG = 90_000
WORDS = "家賃を二か月待ってもらっている"
# The rights of files do not bind root: the server of these tests goes without that freedom.
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all") if os.geteuid() == 0 else ()


@pytest.fixture
def office(serve, tmp_path) -> Iterator[Office]:
    """A server and a database for each test, which breaks them."""
    url = f"sqlite:///{tmp_path / 'records.db'}"
    database = furnish(url)
    with serve(before=BOUND, DATABASE_URL=url) as server:
        yield Office(server.url, database, server.pid)
    database.close()


def filled(come) -> Page:
    """The record page with a record that is not saved yet, its draft kept."""
    page = come("counsellor", "/record")
    choose(page, "issues", "債務")
    choose(page, "activity0-kind", "同行")
    choose(page, "activity0-destination", "警察")
    choose(page, "activity0-result", "用が足りた")
    write(page, "minutes", "40")
    write(page, "note", WORDS)
    return page


def counted(office: Office) -> tuple[int | None, ...]:
    """How much there is of all that a save writes."""
    kinds = (Consultation, ConsultationIssue, Activity, CaseFile, AuditEntry)
    with office.database.read() as session:
        return tuple(session.scalar(select(func.count()).select_from(kind)) for kind in kinds)


def stands(page: Page) -> None:
    """Asserts that all that she wrote is in the fields, once the run has given up its draft too."""
    rest(page, LONG)
    expect(box(page, "note")).to_have_value(WORDS)
    expect(box(page, "minutes")).to_have_value("40")
    expect(box(page, "activity0-destination")).to_have_value("警察")
    expect(page.locator("[class*='st-key-record-issues-']")).to_contain_text("債務")


def told(page: Page, kind: str) -> None:
    """Waits for the sentence of that kind, and asserts that it is the only thing said."""
    expect(page.get_by_role("alert")).to_contain_text(say(f"pages.trouble_{kind}"), timeout=LONG)
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(said(page)).to_have_count(0)


def saved(page: Page, office: Office, before: tuple[int | None, ...]) -> None:
    """Presses once more, and finds the whole record, once."""
    save(page)
    expect(said(page)).to_contain_text("債務")
    expect(page.get_by_role("alert")).to_have_count(0)
    record = newest(office)
    assert (record.values["note"], record.values["minutes"], record.values["issues"]) == (WORDS, 40, ["debt"])
    assert [one["destination"] for one in record.activities] == ["police"]
    rows, after = zip(before, counted(office), strict=True), counted(office)
    assert [b is not None and a is not None and a - b for b, a in rows] == [1, 1, 1, 0, 2], after


def test_a_database_that_another_holds_is_said_and_the_same_press_saves_later(come, office):
    page, before = filled(come), counted(office)
    with closing(sqlite3.connect(office.database.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        save(page)
        told(page, "locked")
        other.execute("ROLLBACK")
    stands(page)
    assert counted(office) == before
    saved(page, office, before)


def test_a_full_disk_is_said_and_the_same_press_saves_once_there_is_room(come, office):
    page, before = filled(come), counted(office)
    # No file of the server may grow, as on a full disk; what is there may be read.
    room, most = resource.prlimit(office.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(office.pid, resource.RLIMIT_FSIZE, (4096, most))
    save(page)
    told(page, "full")
    stands(page)
    assert counted(office) == before
    resource.prlimit(office.pid, resource.RLIMIT_FSIZE, (room, most))
    saved(page, office, before)


def test_a_file_that_may_only_be_read_is_said_and_the_same_press_saves_once_it_may_be_written(come, office):
    page, before = filled(come), counted(office)
    file = office.database.file
    # As after a copy was put in its place with the wrong rights: whole, with an empty log beside it.
    office.database.close()
    with closing(sqlite3.connect(file)) as own:
        assert own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    copy = file.with_name("copy.db")
    copy.write_bytes(file.read_bytes())
    copy.chmod(0o444)
    copy.replace(file)
    save(page)
    told(page, "read_only")
    stands(page)
    assert counted(office) == before
    # SQLite gives its log the rights of the database.
    for one in file.parent.glob("records.db*"):
        one.chmod(0o644)
    saved(page, office, before)


def test_a_file_that_is_gone_is_said_and_all_of_it_comes_back_with_the_file(come, office, tmp_path):
    page, before = filled(come), counted(office)
    office.database.close()
    away = tmp_path / "away"
    away.mkdir()
    there = list(tmp_path.glob("records.db*"))
    for one in there:
        one.rename(away / one.name)
    box(page, "note").fill(f"{WORDS}。")
    box(page, "note").fill(WORDS)
    save(page)
    # Not even who is at the screen can be asked: the page waits with all that it holds.
    told(page, "gone")
    assert not list(tmp_path.glob("records.db*"))
    for one in there:
        (away / one.name).rename(one)
    assert counted(office) == before
    page.get_by_role("button", name=say("pages.trouble_do")).click()
    stands(page)
    assert counted(office) == before
    saved(page, office, before)
