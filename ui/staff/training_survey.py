"""The survey form of a training: when it is open, and the QR picture on a sheet of its own."""

import html
import re
from datetime import date, datetime, time
from urllib.parse import urlsplit

import segno
import streamlit as st

from data import calendar, written
from data.calendar import TOKYO
from data.commands import trainings as commands
from data.queries import series, store, trainings
from data.queries.trainings import Training
from data.written import Fault
from ui import access
from ui.staff import case_state, saving
from ui.staff.entry import Entry
from ui.staff.saving import Typed
from ui.staff.words import say, shown

_TIME = re.compile(r"(\d{1,2})\s*[:時]\s*(\d{1,2})?\s*分?")
# What the form offers: from half past three until the evening of the third day after.
USUAL_OPEN, USUAL_CLOSE = time(15, 30), time(23, 59)


def draw(entry: Entry, rows: list[Training]) -> None:
    """Where each survey stands; one training to open or shut it for."""
    if not rows:
        return
    with st.container(key="training-survey"):
        st.html(f"<h2>{shown('training.survey')}</h2><p class='s-soft'>{shown('training.survey_what')}</p>")
        st.html("".join(f"<p>{_state(one, entry.now)}</p>" for one in rows))
        by_id = {one.id: one for one in rows}
        chosen = st.selectbox(
            say("training.choose"),
            list(by_id)[::-1],
            format_func=lambda n: by_id[n].name,
            key=f"survey-of-{rows[0].id}",
        )
        one = by_id[chosen]
        with st.container(key="survey-ways", horizontal=True):
            if one.survey_token:
                saving.link("training", say("training.survey_qr"), survey=str(one.id))
            if _is_ahead(one, entry.now) and st.button(say("training.survey_shut"), key=f"shut-{one.id}"):
                _done(
                    entry,
                    lambda s: commands.shut_survey(s, entry.who, entry.now, one.id, one.version),
                    f"survey-{one.id}",
                    "training.survey_shut_done",
                )
        _form(entry, one)


def _is_ahead(one: Training, now: datetime) -> bool:
    return one.survey_closes_at is not None and one.survey_closes_at > now


def _state(one: Training, now: datetime) -> str:
    since, until = one.survey_opens_at, one.survey_closes_at
    if since is None or until is None:
        brought = one.survey.printed or one.survey.counted
        return shown("training.survey_not_used" if brought else "training.survey_never", name=one.name)
    key = "early" if now < since else "open" if now < until else "over"
    return shown(f"training.survey_{key}", name=one.name, since=_moment(since), until=_moment(until))


def _moment(moment: datetime) -> str:
    at = moment.astimezone(TOKYO)
    return f"{at.month}月{at.day}日 {at.hour}時{at.minute:02d}分"


def _form(entry: Entry, one: Training) -> None:
    name = f"survey-{one.id}"
    opens, closes = (
        moment.astimezone(TOKYO) if moment else None for moment in (one.survey_opens_at, one.survey_closes_at)
    )
    day = saving.in_form(max(one.held_on, entry.today) if one.held_on else None)
    with st.form(f"form-{name}"):
        said = st.container(key="survey-said")
        left, right = st.columns(2, gap="medium")
        with left:
            first = saving.line(
                name, "opens", say("training.opens_label"), saving.in_form(opens.date()) if opens else day
            )
            begin = saving.line(name, "begin", say("training.opens_time"), f"{opens or USUAL_OPEN:%H:%M}")
        with right:
            last = saving.line(
                name, "closes", say("training.closes_label"), saving.in_form(closes.date()) if closes else day
            )
            end = saving.line(name, "end", say("training.closes_time"), f"{closes or USUAL_CLOSE:%H:%M}")
        pressed = st.form_submit_button(say("training.survey_do"))
    if pressed:
        typed = Typed(entry.today)
        since = _read(typed, "opens", (first, say("training.opens_label")), (begin, say("training.opens_time")))
        until = _read(typed, "closes", (last, say("training.closes_label")), (end, say("training.closes_time")))
        with said:
            _done(
                entry,
                lambda s: commands.open_survey(s, entry.who, entry.now, one.id, one.version, since, until),
                name,
                "training.survey_opened",
                typed,
            )


def _read(typed: Typed, field: str, day: tuple[str, str], clock: tuple[str, str]) -> datetime | None:
    """The moment in Tokyo of a day and a time as people write them; what cannot be read is noted."""
    found = typed.day(field, day[1], day[0], coming=True)
    at = _TIME.fullmatch(written.half(clock[0]).strip())
    hour, minute = (int(at[1]), int(at[2] or 0)) if at else (99, 99)
    if hour > 23 or minute > 59:
        sentence = say("training.time_wrong", name=clock[1].partition("（")[0], typed=written.shown(clock[0]))
        typed.faults.append(Fault(f"{field}_time", sentence))
        return None
    return datetime.combine(found, time(hour, minute), TOKYO) if isinstance(found, date) else None


def _done(entry: Entry, deed: saving.Deed, form: str, line: str, typed: Typed | None = None) -> None:
    outcome = saving.save(entry, deed, typed)
    if outcome.done:
        saving.done(form, say(line))
    if outcome.meanwhile:
        case_state.anew(form)
    saving.say_faults(outcome)


def paper(entry: Entry, asked: str) -> bool:
    """The sheet with the QR picture of that training, alone on the page; False where there is none or not for her."""
    if entry.who.role not in access.MAY_EDIT_TRAININGS:
        return False
    with entry.database.read() as session:
        desk = series.desk(session)
        one = trainings.one(session, desk, asked) if desk else None
        made_up = store.is_demo(session)
    if one is None:
        return False
    if st.button(say("training.qr_back"), key="qr-back"):
        st.query_params.clear()
        st.rerun()
    if not one.survey_token:
        st.html(f"<p>{shown('training.qr_none')}</p>")
        return True
    # The band over the page is not on the paper.
    mark = f'<p class="s-demo">{shown("pages.demo")}</p>' if made_up else ""
    here = urlsplit(st.context.url or "")
    address = f"{here.scheme}://{here.netloc}/survey/{one.survey_token}"
    picture = segno.make(address, error="m").svg_data_uri(scale=8, border=4, dark="#000", light="#FFF")
    st.html(
        f'<div class="s-sheet">{mark}<h1>{shown("survey.title")}</h1>'
        f"<p>{shown('survey.training', year=calendar.wareki(one.fiscal_year), number=one.number)}</p>"
        f"<p>{html.escape(one.theme)}</p>"
        f'<p><img src="{picture}" alt="{shown("training.qr_alt")}"></p>'
        f"<p>{shown('training.qr_lead')}</p><p><code>{html.escape(address)}</code></p></div>"
    )
    st.html(f"<p>{_state(one, entry.now)}</p><p class='s-soft'>{shown('training.qr_print')}</p>")
    return True
