"""Every place where two figures of the same thing differ, with both figures, their places and what is known of the reason.

Nothing is made to fit: both figures stay as they are written. What the sources leave open is listed beside them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from data import calendar, codes
from data.models import (
    Desk,
    FactMonth,
    ImportBatch,
    Indicator,
    MonthClose,
    SourceDocument,
    SurveyResult,
    Target,
    TrainingSession,
)
from data.queries import month_values

# Two figures that differ; and what is no difference but must be known when the figures are read.
TOTAL, SURVEY, USEFULNESS, ATTENDANCE, SOURCES, SINCE_CLOSE = (
    "total", "survey", "usefulness", "attendance", "sources", "since_close",
)  # fmt: skip
READING, NO_YEAR, OPENED, IMPORT, NOT_PRINTED = "reading", "no_year", "opened", "import", "not_printed"
NOTES = frozenset({READING, NO_YEAR, OPENED, IMPORT, NOT_PRINTED})
UNEXPLAINED = "差（原資料に説明なし）"
WHOLE = 1000
MONTHS = 12
BEST = ("very_good", "good")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the figures: what it is, as it is said, and the document and place it stands in."""

    what: str
    said: str
    where: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One mismatch, or one thing to know: what it is about, its figures, the difference in words, the reason as far as known."""

    kind: str
    about: str
    months: tuple[int, ...]
    sides: tuple[Side, ...]
    difference: str
    why: str

    @property
    def is_note(self) -> bool:
        """Whether no two figures differ, but something must be known."""
        return self.kind in NOTES


@dataclass(frozen=True, slots=True)
class Result:
    """All mismatches and notes, and how many pairs of figures were laid side by side by kind."""

    found: tuple[Mismatch, ...]
    compared: Mapping[str, int]

    @property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Where two figures differ."""
        return tuple(one for one in self.found if not one.is_note)

    @property
    def notes(self) -> tuple[Mismatch, ...]:
        """What must be known."""
        return tuple(one for one in self.found if one.is_note)


class _Book:
    """Collects what was compared and what was found."""

    def __init__(self) -> None:
        self.found: list[Mismatch] = []
        self.compared: dict[str, int] = defaultdict(int)

    def pair(self, agrees: bool, one: Mismatch) -> None:
        self.compared[one.kind] += 1
        if not agrees:
            self.found.append(one)


def of_desk(session: Session, desk: Desk, today: date) -> Result:
    """Everything that does not fit, and what must be known, at this moment."""
    book = _Book()
    _totals(session, desk, book)
    _surveys(session, desk, book)
    _attendance(session, desk, book)
    _two_sources(session, desk, book)
    _since_close(session, desk, book)
    _readings(session, desk, book)
    _targets(session, desk, book)
    _opened(desk, book)
    _imports(session, book)
    return Result(tuple(sorted(book.found, key=lambda one: one.is_note)), dict(book.compared))


def _facts(desk: Desk) -> Select[FactMonth, str, str, int]:
    """Published figures without breakdowns, with their document and the unit and scale of the indicator."""
    return (
        select(FactMonth, SourceDocument.title, Indicator.unit, Indicator.scale)
        .join(Indicator, Indicator.id == FactMonth.indicator_id)
        .outerjoin(SourceDocument, SourceDocument.id == FactMonth.source_id)
        .where(FactMonth.desk_id == desk.id, FactMonth.dimension == "")
        .order_by(FactMonth.indicator_id, FactMonth.fiscal_year, FactMonth.month, FactMonth.occasion)
    )


def _totals(session: Session, desk: Desk, book: _Book) -> None:
    """The total a document prints beside what its months or occasions add up to."""
    groups: dict[tuple[str, int], list[Row[FactMonth, str, str, int]]] = defaultdict(list)
    for row in session.execute(_facts(desk).where(Indicator.aggregation == "sum")).all():
        groups[row[0].indicator_id, row[0].fiscal_year].append(row)
    for (indicator, year), rows in groups.items():
        printed = next((row for row in rows if row[0].month == 0 and not row[0].occasion), None)
        parts = [row for row in rows if row[0].month]
        counted = [row for row in parts if row[0].value is not None]
        if not counted:
            continue
        added, unit, scale = sum(row[0].value or 0 for row in counted), rows[0][2], rows[0][3]
        about = f"{codes.label('indicator', indicator)} {calendar.wareki(year)}"
        sum_side = Side(f"{len(counted)}個の数の計", said(added, unit, scale), _where(counted[0], whole_row=True))
        if printed is None or printed[0].value is None:
            why = "計は資料に印刷されていません。画面に出る計は、足した数です。"
            book.found.append(Mismatch(NOT_PRINTED, about, (), (sum_side,), "", why))
            continue
        value = printed[0].value
        sides = (Side("印刷された計", said(value, unit, scale), _where(printed)), sum_side)
        months = tuple(row[0].month for row in parts)
        if not any(row[0].occasion for row in parts) and len(parts) < MONTHS:
            # Of a part of the year the sum is no total.
            continue
        off = f"{_signed(added - value, scale)}{unit}"
        book.pair(value == added, Mismatch(TOTAL, about, months, sides, off, UNEXPLAINED))


