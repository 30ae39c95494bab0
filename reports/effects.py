"""事業の効果: the consultations month by month beside the years before, the trainings, the surveys, what records say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from data import calendar, codes, disclosure
from data.queries import comparison
from data.queries.breakdowns import Breakdown
from data.queries.figures import Figure
from data.queries.series import NO_DATA, PUBLISHED, RECORDS, Cell
from data.queries.yearly import MAIN, Training, Yearly
from reports import survey
from reports.facts import NONE, Fact, Ledger, plain, signed
from reports.model import Chart, Row, Table
from reports.words import say

USEFUL = "training_usefulness"
POINTS = "ポイント"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a heading gets from the data; `figures` are those it depends on."""

    lines: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    figures: tuple[object, ...] = ()


def draw(found: Yearly, ledger: Ledger) -> Drawn:
    """The heading."""
    before = len(ledger.facts)
    monthly, chart = _monthly(found, ledger)
    counted = [one for one in found.figures if one.value is not None]
    lines = [_of_figure(one, ledger) for one in counted if one.indicator == MAIN]
    lines += _beside(found, ledger)
    lines += [_of_figure(one, ledger) for one in counted if one.indicator != MAIN]
    lines += [*_useful(found, ledger), *_missing(found)]
    tables, charts = [monthly], [chart]
    if found.trainings:
        tables += [_trainings(found, ledger), *survey.tables(found.trainings, ledger)]
        charts += survey.charts(found.trainings)
    tables += [_breakdown(one, found, ledger) for one in found.breakdowns]
    if not found.breakdowns:
        lines.append(say("no_breakdown"))
    facts = tuple((one.name, one.said) for one in ledger.facts[before:])
    return Drawn(tuple(lines), tuple(tables), tuple(charts), facts)


def name_of(one: Figure) -> str:
    """相談受付件数."""
    return codes.label("indicator", one.indicator)


def month_of(month: int) -> str:
    """202304 → 2023年4月."""
    return f"{month // 100}年{month % 100}月"


def total(one: Figure, ledger: Ledger) -> Fact:
    """The value of the year; where it was added up, how."""
    name = f"{name_of(one)} {calendar.wareki(one.fiscal_year)} 計"
    if one.value is None:
        return ledger.told(name, None, one.scale, one.unit, None, one.status if one.hidden else NO_DATA, "", one.hidden)
    if one.printed is not None:
        return ledger.told(name, one.value, one.scale, one.unit, one.printed_source, one.status)
    formula = f"{one.counted_months}か月の合計" if one.counted_months else "研修ごとの数の合計"
    return ledger.worked(name, plain(one.value, one.scale, one.unit), one.value / one.scale, formula, one.status)


