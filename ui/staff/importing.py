"""The import page: a file, what it holds, the questions it leaves open, and only then the button that stores it."""

from collections.abc import Callable
from html import escape

import streamlit as st

from data import calendar, codes
from data.commands import importing as commands
from data.database import SavedMeanwhileError, StoreError
from data.importing.preview import preview
from data.importing.result import Preview, Question
from data.queries import importing as queries
from ui.staff import import_tables, saving, state
from ui.staff.entry import Entry
from ui.staff.words import say, shown


def draw(entry: Entry) -> None:
    """The whole page."""
    here = state.importing()
    st.html(f"<h1>{shown('import.title')}</h1>")
    slot = st.empty()
    file = st.file_uploader(say("import.choose"), key=f"import-file-{here.round}")
    if file is None:
        # What was just done goes before what can be done.
        _first(slot, here.said or say("import.lead"))
    else:
        here.said = ""
        found = _looked(entry, here, file)
        if found:
            _first(slot, import_tables.summary(found))
            _questions(here, found)
            if found.ready and st.button(say("import.commit"), type="primary", key="import-commit"):
                _store(entry, here, found)
            import_tables.draw(found)
    _earlier(entry, here)


def _first(slot: "st.delta_generator.DeltaGenerator", line: str) -> None:
    slot.html(f'<p class="s-note" role="status">{escape(line)}</p>')


def _looked(
    entry: Entry, here: state.Importing, file: "st.runtime.uploaded_file_manager.UploadedFile"
) -> Preview | None:
    """The preview of the file under the answers so far, made anew only where one of the two changed."""
    of = (file.file_id, tuple(sorted(here.answers.items())))
    # Their places are always there: the questions below are not made anew when the bar goes.
    place, told = st.empty(), st.container(key="import-trouble")
    if here.seen_of != of:
        if here.seen_of and here.seen_of[0] != file.file_id:
            here.answers = {}
            of = (file.file_id, ())
        bar = place.progress(0.0)
        try:
            here.seen = preview(
                file,
                file.name,
                entry.database,
                here.answers,
                entry.now,
                lambda done, whole: bar.progress(done / whole, say("import.reading", done=f"{done:,}")),
            )
            here.seen_of = of
        except StoreError as fault:
            here.seen = None
            told.error(say(f"pages.trouble_{fault.kind}"))
        place.empty()
    found: Preview | None = here.seen
    return found


def _questions(here: state.Importing, found: Preview) -> None:
    """What the file does not say: one radio a question, all answered with one press."""
    if not found.questions or found.stops:
        return
    with st.form(f"import-questions-{here.round}"):
        st.html(f"<h2>{shown('import.questions')}</h2>")
        given = {
            one.id: st.radio(
                saving.plain(one.text),
                [key for key, _ in one.choices],
                index=None,
                format_func=_said(one),
                key=f"import-{here.round}-{one.id}",
            )
            for one in found.questions
        }
        if st.form_submit_button(say("import.answer"), type="primary"):
            if all(given.values()):
                here.answers = here.answers | {key: answer for key, answer in given.items() if answer}
                st.rerun()
            _fault(say("import.answer_missing"))


def _said(question: Question) -> Callable[[str], str]:
    """The words of an answer; they may come from the file."""
    words = dict(question.choices)
    return lambda key: saving.plain(words[key])


def _store(entry: Entry, here: state.Importing, found: Preview) -> None:
    bar = st.progress(0.0)

    def told(share: float, start: float) -> "commands.Progress":
        return lambda done, whole: (
            bar.progress(start + share * done / whole, say("import.storing", done=f"{done:,}", whole=f"{whole:,}"))
            and None
        )

    try:
        with entry.database.write() as session:
            batch = commands.stage(session, entry.who, found, entry.now, told(0.4, 0.0))
        with entry.database.write() as session:
            count = commands.commit(session, entry.who, batch, entry.now, told(0.6, 0.4))
    except (StoreError, SavedMeanwhileError, commands.ImportFaultError) as fault:
        bar.empty()
        _fault(_sentence(fault))
        return
    here.let_go(say("import.committed", file=found.file_name, count=f"{count:,}"))
    st.rerun()


def _sentence(fault: Exception) -> str:
    if isinstance(fault, StoreError):
        return say(f"pages.trouble_{fault.kind}")
    return say("import.store_meanwhile") if isinstance(fault, SavedMeanwhileError) else str(fault)


def _earlier(entry: Entry, here: state.Importing) -> None:
    """What came in before, each with its way back."""
    st.html(f"<h2>{shown('import.earlier')}</h2>")
    with entry.database.read() as session:
        batches = queries.batches(session)
    if not batches:
        st.html(f"<p>{shown('import.earlier_none')}</p>")
    for one in batches:
        when = one.committed_at.astimezone(calendar.TOKYO).strftime("%Y-%m-%d %H:%M")
        said = {
            "when": when,
            "file": one.file_name,
            "kind": codes.label("import_kind", one.kind),
            "rows": f"{one.rows:,}",
            "by": one.by or say("import.by_command"),
        }
        with st.container(key=f"import-batch-{one.id}"):
            st.html(f"<p>{shown('import.earlier_undone' if one.undone_at else 'import.earlier_line', **said)}</p>")
            if not one.undone_at:
                _way_back(entry, here, one)


def _way_back(entry: Entry, here: state.Importing, batch: queries.Batch) -> None:
    if here.sure != batch.id:
        if st.button(say("import.undo"), key=f"import-undo-{batch.id}"):
            here.sure = batch.id
            st.rerun()
        return
    st.html(f"<p>{shown('import.undo_sure')}</p>")
    with st.container(horizontal=True):
        yes = st.button(say("import.undo_yes"), type="primary", key=f"import-undo-yes-{batch.id}")
        no = st.button(say("import.undo_no"), key=f"import-undo-no-{batch.id}")
    if no:
        here.sure = 0
        st.rerun()
    if yes:
        here.sure = 0
        try:
            with entry.database.write() as session:
                commands.undo(session, entry.who, batch.id, entry.now)
        except (StoreError, SavedMeanwhileError, commands.ImportFaultError) as fault:
            _fault(_sentence(fault))
            return
        here.let_go(say("import.undone", file=batch.file_name))
        st.rerun()


def _fault(sentence: str) -> None:
    st.html(f'<div class="s-fault" role="alert"><p>{escape(sentence)}</p></div>')