def _surveys(session: Session, desk: Desk, book: _Book) -> None:
    """The five steps of a survey, which should be 100 %, and the two best beside the usefulness that is printed."""
    rows = session.execute(
        select(TrainingSession, SurveyResult, SourceDocument.title)
        .join(SurveyResult, SurveyResult.training_session_id == TrainingSession.id)
        .outerjoin(SourceDocument, SourceDocument.id == SurveyResult.source_id)
        .where(
            TrainingSession.desk_id == desk.id,
            SurveyResult.origin == "published",
            SurveyResult.share_tenths.is_not(None),
        )
        .order_by(TrainingSession.fiscal_year, TrainingSession.number)
    ).all()
    trainings: dict[int, tuple[TrainingSession, str, dict[str, int]]] = {}
    for training, answer, title in rows:
        place = f"{title or ''}、{answer.source_place}".strip("、")
        steps = trainings.setdefault(training.id, (training, place, {}))[2]
        steps[answer.step] = answer.share_tenths or 0
    told = _by_occasion(session, desk, "training_usefulness")
    for training, place, steps in trainings.values():
        months = (calendar.month_of(training.held_on),) if training.held_on else ()
        name = f"{calendar.wareki(training.fiscal_year)} 第{training.number}回研修"
        if set(steps) == set(codes.lists()["survey_step"]):
            _steps(book, f"{name}のアンケート", months, place, steps)
        printed = told.get((training.fiscal_year, f"{training.number}回目"))
        if printed is not None and set(BEST) <= set(steps):
            _best(book, f"{name}の有益度", months, place, steps, printed)


def _steps(book: _Book, about: str, months: tuple[int, ...], place: str, steps: dict[str, int]) -> None:
    total = sum(steps.values())
    parts = "、".join(
        f"{codes.label('survey_step', step)} {percent(steps[step])}" for step in codes.lists()["survey_step"]
    )
    sides = (Side("五つの段階の計", percent(total), place), Side("全体", "100.0%", f"内訳：{parts}"))
    off = f"{_signed(total - WHOLE, 10)}ポイント"
    book.pair(total == WHOLE, Mismatch(SURVEY, about, months, sides, off, UNEXPLAINED))


def _best(
    book: _Book,
    about: str,
    months: tuple[int, ...],
    place: str,
    steps: dict[str, int],
    printed: Row[FactMonth, str, str, int],
) -> None:
    value, added = printed[0].value or 0, sum(steps[step] for step in BEST)
    names = " + ".join(f"{percent(steps[step]).rstrip('%')}" for step in BEST)
    sides = (
        Side("印刷された有益度", percent(value), _where(printed)),
        Side("「大変よかった」と「よかった」の計", f"{names} = {percent(added)}", place),
    )
    off = f"{_signed(added - value, 10)}ポイント"
    book.pair(value == added, Mismatch(USEFULNESS, about, months, sides, off, UNEXPLAINED))


def _attendance(session: Session, desk: Desk, book: _Book) -> None:
    """How many took part in a training, as the list of trainings and as the figure of its occasion say it."""
    told = _by_occasion(session, desk, "training_participants")
    rows = session.execute(
        select(TrainingSession, SourceDocument.title)
        .outerjoin(SourceDocument, SourceDocument.id == TrainingSession.source_id)
        .where(TrainingSession.desk_id == desk.id, TrainingSession.attendance.is_not(None))
        .order_by(TrainingSession.fiscal_year, TrainingSession.number)
    ).all()
    for training, title in rows:
        fact = told.get((training.fiscal_year, f"{training.number}回目"))
        if fact is None or fact[0].value is None:
            continue
        sides = (
            Side("研修の一覧", f"{training.attendance:,}人", f"{title or ''}、{training.source_place}".strip("、")),
            Side("研修参加人数", f"{fact[0].value:,}人", _where(fact)),
        )
        about = f"{calendar.wareki(training.fiscal_year)} 第{training.number}回研修の人数"
        off = f"{_signed(fact[0].value - (training.attendance or 0), 1)}人"
        one = Mismatch(ATTENDANCE, about, (fact[0].month,), sides, off, UNEXPLAINED)
        book.pair(fact[0].value == training.attendance, one)


def _by_occasion(session: Session, desk: Desk, indicator: str) -> dict[tuple[int, str], Row[FactMonth, str, str, int]]:
    rows = session.execute(
        _facts(desk).where(FactMonth.indicator_id == indicator, FactMonth.occasion != "", FactMonth.value.is_not(None))
    ).all()
    return {(row[0].fiscal_year, row[0].occasion): row for row in rows}