def target(one: Figure, ledger: Ledger) -> Fact | None:
    """The target."""
    if one.target is None:
        return None
    name = f"{name_of(one)} {calendar.wareki(one.fiscal_year)} 目標"
    if one.target.value % one.scale:
        return ledger.told(name, one.target.value, one.scale, one.unit, one.target.source, "final")
    # 97%, as people set it, not 97.0%.
    return ledger.told(name, one.target.value // one.scale, 1, one.unit, one.target.source, "final")


def ratio(one: Figure, ledger: Ledger) -> Fact | None:
    """How much of the target the year came to; over 100 % as it is."""
    if one.ratio is None:
        return None
    said = plain(one.ratio, 10, "%")
    return ledger.worked(f"{name_of(one)} 目標に対する割合", said, one.ratio / 10, "計÷目標", one.status)


def difference(one: Figure, ledger: Ledger) -> Fact | None:
    """By how much the year is over (or, below 0, under) its target."""
    if one.value is None or one.target is None:
        return None
    gap = one.value - one.target.value
    return ledger.worked(
        f"{name_of(one)} 目標との差", signed(gap, one.scale, one.unit), gap / one.scale, "計−目標", one.status
    )


def _of_figure(one: Figure, ledger: Ledger) -> str:
    value, goal, share, gap = total(one, ledger), target(one, ledger), ratio(one, ledger), difference(one, ledger)
    which = "value_provisional" if one.status == "provisional" else "value"
    line = say(which, year=calendar.wareki(one.fiscal_year), indicator=name_of(one), value=value)
    if goal is None or share is None or gap is None or one.value is None or one.target is None:
        return line
    kind = {"under": "under", "on_the_way": "on_the_way"}.get(one.state) or ("reached" if gap.number else "met")
    rest = plain(abs(one.target.value - one.value), one.scale, one.unit)
    line += say(kind, target=goal, ratio=share, difference=gap, rest=rest)
    if one.passed_in:
        run = one.passed_with or 0
        month = f"{one.passed_in % 100}月"
        fact = ledger.worked(
            f"{name_of(one)} {month}までの累計", plain(run, one.scale, one.unit), run / one.scale,
            f"{calendar.FIRST_MONTH}月から{month}までの合計", one.status,
        )  # fmt: skip
        line += say("passed", month=month, sum=fact)
    return line


def _beside(found: Yearly, ledger: Ledger) -> Iterator[str]:
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
    value = found.months.total(year)
    if value is None:
        return ledger.told(name, None, 1, unit, None, NO_DATA, "", found.months.hidden_total(year))
    return ledger.worked(name, plain(value, 1, unit), value, _added(cells), state_of(found, year))


def _added(cells: list[Cell]) -> str:
    """How the total of a year came about that no document prints."""
    printed = all(cell.origin == PUBLISHED for cell in cells)
    return f"{len(cells)}か月の合計" + ("（資料に計の印字なし）" if printed else "")


def state_of(found: Yearly, *years: int) -> str:
    """What is worked out of these years is no more final than their months."""
    cells = (cell for year in years for cell in found.months.of_year(year))
    return "provisional" if any(cell.status == "provisional" for cell in cells) else "final"


def _monthly(found: Yearly, ledger: Ledger) -> tuple[Table, Chart]:
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
        yield say("switched", month=month_of(found.months.switched))


def _overlay(found: Yearly, title: str) -> Chart:
    rows: list[dict[str, object]] = []
    for year in found.years:
        segment = 0
        for place, cell in enumerate(found.months.of_year(year), 1):
            segment += cell.month in found.months.breaks
            rows.append(_point(cell, year, place, segment))
    alt = "、".join(f"{calendar.wareki(year)} {_summed(found, year)}" for year in found.years)
    return Chart("overlay", title, f"{title}。{alt}。", _source(found.months.of_year(found.year)), tuple(rows))


def _summed(found: Yearly, year: int) -> str:
    value = found.months.total(year)
    return found.months.hidden_total(year) or (NONE if value is None else f"{value:,}件")


def _point(cell: Cell, year: int, place: int, segment: int) -> dict[str, object]:
    return {
        "month": cell.month, "fiscal_year": year, "place": place, "value": cell.value, "status": cell.status,
        "note": cell.note, "segment": segment,
    }  # fmt: skip


def _source(cells: tuple[Cell, ...]) -> str:
    return "、".join(dict.fromkeys(cell.source.title for cell in cells if cell.source and cell.source.title))


def _trainings(found: Yearly, ledger: Ledger) -> Table:
    useful = next((one for one in found.figures if one.indicator == USEFUL), None)
    rows = tuple(_training(one, useful, ledger) for one in found.trainings)
    head = ("回", "実施日", "テーマ", "形", "申込", "参加", "有益度")
    return Table("支援従事者向け研修", head, rows, weights=(0.8, 1.7, 4, 2.4, 1.1, 1, 1))


def _training(one: Training, useful: Figure | None, ledger: Ledger) -> Row:
    named = f"第{one.number}回研修"
    own = next((part for part in useful.occasions if part.name == one.name), None) if useful else None
    share: Fact | str = NONE
    if useful and own:
        group = "研修参加者による有益度の評価"
        share = ledger.told(f"{group} {one.name}", own.value, useful.scale, useful.unit, own.source, own.status, group)
    state = "final" if one.attendance is not None else NO_DATA
    people = ledger.told(f"研修参加人数 {one.name}", one.attendance, 1, "人", one.source, state, "研修参加人数")
    signed_up: Fact | str = NONE
    if one.sign_ups is not None:
        signed_up = ledger.told(f"{named} 申込", one.sign_ups, 1, "人", one.source, "final", "研修の申込")
    return (f"第{one.number}回", day(one.held_on), one.theme or NONE, one.form or NONE, signed_up, people, share)


def day(value: date | None) -> str:
    """令和5年9月15日（金）; a state where it is not known."""
    if value is None:
        return NONE
    weekday = "月火水木金土日"[value.weekday()]
    year = f"令和{value.year - 2018}" if value >= date(2019, 5, 1) else f"平成{value.year - 1988}"
    return (
        f"{year.replace('令和1', '令和元') if value.year == 2019 else year}年{value.month}月{value.day}日（{weekday}）"
    )


def _useful(found: Yearly, ledger: Ledger) -> Iterator[str]:
    one = next((one for one in found.figures if one.indicator == USEFUL and one.occasions), None)
    if one is None:
        return
    group = name_of(one)
    parts = [
        (part, ledger.told(f"{group} {part.name}", part.value, one.scale, one.unit, part.source, part.status, group))
        for part in one.occasions
    ]
    yield say("useful", parts="、".join(f"{part.name}{fact}" for part, fact in parts))
    goal = target(one, ledger)
    if goal is not None and one.target is not None:
        gaps = "、".join(
            f"{part.name}{points(part.value - one.target.value, part.name, one, ledger)}"
            for part in one.occasions
            if part.value is not None
        )
        yield say("useful_target", target=goal, parts=gaps)
    if one.weighted is not None and one.simple is not None:
        means = {
            name: ledger.worked(f"{group} {said}", plain(value, one.scale, one.unit), value / one.scale, formula)
            for name, value, said, formula in (
                ("weighted", one.weighted, "参加人数で重みをつけた平均", "（有益度×参加人数）の計÷参加人数の計"),
                ("simple", one.simple, "単純な平均", "有益度の計÷研修の回数"),
            )
        }
        yield say("useful_means", **means)


def points(gap: int, occasion: str, one: Figure, ledger: Ledger) -> Fact:
    """By how many points one training is over its target."""
    group = f"{name_of(one)} 目標との差"
    said = signed(gap, one.scale, POINTS)
    return ledger.worked(f"{group} {occasion}", said, gap / one.scale, "有益度−目標", group=group)


def _missing(found: Yearly) -> Iterator[str]:
    lacking = [name_of(one) for one in found.figures if one.state == "no_actual"]
    if lacking:
        yield say("no_actual", indicators="と".join(lacking))


def _breakdown(one: Breakdown, found: Yearly, ledger: Ledger) -> Table:
    """A protected breakdown."""
    title = f"{one.label}ごとの{codes.label('indicator', MAIN)}（延べ、保護済み）"
    rows: list[Row] = []
    for label, cell in (*one.rows, ("計", one.total)):
        said = str(cell) if cell.value is None else f"{cell.value:,}件"
        state = (
            "final"
            if any(c.status == "final" for c in found.months.of_year(found.year) if c.origin == RECORDS)
            else "provisional"
        )
        fact = ledger.worked(
            f"{title} {label}", said, cell.value if cell.value is not None else float("nan"), one.rule, state, title
        )
        rows.append((label, fact, disclosure.share(cell, one.total) if label != "計" else "－"))
    several = () if one.adds_up else ("課題は一件にいくつもあるので、足すと計より大きくなる。",)
    return Table(title, (one.label, "件数", "割合"), tuple(rows), (say("protected"), *several))
