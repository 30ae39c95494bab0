"""事業の効果: the consultations month by month beside the years before, the trainings, the surveys, what records say."""

from collections.abc import Iterator

from data import calendar, codes, disclosure
from data.queries.breakdowns import Breakdown
from data.queries.figures import Figure
from data.queries.series import RECORDS
from data.queries.yearly import MAIN, Yearly
from reports import monthly, survey, trainings
from reports.facts import Fact, Ledger, plain
from reports.indicators import difference, name_of, ratio, target, total
from reports.model import Chart, Drawn, Row, Table
from reports.words import say

SHARE, SUM = "割合", "計"


def draw(found: Yearly, ledger: Ledger) -> Drawn:
    """The heading."""
    before = len(ledger.facts)
    table, chart = monthly.draw(found, ledger)
    parts: list[Table | Chart] = [chart, table]
    counted = [one for one in found.figures if one.value is not None or one.hidden]
    lines = [_of_figure(one, ledger) for one in counted if one.indicator == MAIN]
    lines += [*monthly.so_far(found), *monthly.beside(found, ledger)]
    lines += [_of_figure(one, ledger) for one in counted if one.indicator != MAIN]
    lines += [*trainings.useful(found, ledger), *_missing(found)]
    if found.trainings:
        parts.append(trainings.table(found, ledger))
        parts += [*survey.charts(found.trainings), *survey.tables(found.trainings, ledger)]
    parts += _breakdowns(found, ledger)
    if not found.breakdowns:
        lines.append(say("no_breakdown"))
    facts = tuple((one.name, one.said) for one in ledger.facts[before:])
    return Drawn(tuple(lines), tuple(parts), facts)


def _of_figure(one: Figure, ledger: Ledger) -> str:
    value, goal, share, gap = total(one, ledger), target(one, ledger), ratio(one, ledger), difference(one, ledger)
    which = "value_hidden" if one.hidden else "value_provisional" if one.status == "provisional" else "value"
    line = say(which, year=calendar.wareki(one.fiscal_year), indicator=name_of(one), value=value)
    if goal is None or share is None or gap is None or one.value is None or one.target is None:
        return line
    kind = {name: name for name in ("under", "on_the_way", "unsure")}.get(one.state) or (
        "reached" if gap.number else "met"
    )
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


def _missing(found: Yearly) -> Iterator[str]:
    lacking = [name_of(one) for one in found.figures if one.state == "no_actual"]
    if lacking:
        yield say("no_actual", indicators="と".join(lacking))


def _breakdowns(found: Yearly, ledger: Ledger) -> Iterator[Table]:
    """The protected breakdowns; how they are protected stands under the first."""
    told = False
    for one in found.breakdowns:
        title = say("breakdown", by=one.label, indicator=codes.label("indicator", MAIN))
        if all(cell.value is None for _, cell in one.rows):
            yield Table(title, (one.label,), (), (say("all_small"),))
            continue
        notes = () if one.adds_up else (say("several"),)
        yield Table(
            title, (one.label, "件数", "割合"), tuple(_counted(one, title, found, ledger)),
            (say("protected_too" if told else "protected"), *notes), (2, 1, 1),
        )  # fmt: skip
        told = True


def _counted(one: Breakdown, title: str, found: Yearly, ledger: Ledger) -> Iterator[Row]:
    """The rows with their counts and shares, each with its origin; a hidden one is a word, never a number."""
    months = [cell for cell in found.months.of_year(found.year) if cell.origin == RECORDS]
    state = "final" if months and all(cell.status == "final" for cell in months) else "provisional"
    shares = f"{title} {SHARE}"
    for label, cell in (*one.rows, (SUM, one.total)):
        said = str(cell) if cell.value is None else f"{cell.value:,}件"
        number = cell.value if cell.value is not None else float("nan")
        fact = ledger.worked(f"{title} {label}", said, number, one.rule, state, title)
        share: Fact | str = disclosure.share(cell, one.total) if label != SUM else "－"
        percent = disclosure.percent(cell, one.total) if label != SUM else None
        if percent is not None:
            share = ledger.worked(f"{shares} {label}", str(share), percent, say("share_rule"), state, shares)
        yield (label, fact, share)
