"""What the documents say of one thing in two places, laid side by side: totals, surveys, usefulness, people of a training.

Nothing is made to fit. The page of mismatches, the closing of a month and the yearly report all ask here.
"""

from collections import defaultdict

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from data import calendar, codes
from data.models import Desk, FactMonth, Indicator, SourceDocument, SurveyResult, TrainingSession
from data.queries.mismatch import (
    ATTENDANCE,
    NOT_PRINTED,
    SURVEY,
    TOTAL,
    UNEXPLAINED,
    USEFULNESS,
    Book,
    Mismatch,
    Side,
    percent,
    said,
    signed,
)

WHOLE = 1000
MONTHS = 12
BEST = ("very_good", "good")
ROUNDED = "四捨五入で起こりうる差です。"
Fact = Row[FactMonth, str, str, int]


def of_documents(session: Session, desk: Desk, book: Book, year: int | None = None) -> None:
    """Writes into the book what was compared and what differs, of all fiscal years or of one."""
    _totals(session, desk, book, year)
    _surveys(session, desk, book, year)
    _attendance(session, desk, book, year)


def of_year(session: Session, desk: Desk, year: int) -> tuple[Mismatch, ...]:
    """The mismatches of one fiscal year that are in the documents."""
    book = Book()
    of_documents(session, desk, book, year)
    return tuple(one for one in book.found if not one.is_note)


def facts(desk: Desk, year: int | None = None) -> Select[FactMonth, str, str, int]:
    """Published figures without breakdowns, with their document and the unit and scale of the indicator."""
    found = (
        select(FactMonth, SourceDocument.title, Indicator.unit, Indicator.scale)
        .join(Indicator, Indicator.id == FactMonth.indicator_id)
        .outerjoin(SourceDocument, SourceDocument.id == FactMonth.source_id)
        .where(FactMonth.desk_id == desk.id, FactMonth.dimension == "")
        .order_by(FactMonth.indicator_id, FactMonth.fiscal_year, FactMonth.month, FactMonth.occasion)
    )
    return found if year is None else found.where(FactMonth.fiscal_year == year)


def _totals(session: Session, desk: Desk, book: Book, year: int | None) -> None:
    """The total a document prints beside what its months or occasions add up to."""
    groups: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for row in session.execute(facts(desk, year).where(Indicator.aggregation == "sum")).all():
        groups[row[0].indicator_id, row[0].fiscal_year].append(row)
    for (indicator, of), rows in groups.items():
        printed = next((row for row in rows if row[0].month == 0 and not row[0].occasion), None)
        parts = [row for row in rows if row[0].month]
        counted = [row for row in parts if row[0].value is not None]
        if not counted:
            continue
        added, unit, scale = sum(row[0].value or 0 for row in counted), rows[0][2], rows[0][3]
        about = f"{codes.label('indicator', indicator)} {calendar.wareki(of)}"
        sum_side = Side(f"{len(counted)}個の数の計", said(added, unit, scale), where(counted[0], whole_row=True), added)
        if printed is None or printed[0].value is None:
            why = "計は資料に印刷されていません。画面に出る計は、足した数です。"
            book.found.append(Mismatch(NOT_PRINTED, about, (), (sum_side,), "", why))
            continue
        value = printed[0].value
        sides = (Side("印刷された計", said(value, unit, scale), where(printed), value), sum_side)
        months = tuple(row[0].month for row in parts)
        if not any(row[0].occasion for row in parts) and len(parts) < MONTHS:
            # Of a part of the year the sum is no total.
            continue
        off = f"{signed(added - value, scale)}{unit}"
        book.pair(value == added, Mismatch(TOTAL, about, months, sides, off, UNEXPLAINED, unit, scale))


