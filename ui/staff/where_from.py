"""「どこから」: the fold beside a number that says which document, which place, how worked out, what it means, who and when."""

import html
from collections.abc import Iterable
from datetime import datetime

from data import calendar
from data.queries.provenance import Origin
from ui.staff.words import say, shown


def fold(origins: Iterable[Origin], name: str = "") -> str:
    """The fold as html, '' where nothing is known; `name` tells a screen reader which number it belongs to."""
    items = "".join(f"<li>{_told(one)}</li>" for one in origins)
    if not items:
        return ""
    hidden = f'<span class="s-hidden">（{html.escape(name)}）</span>' if name else ""
    return f'<details class="s-fold s-from"><summary>{shown("where_from.title")}{hidden}</summary><ul>{items}</ul></details>'


def lines(one: Origin) -> list[str]:
    """What is known of a source, a sentence each."""
    place = say("where_from.place", document=one.document, place=one.place) if one.document else one.place
    found = [say(f"where_from.{one.what}", at=place or say("where_from.no_place"), **_about(one))]
    if one.definition:
        meant = say("where_from.version", version=one.version) if one.version else say("where_from.rule")
        found.append(f"{meant}{one.definition}")
    if one.recorded_at:
        by = one.recorded_by or say("where_from.by_file")
        found.append(say("where_from.written", at=_moment(one.recorded_at), by=by))
    elif one.what in ("months", "occasion"):
        found.append(say("where_from.counted"))
    if one.batch:
        found.append(say("where_from.batch", file=one.batch))
    return found


def span(months: tuple[int, ...]) -> str:
    """Months as people say them: 令和5年4月から令和6年3月."""
    if not months:
        return ""
    first, last = month(months[0]), month(months[-1])
    return first if first == last else say("where_from.span", first=first, last=last)


def month(number: int) -> str:
    """A month as people say it: 202304 → 令和5年4月."""
    return calendar.spoken_month(number)


def _about(one: Origin) -> dict[str, str]:
    if one.what == "months":
        return {"months": span(one.months), "count": str(len(one.months))}
    return {"occasion": one.formula} if one.what == "occasion" else {}


def _told(one: Origin) -> str:
    return "<br>".join(html.escape(line) for line in lines(one))


def _moment(at: datetime) -> str:
    return calendar.spoken_day(at.astimezone(calendar.TOKYO))
