"""How often 「役に立ちましたか」 was answered how, month by month: presses, never people."""

import html

import streamlit as st

from data import calendar, codes
from data.queries import helpful
from data.queries.helpful import Month
from ui.staff.entry import Entry
from ui.staff.words import say, shown

NONE = "データなし"


def draw(entry: Entry) -> None:
    """This month in a sentence, what the number is not, and the table of all months."""
    this_month = calendar.month_of(entry.today)
    with entry.database.read() as session:
        months = helpful.by_month(session, this_month)
    st.html(f"<h1>{shown('helpful.title')}</h1>{_first_line(months, this_month)}")
    st.html(
        f'<p class="s-note"><b>{shown("helpful.presses_not_people")}</b> {shown("helpful.why_not_people")}</p>'
        f"<p>{shown('helpful.not_beside')}</p>"
    )
    if months:
        st.html(_table(months) + f'<p class="s-soft">{shown("helpful.missing")}</p>')


def _first_line(months: list[Month], this_month: int) -> str:
    if not months:
        return f"<p>{shown('helpful.none_yet')}</p>"
    now = next(one for one in months if one.month == this_month)
    if now.presses is None:
        return f"<p>{shown('helpful.now_none', month=_named(this_month), none=NONE)}</p>"
    parts = "、".join(f"{codes.label('helpful', answer)} {n}回" for answer, n in now.presses.items())
    return f"<p>{shown('helpful.now', month=_named(this_month), n=now.total)}{html.escape(parts)}。</p>"


def _table(months: list[Month]) -> str:
    """All months, newest first; wide tables scroll within themselves."""
    answers = codes.labels("helpful")
    heads = [say("helpful.month"), *answers.values(), say("helpful.total")]
    head = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in heads)
    rows = "".join(_row(one, tuple(answers)) for one in months)
    return (
        f'<div class="s-wide" tabindex="0"><table class="s-presses"><caption>{shown("helpful.caption")}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(one: Month, answers: tuple[str, ...]) -> str:
    name = f'<th scope="row">{html.escape(_named(one.month))}</th>'
    if one.presses is None:
        return f'<tr>{name}<td colspan="{len(answers) + 1}">{NONE}</td></tr>'
    cells = "".join(f"<td>{one.presses[answer]:,}</td>" for answer in answers)
    return f"<tr>{name}{cells}<td><b>{one.total:,}</b></td></tr>"


def _named(month: int) -> str:
    """A month as people write it: 202611 → 令和8年11月. No press is older than 令和."""
    return f"令和{month // 100 - 2018}年{month % 100}月"
