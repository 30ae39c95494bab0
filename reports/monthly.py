"""The consultations month by month: the year beside those before it, in a table, a chart and sentences."""

from collections.abc import Iterator

from data import calendar, codes
from data.queries import comparison
from data.queries.series import NO_DATA, PUBLISHED, RECORDS, SUPPRESSED, Cell
from data.queries.yearly import MAIN, Yearly
from reports.facts import NO_SUM, NONE, Fact, Ledger, plain, signed
from reports.indicators import state_of, total
from reports.model import Chart, Row, Table
from reports.words import say


def draw(found: Yearly, ledger: Ledger) -> tuple[Table, Chart]:
    """The twelve months of this year and of those before, newest first, and the change to the same month before."""
    unit = next(one.unit for one in found.figures if one.indicator == MAIN)
    name = codes.label("indicator", MAIN)
    newest_first = sorted(found.years, reverse=True)
    columns = {
        year: [
            ledger.month(
                f"{name} {calendar.wareki(year)} {cell.month % 100}月", cell, "", f"{name} {calendar.wareki(year)}"
            )
            for cell in found.months.of_year(year)
        ]
        for year in newest_first
    }
    beside = comparison.by_month(found.months, found.year, found.year - 1) if len(found.years) > 1 else {}
    rows: list[Row] = []
    for place, month in enumerate(calendar.months_of(found.year)):
        cells: Row = (f"{month % 100}月", *(columns[year][place] for year in newest_first))
        if beside:
            change = beside[month]
            cells = (
                *cells,
                _share(change, month, state_of(found, found.year, found.year - 1), ledger) if change else "－",
            )
        rows.append(cells)
    sums = tuple(_year_total(found, year, ledger, unit) for year in newest_first)
    change = comparison.in_all(found.months, found.year, found.year - 1) if beside else None
    last = (signed(change.share, 10, "%") if change and change.share is not None else "－",) if beside else ()
    rows.append(("計", *sums, *last))
    head = ("月", *(calendar.wareki(year) for year in newest_first), *(("前年の同じ月と比べて",) if beside else ()))
    table = Table(f"{name}の推移（{unit}）", head, tuple(rows), tuple(_footnotes(found)))
    return table, _overlay(found, table.title)


def _share(change: comparison.Difference, month: int, status: str, ledger: Ledger) -> Fact | str:
    if change.share is None:
        return "－"
    group = "前年の同じ月からの増減の割合"
    return ledger.worked(
        f"{group} {month % 100}月",
        signed(change.share, 10, "%"),
        change.share / 10,
        "（今年−前年）÷前年",
        status,
        group,
    )


def _footnotes(found: Yearly) -> Iterator[str]:
    cells = [cell for year in found.years for cell in found.months.of_year(year)]
    if any(cell.status == "not_open" for cell in cells):
        yield say("not_open")
    for cell in cells:
        if cell.value == 0 and cell.note:
            yield say(
                "zero", month=f"{calendar.wareki(calendar.fiscal_year(cell.month))}{cell.month % 100}月", note=cell.note
            )
    if any(cell.origin == RECORDS for cell in cells):
        yield say("protected_months")
    if found.months.switched:
        yield say("switched", month=calendar.spoken_month(found.months.switched))


def _sum(found: Yearly, year: int) -> str:
    """What the chart says of a year: the total that stands in the table, a state where there is none."""
    one = next(one for one in found.figures if one.indicator == MAIN)
    if year == found.year:
        value, hidden = one.value, one.hidden
    else:
        value, hidden = found.months.total(year), found.months.hidden_total(year)
    missing = NO_SUM if found.months.changed_in(year) else NONE
    return hidden or (missing if value is None else plain(value, one.scale, one.unit))


def _overlay(found: Yearly, title: str) -> Chart:
    rows: list[dict[str, object]] = []
    for year in found.years:
        segment = 0
        for place, cell in enumerate(found.months.of_year(year), 1):
            segment += cell.month in found.months.breaks
            rows.append(_point(cell, year, place, segment))
    alt = "、".join(f"{calendar.wareki(year)} {_sum(found, year)}" for year in reversed(found.years))
    return Chart("overlay", title, f"{title}。{alt}。", _source(found.months.of_year(found.year)), tuple(rows))


