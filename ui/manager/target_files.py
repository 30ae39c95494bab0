"""What may be taken along of the targets page: each bar and each pace as a picture with its caption, and its figures.

Published figures leave as they are; what was counted from the records leaves protected, whoever asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from charts.target import target
from charts.theme import Chart, Texts
from data import calendar, codes, disclosure
from data.queries import figures, series
from data.queries.figures import Figure
from data.queries.pace import Pace
from data.queries.provenance import Origin
from ui.figures import Leaving, Table, Value
from ui.manager import amounts, pace_chart
from ui.staff.words import say


def bars(one: Figure, origins: Sequence[Origin], today: date) -> Iterator[tuple[Texts, Leaving]]:
    """The bar of a figure beside its target, of shares one an occasion; nothing without a target, or with one of 0."""
    if one.target is None or one.target.value == 0:
        return
    if one.value is None and one.occasions:
        for part in one.occasions:
            yield _bar(one, part.name, part.value, None, origins, today)
        return
    seen = None if one.value is None else _seen(one, one.value)
    ratio = None if seen is None or seen.value is None else figures.per_mille(seen.value, one.target.value)
    hidden = "" if seen is None or seen.value is not None else str(seen)
    yield _bar(one, "", None if seen is None else seen.value, ratio, origins, today, hidden)


def pace(one: Figure, found: Pace, origins: Sequence[Origin], today: date) -> Iterator[tuple[Texts, Leaving]]:
    """The pace with protected sums; nothing where there is no range or a sum is hidden."""
    safe = protected(found)
    if safe is None or safe.low is None or not (safe.target or safe.so_far):
        return
    texts = _texts(say("targets.pace_chart", name=_name(one)), one, origins, today)
    heads = [say("targets.file_month"), *(say(f"targets.file_{name}") for name in ("actual", "low", "high", "target"))]
    rows = [[f"{(place + 2) % 12 + 1}月", *map(_cell, values)] for place, *values in pace_chart.rows(safe)]
    yield texts, Leaving(pace_chart.draw(safe, texts), Table(heads, rows))


def protected(found: Pace) -> Pace | None:
    """The pace from protected sums, its range in proportion to them; None where one of them is hidden."""
    if all(cell.origin != series.RECORDS for cell in found.cells):
        return found
    sums = disclosure.series({cell.month: cell.value for cell in found.cells}, cumulative=True).cumulative.values()
    running = tuple(cell.value for cell in sums if cell is not None and cell.value is not None)
    if len(running) < len(found.running) or not found.so_far:
        return None
    share = running[-1] / found.so_far
    low, high = (None if end is None else round(end * share) for end in (found.low, found.high))
    return replace(found, running=running, low=low, high=high, methods=(), needed=None)


def _seen(one: Figure, value: int) -> disclosure.Cell:
    own = any(cell.origin == series.RECORDS for cell in one.cells)
    return disclosure.protect(value) if own else disclosure.Cell(value)


def _bar(
    one: Figure,
    part: str,
    value: int | None,
    ratio: int | None,
    origins: Sequence[Origin],
    today: date,
    hidden: str = "",
) -> tuple[Texts, Leaving]:
    assert one.target is not None  # noqa: S101 - bars() asks for it
    aim = amounts.goal(one.target.value, one.unit, one.scale)
    counted = hidden or say("targets.state_no_actual") if value is None else amounts.said(value, one.unit, one.scale)
    share = "" if ratio is None else f"（{ratio / 10:.1f}%）"
    said = say("targets.file_said", counted=counted, aim=aim, share=share)
    texts = _texts(" ".join((_name(one), part)).strip(), one, origins, today, said)
    scaled = None if value is None else value / one.scale
    heads = [say("targets.indicator"), *(say(f"targets.file_{name}") for name in ("actual", "target", "ratio"))]
    row: list[Value] = [texts.title, counted, aim, f"{ratio / 10:.1f}%" if ratio is not None else "－"]

    draw = partial(_drawn, scaled, one.target.value / one.scale, said, texts)
    return texts, Leaving(draw, Table(heads, [row]))


def _drawn(counted: float | None, aim: float, said: str, texts: Texts, width: int) -> Chart | None:
    return target(counted, aim, said, texts, width=width)


def _texts(title: str, one: Figure, origins: Sequence[Origin], today: date, alt: str = "") -> Texts:
    """The title with its year, what is known of the source, the day."""
    documents = "、".join(dict.fromkeys(origin.document for origin in origins if origin.document))
    own = say("targets.file_own") if any(cell.origin == series.RECORDS for cell in one.cells) else ""
    source = "。".join(
        part for part in (say("targets.file_source", source=documents) if documents else "", own) if part
    )
    year = calendar.wareki(one.fiscal_year)
    stated = "" if one.target is None or one.target.year_stated else say("targets.year_not_stated", year=year)
    return Texts(f"{year} {title}", stated, alt or title, source, say("targets.file_as_of", day=f"{today}"))


def _name(one: Figure) -> str:
    return codes.label("indicator", one.indicator)


def _cell(value: int | None) -> Value:
    return "－" if value is None else value
