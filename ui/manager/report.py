"""The page of the yearly report: at the left its six headings to write in, at the right the page as it will print."""

import html
from functools import partial

import streamlit as st
from sqlalchemy.orm import Session

from data import calendar
from data.commands import exports, report_texts
from data.commands.exports import Export, Year
from data.commands.report_texts import Written
from data.database import SavedMeanwhileError
from data.queries import series, yearly
from reports import content, files, pictures
from reports.model import Report, Section
from ui import access, figures
from ui.manager import report_view
from ui.staff import case_state, saving, state
from ui.staff.entry import Entry
from ui.staff.state import Form
from ui.staff.words import say, shown

LINE_LETTERS, LINE_HEIGHT = 22, 26
LOWEST, HIGHEST = 120, 420


def draw(entry: Entry) -> None:
    """The page."""
    with entry.database.read() as session:
        years = yearly.years(session, entry.today)
    st.html(f"<h1>{shown('report.title')}</h1>")
    if not years:
        st.html(f'<p class="s-lead">{shown("report.none")}</p>')
        return
    year = _year(entry, years)
    with entry.database.read() as session:
        found = yearly.read(session, year, entry.today)
        desk = series.desk(session)
    if found is None or desk is None:
        st.html(f'<p class="s-lead">{shown("report.none")}</p>')
        return
    report = content.build(found)
    st.html(f'<p class="s-lead">{shown("report.lead", year=report.label, line=_line(report))}</p>')
    _files(entry, report)
    saving.say_line()
    if entry.who.role in report_texts.MAY_WRITE:
        left, right = st.columns([2, 3], gap="medium")
        with left, st.container(key="report-texts"):
            st.html(f'<h2>{shown("report.texts")}</h2><p class="s-soft">{shown("report.texts_hint")}</p>')
            for section in report.sections:
                _field(entry, desk.id, report, section)
    else:
        right = st.container()
    with right:
        st.html(f"<h2>{shown('report.preview')}</h2>")
        _paper(report)
    _open_data(entry)


def _paper(report: Report) -> None:
    """The report as it will print; its charts are drawn by the browser, as on every page (ADR 0027)."""
    with st.container(key="report-paper"):
        for place, piece in enumerate(report_view.pieces(report)):
            if isinstance(piece, str):
                st.html(piece)
            else:
                figures.drawn(partial(pictures.chart, piece, report), f"report-{place}")
                st.html(f'<p class="s-soft">{html.escape(piece.caption)}</p>')


def _year(entry: Entry, years: list[int]) -> int:
    """The year of the link, else the last one that is over; what was chosen stands in the link."""
    over = [year for year in years if year < calendar.fiscal_year(calendar.month_of(entry.today))]
    asked = st.query_params.get("year", "")
    known = int(asked) if asked.isdecimal() and len(asked) == 4 and int(asked) in years else None
    if asked and known is None:
        st.html(f'<div class="s-fault" role="alert"><p>{shown("report.no_such_year")}</p></div>')
    begin = known if known is not None else (over or years)[-1]
    newest = years[::-1]
    chosen = st.selectbox(
        say("report.year"), newest, index=newest.index(begin), format_func=calendar.wareki, key="report-year"
    )
    if str(chosen) != asked:
        st.query_params["year"] = str(chosen)
    return chosen


def _line(report: Report) -> str:
    effects = next(section for section in report.sections if section.heading == "effects")
    return effects.generated[0] if effects.generated else ""


