"""What should be noticed early, each a sentence with its numbers and its rule; nothing where the data does not say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from data import calendar, codes, counting, disclosure
from data.models import Desk, Indicator, TrainingSession
from data.queries import columns, figures, leaving, recorded, series, trainings
from data.queries.filters import Filters
from data.queries.series import NO_DATA, RECORDS, Cell
from data.queries.trainings import Training

LATE, UNUSUAL, SIGN_UPS, YOUNG = "late", "unusual", "sign_ups", "young"
# A month is late once the tenth of the next one is over.
LATE_FROM_DAY = 10
# "Unusual" is told by the fences of a box plot over the months before: at least 12 of them, at most 24.
LEAST_HISTORY, MOST_HISTORY = 12, 24
# The share of the young: three whole months against the twelve before, told from a fall of a fifth on.
RECENT, BEFORE, LEAST_RECORDS, FALL = 3, 12, 30, 0.8
YOUNG_BANDS = ("10s", "20s")
# Whose months are waited for: the one indicator that every month has.
MAIN = "consultations"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to notice: its kind, the sentence, and where its numbers are from and by which rule."""

    kind: str
    sentence: str
    rule: str


def read(session: Session, desk: Desk, year: int, today: date, *, protected: bool) -> list[Notice]:
    """All notices of a fiscal year; `protected` counts by category through data/disclosure.py, as for the outside."""
    found = list(_late(session, desk, today))
    found += _unusual(session, desk, year, today, protected=protected)
    found += _sign_ups(session, desk, year, today)
    # The share of the young is of the last months: beside another year it would be read as that year's.
    recent = _months_before(today, RECENT)
    if year not in {calendar.fiscal_year(month) for month in (*recent, calendar.month_of(today))}:
        return found
    return found + list(_young(session, desk, today, protected=protected))


def _late(session: Session, desk: Desk, today: date) -> Iterator[Notice]:
    """Months that are over without a figure, and months counted from records that nobody has closed."""
    cells = _over(session, desk, MAIN, today)
    name = codes.label("indicator", MAIN)
    rule = f"翌月の{LATE_FROM_DAY}日をすぎた月を数えます。もとは「{name}」の月の数です。"
    empty = [cell.month for cell in cells if cell.status in (NO_DATA, "not_reported")]
    if empty:
        yield Notice(LATE, f"{_span(empty)}の{name}が、まだありません（データなし）。", rule)
    done = series.closed(session, desk.id, [cell.month for cell in cells])
    waiting = [cell.month for cell in cells if cell.origin == RECORDS and cell.month not in done]
    if waiting:
        yield Notice(LATE, f"{_span(waiting)}が、まだ締めてありません（速報のまま）。", rule)


