"""Prepares a download and hands it out once: to whom it was prepared for, checked again, written to the audit log."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from data import audit, sheets, tokens
from data.calendar import today, wareki
from data.database import Database
from data.models import ExportTicket
from data.queries import auditing, filters, open_data, rows, search, store, totals
from data.queries.filters import Filters
from data.sessions import Person
from data.sheets import Sheet

GOOD_FOR = timedelta(minutes=5)
KEPT = timedelta(days=1)
# 集計（保護済み）、記録の一覧、操作の記録: neutral names for the files.
FILES = {"totals": "集計", "rows": "一覧", "audit": "操作", "report": "年度報告", "open_data": "オープンデータ"}
SUBJECTS = {
    "totals": "totals",
    "rows": "consultation",
    "audit": "audit_log",
    "report": "report",
    "open_data": "open_data",
}
FIGURE = "figure"
# The kinds of a kept file: a picture of a chart, or its table.
PICTURED = {"png": "image/png", "svg": "image/svg+xml", "csv": sheets.FORMATS["csv"]}
NOT_YOURS, NOT_SO = "この書き出しは、あなたの役割ではできません。", "この形では書き出せません。"
DEMO = "架空のデータです。本当の相談ではありません。"
REPORTS = ("docx", "xlsx", "pdf", "pptx")
SHORTEST_REASON, LONGEST_REASON = 5, 200
Roles = Mapping[str, Collection[str]]
# Makes the file of a yearly report: (session, fiscal year, ending, day) → its kind and bytes. This room knows no documents.
ReportMaker = Callable[[Session, int, str, date], tuple[str, bytes]]


class NotPrepared(ValueError):  # noqa: N818  what is said to her, not a fault
    """The export cannot be made so; `faults` are sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


class NotGiven(RuntimeError):  # noqa: N818
    """The download is not there (any more) for this person; `reason` is forbidden or gone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Year:
    """The fiscal year of a report."""

    year: int


@dataclass(frozen=True, slots=True)
class Export:
    """What is to leave; `asked` are filters of the search, or of the audit log for `audit`, or the year of a report."""

    kind: str
    format: str = "csv"
    asked: Filters | auditing.Asked | Year = field(default_factory=Filters)
    dimensions: tuple[str, ...] = ()
    notes: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file on its way: its name, its kind, its pieces (read once; what they hold is let go at their end)."""

    name: str
    media_type: str
    body: Iterator[bytes]


def prepare(session: Session, who: Person, now: datetime, wanted: Export, roles: Roles) -> str:
    """Keeps what she asked for and gives the token for its address; NotPrepared with sentences where it cannot be."""
    if not all(who.role in roles.get(kind, ()) for kind in _kinds(wanted)):
        raise NotPrepared([NOT_YOURS])
    faults = _faults(session, wanted)
    if faults:
        raise NotPrepared(faults)
    token = tokens.new()
    session.execute(delete(ExportTicket).where(ExportTicket.created_at < now - KEPT))
    session.add(
        ExportTicket(
            token_hash=tokens.hashed(token),
            account_id=who.account_id,
            created_at=now,
            used_at=None,
            content=_packed(wanted),
        )
    )
    return token


@dataclass(frozen=True, slots=True)
class Finished:
    """A file of figures that is made: its name, its kind (one of PICTURED), what is in it."""

    name: str
    media_type: str
    body: bytes


def keep(session: Session, who: Person, now: datetime, made: Finished, roles: Roles) -> str:
    """Keeps a finished file of figures that may leave (published, or protected), and gives the token for its address.

    NotPrepared where her role may not take figures along, or the file is of another kind.
    """
    if who.role not in roles.get(FIGURE, ()):
        raise NotPrepared([NOT_YOURS])
    if made.media_type not in PICTURED.values():
        raise NotPrepared([NOT_SO])
    token = tokens.new()
    session.execute(delete(ExportTicket).where(ExportTicket.created_at < now - KEPT))
    packed = {
        "kind": FIGURE,
        "name": made.name,
        "media_type": made.media_type,
        "body": b64encode(made.body).decode(),
    }
    session.add(
        ExportTicket(
            token_hash=tokens.hashed(token), account_id=who.account_id, created_at=now, used_at=None, content=packed
        )
    )
    return token


