"""What months count, from published figures or records: for comparing them, and for keeping what a closed month held."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import counting
from data.models import FactMonth, Indicator
from data.queries import recorded

Values = dict[tuple[str, int], int]


def of(session: Session, desk_id: int, months: Iterable[int]) -> Values:
    """{(indicator, month): what it counts}, published where it is, of records else; without those that have none."""
    wanted = set(months)
    told = session.execute(
        select(FactMonth.indicator_id, FactMonth.month, FactMonth.value).where(
            FactMonth.desk_id == desk_id,
            FactMonth.month.in_(wanted),
            FactMonth.occasion == "",
            FactMonth.dimension == "",
        )
    ).all()
    published = {(row[0], row[1]): row[2] for row in told}
    kept = {key: value for key, value in of_records(session, desk_id, wanted).items() if key not in published}
    return {key: value for key, value in published.items() if value is not None} | kept


def of_records(session: Session, desk_id: int, months: Iterable[int]) -> Values:
    """{(indicator, month): what the records count}: from the month of the first record on, 0 where there is none."""
    first = recorded.since(session, desk_id)
    own = sorted(month for month in set(months) if first and month >= first)
    if not own:
        return {}
    known = set(session.scalars(select(Indicator.id)))
    found: Values = {}
    for indicator in [one for one in counting.rules() if one in known]:
        counts = recorded.by_month(session, desk_id, indicator, (own[0], own[-1]))
        found |= {(indicator, month): counts.get(month, 0) for month in own}
    return found
