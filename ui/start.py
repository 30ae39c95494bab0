"""The first screen: yes, you may; three doors of the same size; the desk's own lines."""

import streamlit as st

from navigator.fitting import Way
from ui import access, state, ways
from ui.content import Screen
from ui.markup import bullets, fold, paragraph

NEAREST = ("phone", "line", "email")


def draw(screen: Screen) -> None:
    """The whole start screen."""
    words, title = screen.words, screen.title
    st.html(f'<h1 class="k-yes">{words.t("start.yes_line")}</h1>')
    with st.container(key="doors"):
        st.button(
            words.label("start.door.ask"), key="door-ask", width="stretch", on_click=state.go, args=("questions",)
        )
        if st.button(words.label("start.door.talk"), key="door-talk", width="stretch"):
            st.switch_page(access.PAGES["talk"].as_streamlit(title))
        if st.button(words.label("start.door.look"), key="door-look", width="stretch"):
            st.switch_page(access.PAGES["directory"].as_streamlit(title))
    st.html(desk(screen))
    st.html(bullets(words.lines("start.what"), "k-list k-small"))
    st.html(_history(screen))


def desk(screen: Screen) -> str:
    """The comprehensive desk: its phone, LINE and mail, and whether it is open."""
    words, door = screen.words, screen.fits[screen.content.site.desk]
    near: dict[str, Way] = {}
    for way in door.ways:
        near.setdefault(way.route.channel, way)
    listed = [near[channel] for channel in NEAREST if channel in near]
    items = [f"{ways.action(screen, way.route)} {ways.state(screen, way)}" for way in listed]
    return (
        f'<section class="k-first k-quiet" data-service="{door.service.id}"><h2>{words.t("start.desk_title")}</h2>'
        f'<p class="k-name">{words.ja(door.service.name)}</p>{bullets(items, "k-ways")}'
        f"{paragraph(words.t('start.desk_line'), 'k-small')}</section>"
    )


def _history(screen: Screen) -> str:
    words = screen.words
    more = fold(words.t("chrome.history_more_title"), bullets(words.lines("chrome.history_more")))
    return f'<div class="k-history"><p class="k-small">{words.t("chrome.history_line")}</p>{more}</div>'
