"""The filtered records row by row for those who may take them along: words instead of codes, bounded memory."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data import codes, municipalities
from data.models import Account, Consultation, ConsultationIssue, ConsultationRefusal, ConsultationResponse
from data.queries import search
from data.queries.filters import Filters
from data.sheets import Row, Sheet

AT_ONCE = 2_000
# Up to so many records the audit log names each; beyond, the filters and the first and last record.
NAMED = 10_000
# Column of consultation, its head, its list of codes ('' for none).
PLAIN = (
    ("id", "記録番号", ""),
    ("received_on", "受付日", ""),
    ("hour", "時", ""),
    ("channel", "相談の方法", "channel"),
    ("caller_kind", "話した人", "caller_kind"),
    ("new_or_repeat", "はじめてか", "new_or_repeat"),
    ("age_band", "年代", "age_band"),
    ("municipality", "お住まい", "municipality"),
    ("referral_source", "きっかけ", "referral_source"),
    ("contact_result", "結果", "contact_result"),
    ("urgency", "急ぎ", "urgency"),
    ("wish", "希望", "wish"),
    ("minutes", "分", ""),
    ("children", "子ども", "children"),
    ("interpreter", "通訳", "interpreter"),
    ("consent", "共有の同意", "consent"),
    ("may_call", "電話してよいか", "yes_no"),
    ("leave_word", "伝言してよいか", "yes_no"),
    ("next_on", "次の約束", ""),
    ("callback_due", "折り返しの予定", ""),
    ("callback_done_on", "折り返した日", ""),
    ("case_code", "ケース番号", ""),
)
GATHERED = ("主な課題", "ほかの課題", "したこと", "断られた所")


def sheet(session: Session, chosen: Filters, *, notes: bool, above: tuple[str, ...] = ()) -> Sheet:
    """All records that fit, oldest first; free text only where `notes` says so."""
    where = search.conditions(session, chosen)
    count = session.scalars(select(func.count()).select_from(Consultation).where(where)).one()
    head = (*(title for _, title, _ in PLAIN), "書いた人", *GATHERED, *(("メモ",) if notes else ()))
    return Sheet(above, head, _rows(session, chosen, notes), count)


def which(session: Session, chosen: Filters, count: int) -> dict[str, str]:
    """The records for the audit log: every number up to 10,000 of them, the first and last beyond."""
    asked = select(Consultation.id).where(search.conditions(session, chosen))
    if count <= NAMED:
        return {"ids": numbered(list(session.scalars(asked.order_by(Consultation.id))))}
    ends = session.execute(
        select(func.min(Consultation.id), func.max(Consultation.id)).where(search.conditions(session, chosen))
    ).one()
    return {"from_to": f"{ends[0]}–{ends[1]}"}


def numbered(ids: Sequence[int]) -> str:
    """Numbers as the audit log keeps them, each between commas, so that one can be found: ,12,13,"""
    return f",{','.join(map(str, ids))}," if ids else ""


def _rows(session: Session, chosen: Filters, notes: bool) -> Iterator[Row]:
    words = [_words(name) for _, _, name in PLAIN]
    columns: list[Any] = [getattr(Consultation, name) for name, _, _ in PLAIN]
    asked = (
        select(*columns, Account.display_name, *((Consultation.note,) if notes else ()))
        .join(Account, Account.id == Consultation.account_id, isouter=True)
        .where(search.conditions(session, chosen))
        .order_by(Consultation.received_on, Consultation.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for some in session.execute(asked).partitions():
        gathered = _Gathered(session, [row[0] for row in some])
        for row in some:
            plain = [words[place].get(value, value) for place, value in enumerate(row[: len(PLAIN)])]
            yield [*plain, row[len(PLAIN)], *gathered.of(row[0]), *row[len(PLAIN) + 1 :]]


def _words(name: str) -> Mapping[str, str]:
    if name == "municipality":
        return municipalities.labels()
    return codes.labels(name) if name else {}


class _Gathered:
    """What some records have several of: issues, what was done, who had refused."""

    def __init__(self, session: Session, ids: list[int]) -> None:
        self._primary: dict[int, str] = {}
        self._others: dict[int, list[str]] = {}
        one = ConsultationIssue
        named = codes.labels("issue")
        found = select(one.consultation_id, one.issue, one.is_primary).where(one.consultation_id.in_(ids))
        for number, issue, is_primary in session.execute(found.order_by(one.consultation_id, one.place)):
            if is_primary:
                self._primary[number] = named.get(issue, issue)
            else:
                self._others.setdefault(number, []).append(named.get(issue, issue))
        self._done = _several(
            session, ConsultationResponse.consultation_id, ConsultationResponse.response, ids, "response"
        )
        self._refused = _several(
            session, ConsultationRefusal.consultation_id, ConsultationRefusal.destination, ids, "destination"
        )

    def of(self, number: int) -> tuple[str, str, str, str]:
        """The four cells of GATHERED."""
        others = (some.get(number, []) for some in (self._others, self._done, self._refused))
        return (self._primary.get(number, ""), *("、".join(one) for one in others))  # type: ignore[return-value]


def _several(session: Session, owner: Any, value: Any, ids: list[int], name: str) -> dict[int, list[str]]:
    words = codes.labels(name)
    made: dict[int, list[str]] = {}
    for number, one in session.execute(select(owner, value).where(owner.in_(ids)).order_by(owner, value)):
        made.setdefault(number, []).append(words.get(one, one))
    return made