def _over(session: Session, desk: Desk, indicator: str, today: date) -> list[Cell]:
    """The months from the first that has a value on, whose next month is past the day by which they should be there."""
    years = figures.years(session, desk, today)
    if not years:
        return []
    until = calendar.month_of(today.replace(day=1) - timedelta(days=1))
    if today.day <= LATE_FROM_DAY:
        until = calendar.month_of(date(until // 100, until % 100, 1) - timedelta(days=1))
    asked = range(years[0], calendar.fiscal_year(until) + 1)
    cells = list(series.read(session, desk, indicator, asked, today).cells)
    begun = next((place for place, cell in enumerate(cells) if cell.value is not None), len(cells))
    return [cell for cell in cells[begun:] if cell.month <= until]


def _unusual(session: Session, desk: Desk, year: int, today: date, *, protected: bool) -> Iterator[Notice]:
    """Months far from the months before them, the newest first."""
    for indicator in _monthly(session):
        found = series.read(session, desk, indicator, range(year - 2, year + 1), today)
        if protected:
            found = leaving.months(found, leaving.last_month(session, today))
        told = [cell for cell in found.cells if cell.value is not None and cell.month < calendar.month_of(today)]
        for place in range(len(told) - 1, -1, -1):
            cell = told[place]
            if calendar.fiscal_year(cell.month) != year:
                break
            start = max((month for month in found.breaks if month <= cell.month), default=0)
            before = [one.value or 0 for one in told[:place] if one.month >= start][-MOST_HISTORY:]
            fences = _fences(before)
            if fences and cell.value is not None and not fences[0] <= cell.value <= fences[1]:
                yield _strange(indicator, cell, before, fences)


def _monthly(session: Session) -> list[str]:
    return list(session.scalars(select(Indicator.id).where(Indicator.aggregation == "sum")))


def _strange(indicator: str, cell: Cell, before: Sequence[int], fences: tuple[int, int]) -> Notice:
    name, month = codes.label("indicator", indicator), calendar.spoken_month(cell.month)
    side = "多い" if (cell.value or 0) > fences[1] else "少ない"
    text = f"{month}の{name}は{cell.value:,}件で、それまでの{len(before)}か月の幅（{fences[0]:,}〜{fences[1]:,}件）より{side}です。"
    place = f"{cell.source.title}、{cell.source.place}" if cell.source else ""
    rule = "幅は、それまでの月を小さい順にならべた4分の1と4分の3の値から、その間の1.5倍ずつ外まで（箱ひげ図の決め方）。"
    return Notice(UNUSUAL, text, f"{rule}もと：{place}。" if place else rule)


def _fences(values: Sequence[int]) -> tuple[int, int] | None:
    """(lowest, highest) that is usual after these; None where they are too few."""
    if len(values) < LEAST_HISTORY:
        return None
    ordered = sorted(values)
    low, high = _quantile(ordered, 0.25), _quantile(ordered, 0.75)
    reach = 1.5 * (high - low)
    return max(0, round(low - reach)), round(high + reach)


def _quantile(ordered: Sequence[int], share: float) -> float:
    place = (len(ordered) - 1) * share
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (ordered[upper] - ordered[lower]) * (place - lower)


def _sign_ups(session: Session, desk: Desk, year: int, today: date) -> Iterator[Notice]:
    """Trainings that are to come with fewer sign-ups than what is left of the target divided by the trainings left."""
    goal = figures.target(session, desk, "training_participants", year)
    rows = list(
        session.scalars(
            select(TrainingSession)
            .where(TrainingSession.desk_id == desk.id, TrainingSession.fiscal_year == year)
            .order_by(TrainingSession.number)
        )
    )
    coming = [row for row in rows if row.held_on and row.held_on >= today]
    own = {one.id: one for one in trainings.of_year(session, desk, year)} if coming else {}
    for row in coming:
        yield from _behind(own[row.id], today)
    # Of those that have a line of their own nothing is said twice.
    rest = [row for row in coming if own[row.id].pace(today) is None]
    past = [row.attendance for row in rows if row.held_on and row.held_on < today]
    if goal is None or not rest or None in past:
        return
    so_far = sum(one for one in past if one is not None)
    needed = -(-max(0, goal.value - so_far) // len(coming))
    for row in rest:
        if row.sign_ups is None or row.held_on is None or row.sign_ups >= needed:
            continue
        yield _few(row.number, row.held_on, row.sign_ups, today, Need(goal.value, so_far, len(coming), needed))


def _behind(one: Training, today: date) -> Iterator[Notice]:
    """A training whose sign-ups are under their own line, as the page of trainings draws it."""
    found = one.pace(today)
    if found is None or not found.behind or one.held_on is None:
        return
    more = f"{found.aim:,}人まで、週に{found.a_week:,}人です。" if found.a_week else ""
    text = (
        f"第{one.number}回研修（{_when(one.held_on, today)}）の申し込みは{found.sign_ups:,}人で、"
        f"同じ日の目安{found.expected:,}人より少なめです。{more}"
    )
    rule = "目安は、申し込みを始めた日の0人から、実施日の目標（なければ定員）まで、まっすぐ引いた線です。もとは研修の一覧です。"
    yield Notice(SIGN_UPS, text, rule)


def _when(held_on: date, today: date) -> str:
    weeks, days = divmod((held_on - today).days, 7)
    return f"{held_on.month}月{held_on.day}日、" + (
        f"あと{weeks}週間" if weeks else f"あと{days}日" if days else "きょう"
    )


@dataclass(frozen=True, slots=True)
class Need:
    """What the trainings that are left must bring: target, taken part so far, trainings left, people for each."""

    target: int
    so_far: int
    left: int
    each: int


def _few(number: int, held_on: date, sign_ups: int, today: date, need: Need) -> Notice:
    text = (
        f"第{number}回研修（{_when(held_on, today)}）の申し込みは{sign_ups:,}人です。"
        f"目標{need.target:,}人には、ここで{need.each:,}人が要ります。"
    )
    rule = (
        f"要る人数は、目標{need.target:,}人から、すんだ研修の{need.so_far:,}人を引き、残りの研修{need.left}回で割った数です。"
        "もとは研修の一覧です。"
    )
    return Notice(SIGN_UPS, text, rule)


def _young(session: Session, desk: Desk, today: date, *, protected: bool) -> Iterator[Notice]:
    """The share of 10代・20代 among the records of the last whole months, where it fell under its own history."""
    months = _months_before(today, RECENT + BEFORE)
    if protected and months[-1] > leaving.last_month(session, today):
        return
    first = recorded.since(session, desk.id)
    if first is None or first > months[0]:
        return
    counts = _bands(session, desk.id, months)
    recent = _share(counts, months[BEFORE:], protected=protected)
    before = _share(counts, months[:BEFORE], protected=protected)
    if (
        recent is None
        or before is None
        or recent[1] < LEAST_RECORDS
        or recent[0] * before[1] >= FALL * before[0] * recent[1]
    ):
        return
    now, then = (f"{part / whole * 100:.1f}%（{whole:,}件のうち{part:,}件）" for part, whole in (recent, before))
    text = (
        f"10代・20代の割合は、{_span(months[BEFORE:])}が{now}、その前の12か月が{then}で、2割より大きく下がっています。"
    )
    rounded = "件数は5の倍数に切り下げてあります。" if protected else ""
    rule = f"もとは相談室の記録（相談成立と情報提供のみ、年代が不明のものも分母に入ります）。{rounded}"
    yield Notice(YOUNG, text, rule)


def _months_before(today: date, count: int) -> list[int]:
    """That many whole months before the month of today, the oldest first."""
    found, day = [], today.replace(day=1)
    for _ in range(count):
        day = (day - timedelta(days=1)).replace(day=1)
        found.append(calendar.month_of(day))
    return found[::-1]


def _bands(session: Session, desk_id: int, months: Sequence[int]) -> dict[tuple[int, bool], int]:
    """{(month, whether 10代・20代): consultations that count}."""
    rule = counting.rules()["consultations"]
    told = columns.read(session, desk_id, months[0], months[-1]).count(Filters(), (columns.MONTH, "age_band"), rule)
    found: dict[tuple[int, bool], int] = {}
    for (month, band), count in told.cells.items():
        key = (int(month), band in YOUNG_BANDS)
        found[key] = found.get(key, 0) + count
    return found


def _share(counts: dict[tuple[int, bool], int], months: Sequence[int], *, protected: bool) -> tuple[int, int] | None:
    """(of the young, of all); None where a protected one is hidden, or there is nothing."""
    part = sum(counts.get((month, True), 0) for month in months)
    whole = part + sum(counts.get((month, False), 0) for month in months)
    if protected:
        young, everybody = disclosure.protect(part).value, disclosure.protect(whole).value
        if young is None or everybody is None:
            return None
        part, whole = young, everybody
    return (part, whole) if whole else None


def _span(months: Sequence[int]) -> str:
    first, last = calendar.spoken_month(months[0]), calendar.spoken_month(months[-1])
    if len(months) == 1:
        return first
    consecutive = _index(months[-1]) - _index(months[0]) + 1 == len(months)
    return (
        f"{first}から{last}までの{len(months)}か月" if consecutive else f"{first}から{last}までの間の{len(months)}か月"
    )


def _index(month: int) -> int:
    return month // 100 * 12 + month % 100
