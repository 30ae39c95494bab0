"""The print for a case conference: only for those who may open cases, never a note, noted in the log, never stored."""

import urllib.error
import urllib.request

import pytest

import settings
from data.models import AuditEntry
from tests.staff import desk_week
from tests.staff.desk_week import MARKER


@pytest.fixture(scope="module")
def week(office):
    """A case with a plan, a goal, a consultation and an activity."""
    return desk_week.fill(office.database, desk_week.person(office.database, "lead"))


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def fetch(office, path: str, role: str | None, method: str = "GET"):
    """(status, headers, body) of an address for somebody of the role; None is nobody."""
    request = urllib.request.Request(office.url + path, method=method)
    if role:
        request.add_header("cookie", f"{settings.SESSION_COOKIE}={office.token(role)}")
    try:
        with urllib.request.build_opener(_Stay).open(request) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def prints(office) -> int:
    """How many prints the log knows of."""
    with office.database.read() as session:
        return session.query(AuditEntry).filter_by(action="print").count()


@pytest.mark.parametrize("role", ["counsellor", "lead"])
def test_it_has_months_goals_and_activities_and_no_note_no_day_no_name(office, week, role):
    before = prints(office)
    status, headers, body = fetch(office, f"/case-print?case={week.case}", role)
    assert status == 200
    assert headers["cache-control"] == "no-store"
    for text in (week.case, "自分の部屋で眠れる", "同行・市町村（生活保護）・用が足りた", "一部だけ同意", "住まい"):
        assert text in body
    assert MARKER not in body
    assert "さん" not in body
    assert "日（" not in body
    assert "月1" not in body
    assert prints(office) == before + 1


@pytest.mark.parametrize("role", ["officer", "admin"])
def test_other_roles_are_told_and_nothing_is_noted(office, week, role):
    before = prints(office)
    status, _, body = fetch(office, f"/case-print?case={week.case}", role)
    assert status == 403
    assert week.case not in body
    assert prints(office) == before


def test_nobody_is_led_to_the_sign_in(office, week):
    status, headers, _ = fetch(office, f"/case-print?case={week.case}", None)
    assert (status, headers["location"]) == (303, "/sign-in")


def test_a_look_ahead_is_not_a_print(office, week):
    before = prints(office)
    assert fetch(office, f"/case-print?case={week.case}", "lead", "HEAD")[0] == 405
    assert prints(office) == before


@pytest.mark.parametrize("code", ["K-2026-9998", "", "%F0%9F%98%80", "%00", "../etc"])
def test_a_code_that_is_none_gets_a_calm_page(office, code):
    status, _, body = fetch(office, f"/case-print?case={code}", "lead")
    assert status == 404
    assert "そのケースはありません" in body


def test_it_fits_one_sheet_and_its_button_is_not_printed(come, office, week):
    page = come("lead", "/cases")
    page.goto(f"{office.url}/case-print?case={week.case}")
    page.emulate_media(media="print")
    assert not page.locator("#print").is_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 1
