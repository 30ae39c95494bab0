"""The memo she takes along: hers to edit; copy, print and save happen in her browser only (web/templates/memo.js)."""

import re

import streamlit as st

from navigator.memo import as_plain, memo, short_memo
from ui import state
from ui.content import Screen
from ui.markup import fold, paragraph

LINE_PIXELS = 34
# Latin letters in a line on a phone of 360 px; a Japanese one is as wide as two.
WIDE = 32
_WIDE_LETTER = re.compile(r"[^\x00-\xff]")


def draw(screen: Screen) -> None:
    """The memo, short first where someone looks at her phone."""
    words, watched = screen.words, screen.contact.traces_known
    short = watched if screen.visit.memo_short is None else screen.visit.memo_short
    st.html(
        f"<h1>{words.t('memo.short_title' if short else 'memo.title')}</h1><p>{words.t('memo.lead')}</p>"
        f'<p class="k-small">{words.t("memo.edit_hint")}</p>'
    )
    text = as_plain((short_memo if short else memo)(screen.content, screen.plan))
    key = f"memo-text-{'short' if short else 'full'}-{screen.visit.lang}"
    state.mirror(screen.visit, screen.held, key, screen.visit.memo_edits.get(short, text))
    st.text_area(
        words.label("memo.title"),
        key=key,
        height=_height(text),
        max_chars=max(state.LONGEST_MEMO, len(text)),
        label_visibility="collapsed",
        on_change=state.remember_memo,
        args=(short, key),
    )
    st.html(_buttons(screen, folded=watched))
    with st.container(key="memo-actions", horizontal=True):
        other = words.label("memo.use_full" if short else "memo.use_short")
        st.button(other, key="memo-switch", on_click=state.shorten_memo, args=(not short,))
        st.button(words.label("nav.back"), key="nav-back", on_click=state.go, args=("result",))


def _height(text: str) -> int:
    """Pixels that show the whole memo on a phone where the browser does not fit the box to it (app.css)."""
    lines = sum(1 + (len(line) + len(_WIDE_LETTER.findall(line))) // WIDE for line in text.splitlines())
    return min(3000, max(200, lines * LINE_PIXELS + 40))


def _buttons(screen: Screen, folded: bool) -> str:
    """Copy, print and save; where her phone is looked at, behind the warning."""
    words = screen.words
    row = (
        f'<p class="k-row"><button type="button" data-memo="copy" data-done="{words.plain("memo.copied")}">'
        f"{words.t('memo.copy')}</button>"
        f'<button type="button" data-memo="print">{words.t("memo.print")}</button>'
        f'<button type="button" data-memo="save" data-name="memo.txt">{words.t("memo.save")}</button></p>'
        '<p class="k-small" role="status" data-memo-said></p>'
    )
    warning = paragraph(words.t("memo.trace_warning"), "k-small")
    kept = paragraph(words.t("memo.not_kept"), "k-small")
    inner = fold(words.t("memo.trace_title"), warning + row, "k-fold k-warning") if folded else row + warning
    return f'<div class="k-memo">{inner}{kept}</div>'
