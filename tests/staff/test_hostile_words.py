"""What somebody wrote to be more than words is shown as words: on every page of the staff, in print and in the log."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from data import audit, calendar, published, seed
from data.models import (
    Account,
    Activity,
    Annotation,
    Consultation,
    Desk,
    Draft,
    FactMonth,
    Goal,
    ImportBatch,
    MonthClose,
    RecordVersion,
    ReportText,
    SupportPlan,
    Target,
    TrainingSession,
)
from tests.browser.rest import rest
from tests.staff import desk_week

START = "<img src=x onerror=alert(1)>"
HOSTILE = (
    f"{START}<script>alert(2)</script><a href=//evil.example>a</a>\"'></td>[b](https://evil.example) www.evil.example"
)
# Whatever of it became more than words.
GROWN = """() => [...document.querySelectorAll("img[src='x'], a[href*='evil'], #root script, main script:not(#print ~ script)")]
  .map((one) => one.outerHTML)"""


@pytest.fixture(scope="module")
def week(office):
    """A desk's week in which every text that people write is hostile."""
    who, now = desk_week.person(office.database, "lead"), datetime.now(UTC)
    found = desk_week.fill(office.database, who)
    with office.database.write() as session:
        call = session.get_one(Consultation, found.call)
        call.note = session.get_one(SupportPlan, found.plan).note = HOSTILE
        session.get_one(Activity, found.activity).note = HOSTILE
        for goal in session.scalars(select(Goal)):
            goal.text = HOSTILE
        for row in (*session.scalars(select(Account)), *session.scalars(select(Desk))):
            setattr(row, "display_name" if isinstance(row, Account) else "name", START + row.name[:30])
        values = {"note": HOSTILE, "received_on": HOSTILE, "case_code": HOSTILE}
        version = RecordVersion(subject="consultation", subject_id=call.id, version=1, saved_at=now, content=values)
        kept = Draft(
            account_id=who.account_id,
            form="record",
            subject="-2",
            content={"values": values, "base": {}},
            updated_at=now,
        )
        batch = ImportBatch(
            kind="monthly", file_name=HOSTILE, sha256="0" * 64, state="committed", account_id=who.account_id,
            previewed_at=now, committed_at=now, summary={"accepted": 1},
        )  # fmt: skip
        session.add_all([version, kept, batch])
        audit.write(session, who, now, "export", "consultation", HOSTILE[:64], reason=HOSTILE, file=HOSTILE)
    return found


@pytest.fixture(scope="module")
def figures(office, week):
    """A fiscal year before the week's, in which every text beside a figure is hostile; its first calendar year."""
    now = datetime.now(UTC)
    year = calendar.fiscal_year(calendar.month_of(calendar.today(now))) - 1
    month = year * 100 + 4
    with office.database.write() as session:
        seed.load(session, published.read(), now, figures=False)
        desk, by = session.scalars(select(Desk.id)).one(), desk_week.person(office.database, "lead").account_id
        at = {"desk_id": desk, "fiscal_year": year}
        counted = FactMonth(
            **at, indicator_id="consultations", month=month, value=7, status="final", note=HOSTILE,
            source_place=HOSTILE, recorded_at=now, recorded_by=by,
        )  # fmt: skip
        target = Target(
            **at, indicator_id="consultations", year_stated=False, kind="total", value=10, reason=HOSTILE,
            source_place=HOSTILE, set_at=now, set_by=by,
        )  # fmt: skip
        closing = MonthClose(
            desk_id=desk, month=month, closed_at=now, closed_by=by, reopened_at=now, reopened_by=by, reason=HOSTILE
        )
        session.add_all([
            counted, target, closing,
            Annotation(desk_id=desk, month=month, kind="publicity", text=HOSTILE, account_id=by, created_at=now),
            TrainingSession(**at, number=1, held_on=calendar.last_day(month), theme=HOSTILE, form=HOSTILE[:100]),
            ReportText(**at, heading="features", text=HOSTILE, figures="0" * 64, account_id=by, created_at=now, updated_at=now),
        ])  # fmt: skip
    return year


def looked(page: Page) -> str:
    """The words of the page, every part of it opened; nothing in them has grown."""
    for part in page.get_by_test_id("stExpander").locator("summary").all():
        if part.locator("..").get_attribute("open") is None:
            part.click()
            rest(page)
    assert page.evaluate(GROWN) == []
    # What is folded away is read too.
    page.evaluate("document.querySelectorAll('.s-fold').forEach((one) => (one.open = true))")
    return page.locator("body").inner_text().replace("\u2060", "")


def test_hostile_words_stay_words_on_every_page(office, come, week):
    shown = {}
    for role, paths in {
        "lead": ("/monday", "/record", f"/record?id={week.call}", "/cases", f"/cases?case={week.case}",
                 f"/cases?case={week.case}&activity={week.activity}", "/search", f"/search?q={START}&case_code={START}",
                 "/import", "/helpful", "/own", "/assist"),
        "admin": ("/accounts", "/audit", f"/audit?person={START}&since={START}", "/search?batch=1"),
    }.items():  # fmt: skip
        for path in paths:
            page = come(role, path)
            page.on("dialog", lambda dialog, path=path: pytest.fail(f"{path}: {dialog.message}"))
            rest(page)
            shown[path] = looked(page)
    assert [path for path, words in shown.items() if START not in words and path not in ("/helpful", "/assist")] == []
    for path in (f"/cases?case={week.case}", "/import", "/audit"):
        assert HOSTILE in shown[path], path


def test_hostile_words_beside_figures_stay_words(come, figures):
    shown = {}
    for path in (f"/trends?year={figures}&by={START}", f"/targets?year={figures}", "/training", "/outcomes",
                 f"/month-close?month={figures}04", "/reconciliation", f"/report?year={figures}"):  # fmt: skip
        page = come("lead", path)
        page.on("dialog", lambda dialog, path=path: pytest.fail(f"{path}: {dialog.message}"))
        page.locator(".s-lead").first.wait_for()
        rest(page)
        shown[path.partition("?")[0]] = looked(page)
    assert [path for path, words in shown.items() if HOSTILE not in words] == ["/outcomes"]


def test_hostile_words_stay_words_in_print(office, come, week):
    page = come("counsellor", "/cases")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(f"{office.url}/case-print?case={week.case}")
    assert page.evaluate(GROWN) == []
    assert HOSTILE in page.locator("body").inner_text()