def _point(cell: Cell, year: int, place: int, segment: int) -> dict[str, object]:
    return {
        "month": cell.month, "fiscal_year": year, "place": place, "value": cell.value, "status": cell.status,
        "note": cell.note, "segment": segment,
    }  # fmt: skip


def _source(cells: tuple[Cell, ...]) -> str:
    return "、".join(dict.fromkeys(cell.source.title for cell in cells if cell.source and cell.source.title))


def so_far(found: Yearly) -> Iterator[str]:
    """That the year still runs, and of which months that are over nothing is known."""
    now = calendar.month_of(found.today)
    cells = found.months.of_year(found.year)
    if now <= cells[-1].month:
        yield say("running", year=found.label, day=calendar.spoken_day(found.today))
    lacking = [f"{cell.month % 100}月" for cell in cells if cell.status == NO_DATA and cell.month < now]
    if lacking:
        yield say("lacking", months="、".join(lacking))


def beside(found: Yearly, ledger: Ledger) -> Iterator[str]:
    """The year beside the one before, the months below it, and years that were not open all the time like for like."""
    before = found.year - 1
    if before not in found.years:
        return
    unit = next(one.unit for one in found.figures if one.indicator == MAIN)
    change = comparison.in_all(found.months, found.year, before)
    name = codes.label("indicator", MAIN)
    if change is not None:
        kind = "more" if change.change > 0 else "less" if change.change < 0 else "same"
        then = _year_total(found, before, ledger, unit)
        gap = ledger.worked(
            f"{name} 前年度との差",
            plain(abs(change.change), 1, unit),
            change.change,
            f"{found.label}−{calendar.wareki(before)}",
            state_of(found, found.year, before),
        )
        share = plain(abs(change.share), 10, "%") if change.share is not None else NONE
        if change.share is not None:
            ledger.worked(
                f"{name} 前年度からの増減の割合",
                signed(change.share, 10, "%"),
                change.share / 10,
                "差÷前年度",
                state_of(found, found.year, before),
            )
        yield say(kind, year=calendar.wareki(before), before=then, change=gap, share=share)
    below = [
        f"{month % 100}月（{signed(one.share, 10, '%')}）"
        for month, one in comparison.by_month(found.months, found.year, before).items()
        if one and one.change < 0 and one.share is not None
    ]
    if below:
        yield say("below", months="、".join(below))
    yield from _alike(found, ledger, unit)


def _alike(found: Yearly, ledger: Ledger, unit: str) -> Iterator[str]:
    months, sums = comparison.like_for_like(found.months, found.years, found.opened_month)
    if len(found.years) < 2 or not 0 < len(months) < 12:
        return
    first, last = f"{months[0]}月", f"{months[-1]}月"
    said = [
        f"{calendar.wareki(year)}は"
        + str(
            ledger.worked(
                f"{codes.label('indicator', MAIN)} {calendar.wareki(year)} {first}〜{last}", plain(value, 1, unit), value,
                f"{first}から{last}の合計", state_of(found, year),
            )
        )
        for year, value in sums.items()
    ]  # fmt: skip
    yield say("alike", first=first, last=last, sums="、".join(said))


def _year_total(found: Yearly, year: int, ledger: Ledger, unit: str) -> Fact:
    one = next(one for one in found.figures if one.indicator == MAIN)
    if year == found.year:
        return total(one, ledger)
    cells = [cell for cell in found.months.of_year(year) if cell.is_counted]
    name = f"{codes.label('indicator', MAIN)} {calendar.wareki(year)} 計"
    if not cells:
        return ledger.told(name, None, 1, unit, None, NO_DATA)
    value, hidden = found.months.total(year), found.months.hidden_total(year)
    if value is None:
        word = NO_SUM if found.months.changed_in(year) else hidden
        return ledger.told(name, None, 1, unit, None, SUPPRESSED if hidden else NO_DATA, "", word)
    return ledger.worked(name, plain(value, 1, unit), value, _added(cells), state_of(found, year))


def _added(cells: list[Cell]) -> str:
    """How the total of a year came about that no document prints."""
    printed = all(cell.origin == PUBLISHED for cell in cells)
    return f"{len(cells)}か月の合計" + ("（資料に計の印字なし）" if printed else "")
