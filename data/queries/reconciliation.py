"""Every place where two figures of the same thing differ, with both figures, their places and what is known of the reason.

Nothing is made to fit: both figures stay as they are written. What the sources leave open is listed beside them.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, codes
from data.models import Desk, FactMonth, ImportBatch, Indicator, MonthClose, SourceDocument, Target
from data.queries import agreement, month_values
from data.queries.agreement import Fact, facts, where
from data.queries.mismatch import (
    IMPORT,
    NO_YEAR,
    OPENED,
    READING,
    SINCE_CLOSE,
    SOURCES,
    Book,
    Mismatch,
    Result,
    Side,
    said,
    signed,
)


def of_desk(session: Session, desk: Desk, today: date) -> Result:
    """Everything that does not fit, and what must be known, at this moment."""
    book = Book()
    agreement.of_documents(session, desk, book)
    _two_sources(session, desk, book)
    _since_close(session, desk, book)
    _readings(session, desk, book)
    _targets(session, desk, book)
    _opened(desk, book)
    _imports(session, book)
    return Result(tuple(sorted(book.found, key=lambda one: one.is_note)), dict(book.compared))


def of_two_sources(session: Session, desk: Desk, year: int) -> tuple[Mismatch, ...]:
    """The months of one fiscal year that documents and records both count, and differently."""
    book = Book()
    _two_sources(session, desk, book, year)
    return tuple(book.found)


def _two_sources(session: Session, desk: Desk, book: Book, year: int | None = None) -> None:
    """A month of which there are published figures and records: the published one counts, the records say another."""
    rows = session.execute(
        facts(desk, year).where(FactMonth.month > 0, FactMonth.occasion == "", FactMonth.value.is_not(None))
    ).all()
    kept = month_values.of_records(session, desk.id, {row[0].month for row in rows})
    for row in rows:
        key = (row[0].indicator_id, row[0].month)
        if key not in kept:
            continue
        value, counted = row[0].value or 0, kept[key]
        about = f"{codes.label('indicator', row[0].indicator_id)} {calendar.spoken_month(row[0].month)}"
        sides = (
            Side("公表された数", said(value, row[2], row[3]), where(row)),
            Side("記録から数えた数", said(counted, row[2], row[3]), "相談室の記録（取り消した記録をのぞく）"),
        )
        why = "画面では公表された数を使い、記録の数とは足していません。記録が途中から、または数え方がちがうことがあります。"
        off = f"{signed(counted - value, row[3])}{row[2]}"
        book.pair(value == counted, Mismatch(SOURCES, about, (row[0].month,), sides, off, why))


def _since_close(session: Session, desk: Desk, book: Book) -> None:
    """What a closed month counted then and counts now: it must not move, also not by another way of counting."""
    rows = list(
        session.scalars(
            select(MonthClose)
            .where(MonthClose.desk_id == desk.id, MonthClose.reopened_at.is_(None))
            .order_by(MonthClose.month)
        )
    )
    now = month_values.of(session, desk.id, {row.month for row in rows})
    units = {one.id: (one.unit, one.scale) for one in session.scalars(select(Indicator))}
    for row in rows:
        for indicator, then in row.figures.items():
            unit, scale = units.get(indicator, ("", 1))
            value = now.get((indicator, row.month))
            day = calendar.spoken_day(row.closed_at.astimezone(calendar.TOKYO))
            sides = (
                Side("締めたときの数", said(then, unit, scale), f"{day}の締め"),
                Side("いまの数", "データなし" if value is None else said(value, unit, scale), "いまの記録と公表数字"),
            )
            about = f"{codes.label('indicator', indicator)} {calendar.spoken_month(row.month)}"
            off = "" if value is None else f"{signed(value - then, scale)}{unit}"
            why = "締めた月の数が変わっています。数え方の設定を変えたか、この道具の外で書きかえられたおそれがあります。"
            book.pair(value == then, Mismatch(SINCE_CLOSE, about, (row.month,), sides, off, why))


def _readings(session: Session, desk: Desk, book: Book) -> None:
    """Where a printed figure was read as something else, or stands with a remark: the remark as it is kept."""
    rows = session.execute(facts(desk).where(FactMonth.note != "", FactMonth.occasion == "")).all()
    groups: dict[tuple[str, int, str, str], list[Fact]] = defaultdict(list)
    for row in rows:
        groups[row[0].indicator_id, row[0].fiscal_year, row[0].status, row[0].note].append(row)
    for (indicator, year, _, note), some in groups.items():
        months = tuple(row[0].month for row in some)
        span = "・".join(f"{month % 100}月" for month in months if month)
        shown = _state(some[0][0], some[0][2], some[0][3])
        side = Side("画面に出るもの", shown, where(some[0], whole_row=True))
        about = f"{codes.label('indicator', indicator)} {calendar.wareki(year)} {span}".strip()
        book.found.append(Mismatch(READING, about, months, (side,), "", note))


def _targets(session: Session, desk: Desk, book: Book) -> None:
    rows = session.execute(
        select(Target, SourceDocument.title, Indicator.unit, Indicator.scale)
        .join(Indicator, Indicator.id == Target.indicator_id)
        .outerjoin(SourceDocument, SourceDocument.id == Target.source_id)
        .where(Target.desk_id == desk.id, Target.replaced_at.is_(None), Target.year_stated.is_(False))
        .order_by(Target.fiscal_year, Target.id)
    ).all()
    for row, title, unit, scale in rows:
        year = calendar.wareki(row.fiscal_year)
        place = f"{title or ''}、{row.source_place}".strip("、")
        side = Side("目標", said(row.value, unit, scale), place)
        about = f"{codes.label('indicator', row.indicator_id)}の目標"
        why = f"どの年度の目標か、資料に書いてありません（{year}とみなす）。"
        book.found.append(Mismatch(NO_YEAR, about, (), (side,), "", why))


def _opened(desk: Desk, book: Book) -> None:
    if desk.opened_note and desk.opened_month:
        side = Side("開設の月", calendar.spoken_month(desk.opened_month), desk.name)
        book.found.append(Mismatch(OPENED, "相談室の開設", (desk.opened_month,), (side,), "", desk.opened_note))


def _imports(session: Session, book: Book) -> None:
    """Files that were brought in without some of their rows, and files that somebody looked at and did not bring in."""
    rows = session.scalars(
        select(ImportBatch).where(ImportBatch.state.in_(("previewed", "committed"))).order_by(ImportBatch.id)
    )
    for row in rows:
        rejected = row.summary.get("rejected", 0)
        side = Side("取り込んだ行", f"{row.summary.get('accepted', 0):,}行", row.file_name)
        if row.state == "previewed":
            why = "下見のまま、まだ取り込まれていません。数には入っていません。"
            book.found.append(Mismatch(IMPORT, f"取り込み {row.file_name}", (), (), "", why))
        elif rejected:
            why = f"{rejected:,}か所が読み取れず、取り込まれていません。もとのファイルの数と合わないことがあります。"
            book.found.append(Mismatch(IMPORT, f"取り込み {row.file_name}", (), (side,), "", why))


def _state(row: FactMonth, unit: str, scale: int) -> str:
    words = {"not_open": "開設前", "not_reported": "未報告", "not_applicable": "該当なし", "suppressed": "秘匿"}
    return words.get(row.status, "データなし") if row.value is None else said(row.value, unit, scale)


def documents(session: Session) -> Iterable[SourceDocument]:
    """The documents that figures are from."""
    return list(session.scalars(select(SourceDocument).order_by(SourceDocument.id)))