def _surveys(session: Session, desk: Desk, book: Book, year: int | None) -> None:
    """The five steps of a survey, which should be 100 %, and the two best beside the usefulness that is printed."""
    rows = session.execute(
        select(TrainingSession, SurveyResult, SourceDocument.title)
        .join(SurveyResult, SurveyResult.training_session_id == TrainingSession.id)
        .outerjoin(SourceDocument, SourceDocument.id == SurveyResult.source_id)
        .where(
            TrainingSession.desk_id == desk.id,
            SurveyResult.origin == "published",
            SurveyResult.share_tenths.is_not(None),
            *_in(year),
        )
        .order_by(TrainingSession.fiscal_year, TrainingSession.number)
    ).all()
    trainings: dict[int, tuple[TrainingSession, str, dict[str, int]]] = {}
    for training, answer, title in rows:
        place = f"{title or ''}、{answer.source_place}".strip("、")
        steps = trainings.setdefault(training.id, (training, place, {}))[2]
        steps[answer.step] = answer.share_tenths or 0
    told = _by_occasion(session, desk, "training_usefulness", year)
    for training, place, steps in trainings.values():
        months = (calendar.month_of(training.held_on),) if training.held_on else ()
        name = f"{calendar.wareki(training.fiscal_year)} 第{training.number}回研修"
        if set(steps) == set(codes.lists()["survey_step"]):
            _steps(book, f"{name}のアンケート", months, place, steps)
        printed = told.get((training.fiscal_year, f"{training.number}回目"))
        if printed is not None and set(BEST) <= set(steps):
            _best(book, f"{name}の有益度", months, place, steps, printed)


def _steps(book: Book, about: str, months: tuple[int, ...], place: str, steps: dict[str, int]) -> None:
    total = sum(steps.values())
    parts = "、".join(
        f"{codes.label('survey_step', step)} {percent(steps[step])}" for step in codes.lists()["survey_step"]
    )
    sides = (Side("五つの段階の計", percent(total), place, total), Side("全体", "100.0%", f"内訳：{parts}", WHOLE))
    off = f"{signed(total - WHOLE, 10)}ポイント"
    # A rounded share is off by at most half a tenth.
    why = UNEXPLAINED if abs(total - WHOLE) > len(steps) // 2 else ROUNDED
    book.pair(total == WHOLE, Mismatch(SURVEY, about, months, sides, off, why, "%", 10))


def _best(
    book: Book,
    about: str,
    months: tuple[int, ...],
    place: str,
    steps: dict[str, int],
    printed: Fact,
) -> None:
    value, added = printed[0].value or 0, sum(steps[step] for step in BEST)
    names = " + ".join(f"{percent(steps[step]).rstrip('%')}" for step in BEST)
    sides = (
        Side("印刷された有益度", percent(value), where(printed), value),
        Side("「大変よかった」と「よかった」の計", f"{names} = {percent(added)}", place, added),
    )
    off = f"{signed(added - value, 10)}ポイント"
    book.pair(value == added, Mismatch(USEFULNESS, about, months, sides, off, UNEXPLAINED, "%", 10))


def _attendance(session: Session, desk: Desk, book: Book, year: int | None) -> None:
    """How many took part in a training, as the list of trainings and as the figure of its occasion say it."""
    told = _by_occasion(session, desk, "training_participants", year)
    rows = session.execute(
        select(TrainingSession, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == TrainingSession.source_id)
        .where(TrainingSession.desk_id == desk.id, TrainingSession.attendance.is_not(None), *_in(year))
        .order_by(TrainingSession.fiscal_year, TrainingSession.number)
    ).all()
    for training, title in rows:
        fact = told.get((training.fiscal_year, f"{training.number}回目"))
        if fact is None or fact[0].value is None:
            continue
        sides = (
            Side(
                "研修の一覧",
                f"{training.attendance:,}人",
                f"{title or ''}、{training.source_place}".strip("、"),
                training.attendance,
            ),
            Side("研修参加人数", f"{fact[0].value:,}人", where(fact), fact[0].value),
        )
        about = f"{calendar.wareki(training.fiscal_year)} 第{training.number}回研修の人数"
        off = f"{signed(fact[0].value - (training.attendance or 0), 1)}人"
        one = Mismatch(ATTENDANCE, about, (fact[0].month,), sides, off, UNEXPLAINED, "人")
        book.pair(fact[0].value == training.attendance, one)


def _in(year: int | None) -> list[ColumnElement[bool]]:
    return [] if year is None else [TrainingSession.fiscal_year == year]


def _by_occasion(session: Session, desk: Desk, indicator: str, year: int | None) -> dict[tuple[int, str], Fact]:
    rows = session.execute(
        facts(desk, year).where(
            FactMonth.indicator_id == indicator, FactMonth.occasion != "", FactMonth.value.is_not(None)
        )
    ).all()
    return {(row[0].fiscal_year, row[0].occasion): row for row in rows}


def where(row: Fact, *, whole_row: bool = False) -> str:
    """The document and the place in it; the whole row where the figure is one of its months."""
    place = row[0].source_place
    if whole_row:
        place = place.removesuffix(f"、{row[0].month % 100}月")
    return "、".join(part for part in (row[1] or "", place) if part)