def _field(entry: Entry, desk_id: int, report: Report, section: Section) -> None:
    """One heading: her words stay in the field whatever happens to the save."""
    form = _form(report, section)
    height = min(HIGHEST, max(LOWEST, LINE_HEIGHT * sum(1 + len(line) // LINE_LETTERS for line in section.lines) + 40))
    with st.form(f"report-{section.heading}", border=False):
        text = st.text_area(section.title, key=state.mirror(form, "text"), height=height)
        with st.container(key=f"report-do-{section.heading}", horizontal=True):
            save = st.form_submit_button(say("report.save"), key=f"report-save-{section.heading}")
            back = bool(section.by) and st.form_submit_button(say("report.back"), key=f"report-back-{section.heading}")
    if section.by:
        st.html(f'<p class="s-soft">{shown("report.edited", by=section.by)}</p>')
    if section.own:
        own = "".join(f"「{one}」" for one in section.own)
        st.html(f'<div class="s-note" role="note"><p>{shown("report.own", numbers=own)}</p></div>')
    if section.stale:
        now = "".join(f"<p>{html.escape(line)}</p>" for line in section.generated)
        st.html(
            f'<div class="s-note" role="note"><p><b>{shown("report.stale")}</b></p>'
            f"<details><summary>{shown('report.now_said')}</summary>{now}</details></div>"
        )
    state.told(form)
    if save or back:
        _keep(
            entry, desk_id, form, section, Written(report.year, section.heading, text, section.mark, form.version), back
        )


def _form(report: Report, section: Section) -> Form:
    """The form of a heading; where nothing was typed it follows what is kept."""
    text = "\n".join(section.lines)
    form = state.form("report", f"{report.year}-{section.heading}")
    if form is None:
        return state.opened("report", f"{report.year}-{section.heading}", {"text": text}, section.version)
    state.take(form, ["text"])
    if not form.dirty and (form.base["text"], form.version) != (text, section.version):
        form.fresh({"text": text}, section.version)
    return form


def _keep(entry: Entry, desk_id: int, form: Form, section: Section, wanted: Written, back: bool) -> None:
    meanwhile = False

    def deed(session: Session) -> None:
        nonlocal meanwhile
        try:
            if back:
                report_texts.take_back(session, entry.who, entry.now, desk_id, wanted)
            else:
                report_texts.save(session, entry.who, entry.now, desk_id, wanted)
        except SavedMeanwhileError:
            meanwhile = True
            raise

    outcome = saving.save(entry, deed)
    if meanwhile:
        # Her words stay in the field; a second press is meant.
        form.version = section.version
        st.html(f'<div class="s-fault" role="alert"><p>{shown("report.meanwhile")}</p></div>')
    elif outcome.done:
        form.base = dict(form.values)
        case_state.tell(say("report.taken_back" if back else "report.saved", heading=section.title))
        st.rerun()
    else:
        saving.say_faults(outcome)


def _files(entry: Entry, report: Report) -> None:
    with st.container(key="report-files"):
        st.html(f"<p>{shown('report.make_text')}</p>")
        if st.button(say("report.make"), key="report-make", type="primary"):
            wanted = [
                (Export("report", ending, Year(report.year)), name) for ending, (name, _) in files.FORMATS.items()
            ]
            if _make(report):
                _offer(entry, wanted)
            else:
                st.html(f'<div class="s-fault" role="alert"><p>{shown("report.not_drawn")}</p></div>')


def _open_data(entry: Entry) -> None:
    with st.container(key="report-open"):
        st.html(f"<h2>{shown('report.open_data')}</h2><p>{shown('report.open_data_text')}</p>")
        if st.button(say("report.prepare"), key="report-open-data"):
            _offer(entry, [(Export("open_data", "csv"), "CSV")])


def _make(report: Report) -> bool:
    """Makes them now, each step said; the download hands out what was made here. False where the charts cannot be drawn."""
    making = files.of(report)
    with st.status(say("report.drawing"), expanded=True) as status:
        try:
            making.pictures()
        except files.NotDrawnError:
            status.update(label=say("report.not_made"), state="error", expanded=False)
            return False
        for ending, (name, _) in files.FORMATS.items():
            status.update(label=say("report.making", name=name))
            making.make(ending)
        status.update(label=say("report.made"), state="complete", expanded=False)
    return True


def _offer(entry: Entry, wanted: list[tuple[Export, str]]) -> None:
    with entry.database.write() as session:
        tokens = [(exports.prepare(session, entry.who, entry.now, one, access.DOWNLOADS), name) for one, name in wanted]
    links = "".join(
        f'<a class="s-button" href="/download?ticket={token}">{shown("report.take", name=name)}</a> '
        for token, name in tokens
    )
    st.html(f'<p class="s-good" role="status">{shown("report.ready")}</p><p class="s-takes">{links}</p>')