def hand_out(
    database: Database, who: Person, token: str, now: datetime, roles: Roles, report: ReportMaker | None = None
) -> Handed:
    """The file of a prepared download, once; NotGiven where it is not for her, used or too old."""
    with ExitStack() as stack:
        session = stack.enter_context(database.read())
        content = _found(session, who, token, now)
        if content["kind"] == FIGURE:
            if who.role not in roles.get(FIGURE, ()):
                raise NotGiven("forbidden")
            with database.write() as writing:
                _use(writing, who, token, now)
                audit.write(writing, who, now, "export", FIGURE, title=content["name"])
            return Handed(content["name"], content["media_type"], _whole(b64decode(content["body"])))
        wanted = _unpacked(content)
        # Her role may be another one since it was prepared.
        if not all(who.role in roles.get(kind, ()) for kind in _kinds(wanted)):
            raise NotGiven("forbidden")
        is_demo = store.is_demo(session)
        if isinstance(wanted.asked, Year):
            return _report(database, session, who, token, now, wanted, report)
        sheet = _sheet(session, wanted, today(now), (DEMO,) if is_demo else ())
        detail = _detail(session, wanted, sheet.count)
        # Written before the first byte leaves, with the count of the very look at the data that is sent.
        with database.write() as writing:
            _use(writing, who, token, now)
            audit.write(writing, who, now, "export", SUBJECTS[wanted.kind], **detail)
        name = f"{'架空_' if is_demo else ''}{FILES[wanted.kind]}_{today(now):%Y%m%d}.{wanted.format}"
        if wanted.format == "xlsx":
            return Handed(name, sheets.FORMATS["xlsx"], sheets.pieces(sheets.as_xlsx(sheet)))
        return Handed(name, sheets.FORMATS["csv"], _held(stack.pop_all(), sheets.as_csv(sheet)))


def _report(
    database: Database,
    session: Session,
    who: Person,
    token: str,
    now: datetime,
    wanted: Export,
    make: ReportMaker | None,
) -> Handed:
    """One file of a yearly report; noted like every other before its first byte leaves."""
    if make is None or not isinstance(wanted.asked, Year):
        raise NotGiven("gone")
    year = wanted.asked.year
    media_type, data = make(session, year, wanted.format, today(now))
    with database.write() as writing:
        _use(writing, who, token, now)
        audit.write(writing, who, now, "export", SUBJECTS["report"], year, format=wanted.format)
    mark = "架空_" if store.is_demo(session) else ""
    return Handed(f"{mark}{FILES['report']}_{wareki(year)}.{wanted.format}", media_type, sheets.pieces(BytesIO(data)))


def _kinds(wanted: Export) -> tuple[str, ...]:
    """What she must be allowed to take: notes, too, where they leave or a word in them decides what leaves."""
    by_word = isinstance(wanted.asked, Filters) and bool(wanted.asked.word)
    return (wanted.kind, "notes") if wanted.notes or by_word else (wanted.kind,)


def _whole(body: bytes) -> Iterator[bytes]:
    yield body


def _held(stack: ExitStack, pieces: Iterator[bytes]) -> Iterator[bytes]:
    with stack:
        yield from pieces


