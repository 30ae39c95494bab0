"""All that came of the support in a fiscal year, until today or as it stood on the last day of a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from data.models import Desk
from data.queries import outcomes, spells


@dataclass(frozen=True, slots=True)
class Found:
    """What came of the support in a year, part by part."""

    plans: outcomes.Plans
    days: Mapping[str, spells.Spell]
    went: outcomes.Accompaniments
    others: outcomes.Others
    over: Mapping[str, outcomes.HandOvers]
    cohorts: Sequence[spells.Cohort]


def read(session: Session, desk: Desk, year: int, today: date, until: date | None = None) -> Found:
    """The year as far as it is known today; with `until`, the last day of a month, as it stood then."""
    return Found(
        outcomes.plans(session, desk, year, until),
        spells.spells(session, desk, year, until),
        outcomes.accompaniments(session, desk, year, until),
        outcomes.others(session, desk, year, until),
        outcomes.hand_overs(session, desk, year, until),
        spells.cohorts(session, desk, year, until or today),
    )
