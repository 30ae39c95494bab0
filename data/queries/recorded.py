"""What the records of a desk count month by month, by the rules of config/records/counting.yaml."""

from collections.abc import Mapping

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from data import counting
from data.counting import Rule
from data.models import Activity, Consultation
from data.queries import columns, look
from data.queries.filters import Filters


def by_month(session: Session, desk: int, indicator: str, months: tuple[int, int]) -> Mapping[int, int]:
    """{month: count} from the first to the last of `months`; a month without any is left out.

    {} for an indicator that records do not count.
    """
    rule = counting.rules().get(indicator)
    if rule is None:
        return {}
    return look.once(session, ("by_month", desk, indicator, months), lambda: _counted(session, desk, rule, months))


@look.kept
def since(session: Session, desk: int) -> int | None:
    """The month of the desk's first record that stands: from then on records are kept; None before that."""
    # The first along the index that stands, not the least of all: that would look at every record.
    return session.scalar(
        select(Consultation.month)
        .where(Consultation.desk_id == desk, Consultation.removed_at.is_(None))
        .order_by(Consultation.month)
        .limit(1)
    )


def _counted(session: Session, desk: int, rule: Rule, months: tuple[int, int]) -> dict[int, int]:
    if rule.activity_kind:
        return {row[0]: row[1] for row in session.execute(_activities(desk, rule, months)).all()}
    counts = columns.read(session, desk, *months).count(Filters(), (columns.MONTH,), rule)
    return {int(month): count for (month,), count in counts.cells.items()}


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