def _two_sources(session: Session, desk: Desk, book: _Book) -> None:
    """A month of which there are published figures and records: the published one counts, the records say another."""
    rows = session.execute(
        _facts(desk).where(FactMonth.month > 0, FactMonth.occasion == "", FactMonth.value.is_not(None))
    ).all()
    kept = month_values.of_records(session, desk.id, {row[0].month for row in rows})
    for row in rows:
        key = (row[0].indicator_id, row[0].month)
        if key not in kept:
            continue
        value, counted = row[0].value or 0, kept[key]
        about = f"{codes.label('indicator', row[0].indicator_id)} {calendar.spoken_month(row[0].month)}"
        sides = (
            Side("公表された数", said(value, row[2], row[3]), _where(row)),
            Side("記録から数えた数", said(counted, row[2], row[3]), "相談室の記録（取り消した記録をのぞく）"),
        )
        why = "画面では公表された数を使い、記録の数とは足していません。記録が途中から、または数え方がちがうことがあります。"
        off = f"{_signed(counted - value, row[3])}{row[2]}"
        book.pair(value == counted, Mismatch(SOURCES, about, (row[0].month,), sides, off, why))


def _since_close(session: Session, desk: Desk, book: _Book) -> None:
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
            day = row.closed_at.astimezone(calendar.TOKYO)
            sides = (
                Side("締めたときの数", said(then, unit, scale), f"{day.year}年{day.month}月{day.day}日の締め"),
                Side("いまの数", "データなし" if value is None else said(value, unit, scale), "いまの記録と公表数字"),
            )
            about = f"{codes.label('indicator', indicator)} {calendar.spoken_month(row.month)}"
            off = "" if value is None else f"{_signed(value - then, scale)}{unit}"
            why = "締めた月の数が変わっています。数え方の設定を変えたか、この道具の外で書きかえられたおそれがあります。"
            book.pair(value == then, Mismatch(SINCE_CLOSE, about, (row.month,), sides, off, why))


def _readings(session: Session, desk: Desk, book: _Book) -> None:
    """Where a printed figure was read as something else, or stands with a remark: the remark as it is kept."""
    rows = session.execute(_facts(desk).where(FactMonth.note != "", FactMonth.occasion == "")).all()
    groups: dict[tuple[str, int, str, str], list[Row[FactMonth, str, str, int]]] = defaultdict(list)
    for row in rows:
        groups[row[0].indicator_id, row[0].fiscal_year, row[0].status, row[0].note].append(row)
    for (indicator, year, _, note), some in groups.items():
        months = tuple(row[0].month for row in some)
        span = "・".join(f"{month % 100}月" for month in months if month)
        shown = _state(some[0][0], some[0][2], some[0][3])
        side = Side("画面に出るもの", shown, _where(some[0], whole_row=True))
        about = f"{codes.label('indicator', indicator)} {calendar.wareki(year)} {span}".strip()
        book.found.append(Mismatch(READING, about, months, (side,), "", note))


def _targets(session: Session, desk: Desk, book: _Book) -> None:
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


def _opened(desk: Desk, book: _Book) -> None:
    if desk.opened_note and desk.opened_month:
        side = Side("開設の月", calendar.spoken_month(desk.opened_month), desk.name)
        book.found.append(Mismatch(OPENED, "相談室の開設", (desk.opened_month,), (side,), "", desk.opened_note))


def _imports(session: Session, book: _Book) -> None:
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


def said(value: int, unit: str, scale: int) -> str:
    """A figure as people say it: 4,081件, 90.9%."""
    return f"{value:,}{unit}" if scale == 1 else f"{value / scale:,.1f}{unit}"


def percent(tenths: int) -> str:
    """Tenths of a percent: 940 → 94.0%."""
    return f"{tenths / 10:.1f}%"


def _signed(value: int, scale: int) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return f"{sign}{abs(value):,}" if scale == 1 else f"{sign}{abs(value) / scale:,.1f}"


def _where(row: Row[FactMonth, str, str, int], *, whole_row: bool = False) -> str:
    place = row[0].source_place
    if whole_row:
        place = place.removesuffix(f"、{row[0].month % 100}月")
    return "、".join(part for part in (row[1] or "", place) if part)


def _state(row: FactMonth, unit: str, scale: int) -> str:
    words = {"not_open": "開設前", "not_reported": "未報告", "not_applicable": "該当なし", "suppressed": "秘匿"}
    return words.get(row.status, "データなし") if row.value is None else said(row.value, unit, scale)


def documents(session: Session) -> Iterable[SourceDocument]:
    """The documents that figures are from."""
    return list(session.scalars(select(SourceDocument).order_by(SourceDocument.id)))
