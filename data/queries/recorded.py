"""What the records of a desk count month by month, by the rules of config/records/counting.yaml."""

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from data import counting
from data.counting import Rule
from data.models import Activity, Consultation


def by_month(session: Session, desk: int, indicator: str, months: tuple[int, int]) -> dict[int, int]:
    """{month: count} from the first to the last of `months`; a month without any is left out.

    {} for an indicator that records do not count.
    """
    rule = counting.rules().get(indicator)
    if rule is None:
        return {}
    rows = session.execute(
        _activities(desk, rule, months) if rule.activity_kind else _consultations(desk, rule, months)
    )
    return {row[0]: row[1] for row in rows.all()}


def since(session: Session, desk: int) -> int | None:
    """The month of the desk's first record that stands: from then on records are kept; None before that."""
    return session.scalar(
        select(func.min(Consultation.month)).where(Consultation.desk_id == desk, Consultation.removed_at.is_(None))
    )


def counted(rule: Rule) -> ColumnElement[bool]:
    """The consultations that a rule counts."""
    found = [Consultation.removed_at.is_(None), Consultation.contact_result.in_(rule.contact_result)]
    if rule.channel:
        found.append(Consultation.channel.in_(rule.channel))
    return and_(*found)


def _consultations(desk: int, rule: Rule, months: tuple[int, int]) -> Select[int, int]:
    return (
        select(Consultation.month, func.count())
        .where(Consultation.desk_id == desk, Consultation.month.between(*months), counted(rule))
        .group_by(Consultation.month)
    )


def _activities(desk: int, rule: Rule, months: tuple[int, int]) -> Select[int, int]:
    return (
        select(Activity.month, func.count())
        .where(
            Activity.desk_id == desk,
            Activity.month.between(*months),
            Activity.kind.in_(rule.activity_kind),
            Activity.removed_at.is_(None),
            Activity.result.is_(None) | Activity.result.not_in(rule.activity_result_not),
        )
        .group_by(Activity.month)
    )
