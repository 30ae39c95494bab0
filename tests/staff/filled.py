"""Made-up records for the tests of the list: a hundred and twenty, one of them hostile."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from data.models import CaseFile
from tests.data.records import record

HOSTILE = '=HYPERLINK("http://example.invalid","押す")'
LAST = date(2026, 11, 26)
CHANNELS = ("phone", "line", "meeting", "mail")
AGES = ("10s", "20s", "30s", "40s", "unknown", None)


def fill(session: Session, now: datetime) -> None:
    """Records 1–120, one a day and the newest last; every third has the case K-2026-0001, the last a hostile note."""
    session.add(CaseFile(code="K-2026-0001", desk_id=1, opened_on=LAST, created_at=now))
    session.flush()
    for number in range(1, 121):
        record(
            session,
            now,
            number,
            LAST - timedelta(days=120 - number),
            "housing" if number % 2 else "family",
            hour=10,
            account_id=1,
            channel=CHANNELS[number % 4],
            age_band=AGES[number % 6],
            municipality="141003" if number % 2 else None,
            new_or_repeat="new" if number % 3 else "repeat",
            case_code=None if number % 3 else "K-2026-0001",
            urgency="week" if number % 5 == 0 else None,
            callback_due=LAST if number % 10 == 0 else None,
            note=HOSTILE if number == 120 else f"{number}番の話" if number % 7 == 0 else None,
        )