def _faults(session: Session, wanted: Export) -> list[str]:
    if wanted.kind not in FILES or isinstance(wanted.asked, Year) is not (wanted.kind == "report"):
        return [NOT_SO]
    if isinstance(wanted.asked, Year):
        return [] if wanted.format in REPORTS else [NOT_SO]
    if wanted.format not in sheets.FORMATS:
        return [NOT_SO]
    if isinstance(wanted.asked, auditing.Asked) or wanted.kind == "open_data":
        return []
    if wanted.kind == "totals":
        chosen = (
            []
            if 1 <= len(set(wanted.dimensions)) == len(wanted.dimensions) <= 2
            else ["違う項目を一つか二つ選んでください。"]
        )
        return [*totals.unfit(wanted.asked), *chosen]
    found = []
    if not SHORTEST_REASON <= len(wanted.reason.strip()) <= LONGEST_REASON:
        found.append(
            f"書き出す理由を{SHORTEST_REASON}文字から{LONGEST_REASON}文字で書いてください。操作の記録に残ります。"
        )
    if wanted.format == "xlsx" and search.count(session, wanted.asked) > sheets.LONGEST_XLSX / 2:
        found.append("10,000件を超えるので、CSV で書き出してください。")
    return found


def _packed(wanted: Export) -> dict[str, Any]:
    packed = asdict(wanted)
    if isinstance(wanted.asked, Filters):
        return packed | {"asked": filters.to_form(wanted.asked)}
    return packed | {"asked": {name: str(value) for name, value in packed["asked"].items() if value}}


def _unpacked(content: dict[str, Any]) -> Export:
    asked: Filters | auditing.Asked | Year
    if content["kind"] == "report":
        asked = Year(int(content["asked"]["year"]))
    elif content["kind"] == "audit":
        days = {name: date.fromisoformat(text) for name, text in content["asked"].items() if name in ("since", "until")}
        asked = auditing.Asked(**(content["asked"] | days))
    else:
        asked, faults = filters.parse(content["asked"])
        if faults:
            raise NotGiven("gone")
    return Export(**(content | {"asked": asked, "dimensions": tuple(content["dimensions"])}))


def _found(session: Session, who: Person, token: str, now: datetime) -> dict[str, Any]:
    ticket = session.get(ExportTicket, tokens.hashed(token))
    if ticket is None or ticket.account_id != who.account_id:
        raise NotGiven("forbidden")
    if ticket.used_at is not None or now - ticket.created_at > GOOD_FOR:
        raise NotGiven("gone")
    return ticket.content


def _use(session: Session, who: Person, token: str, now: datetime) -> None:
    """Two presses at once: the database lets one of them through."""
    used = session.execute(
        update(ExportTicket)
        .where(ExportTicket.token_hash == tokens.hashed(token), ExportTicket.used_at.is_(None))
        .values(used_at=now)
        .returning(ExportTicket.account_id)
    ).all()
    if [row[0] for row in used] != [who.account_id]:
        raise NotGiven("gone")


def _sheet(session: Session, wanted: Export, day: date, above: tuple[str, ...]) -> Sheet:
    if wanted.kind == "open_data":
        return open_data.sheet(session, day, above)
    if isinstance(wanted.asked, auditing.Asked):
        return auditing.sheet(session, wanted.asked, above)
    if isinstance(wanted.asked, Year):
        raise NotGiven("gone")
    if wanted.kind == "totals":
        return totals.sheet(session, wanted.asked, wanted.dimensions, day, above)
    return rows.sheet(session, wanted.asked, notes=wanted.notes, above=above)


def _detail(session: Session, wanted: Export, count: int) -> dict[str, Any]:
    """What the audit log keeps: never the word that was looked for in notes."""
    common = {"count": count, "format": wanted.format}
    if wanted.kind == "open_data" or isinstance(wanted.asked, Year):
        return common
    if isinstance(wanted.asked, auditing.Asked):
        return {"filters": auditing.describe(wanted.asked), **common}
    said = filters.describe(wanted.asked, search.names(session), word=False)
    if wanted.kind == "totals":
        return {"filters": said, **common, "dimensions": [totals.DIMENSIONS[name] for name in wanted.dimensions]}
    which = rows.which(session, wanted.asked, count)
    return {"filters": said, **common, "notes": wanted.notes, "reason": wanted.reason.strip(), **which}
