"""What may be taken along of the targets page: each bar and each pace as a picture with its caption, and its figures.

All of it is made of figures and paces that were read protected (data/queries/leaving.py), whoever asks.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from charts.target import target
from charts.theme import Chart, Texts
from data import calendar, codes
from data.queries import series
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
    yield _bar(one, "", one.value, one.ratio, origins, today)


def pace(one: Figure, found: Pace, origins: Sequence[Origin], today: date) -> Iterator[tuple[Texts, Leaving]]:
    """The pace; nothing where there is no range, as where a sum is hidden."""
    if found.low is None or not (found.target or found.so_far):
        return
    texts = _texts(say("targets.pace_chart", name=_name(one)), one, origins, today)
    heads = [say("targets.file_month"), *(say(f"targets.file_{name}") for name in ("actual", "low", "high", "target"))]
    rows = [[f"{(place + 2) % 12 + 1}月", *map(_cell, values)] for place, *values in pace_chart.rows(found)]
    yield texts, Leaving(pace_chart.draw(found, texts), Table(heads, rows))


def _bar(
    one: Figure, part: str, value: int | None, ratio: int | None, origins: Sequence[Origin], today: date
) -> tuple[Texts, Leaving]:
    assert one.target is not None  # noqa: S101 - bars() asks for it
    aim = amounts.goal(one.target.value, one.unit, one.scale)
    none = one.hidden or say("targets.state_no_actual")
    counted = none if value is None else amounts.said(value, one.unit, one.scale)
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
    return Texts(
        f"{year} {title}", stated, alt or title, source, say("targets.file_as_of", day=calendar.spoken_day(today))
    )


def _name(one: Figure) -> str:
    return codes.label("indicator", one.indicator)


def _cell(value: int | None) -> Value:
    return "－" if value is None else value
