"""What is seen when a page of ours fails: a calm sentence, for a visitor with the desk's own lines, never a traceback."""

import html
import logging
from urllib.parse import urlsplit

import streamlit as st

import settings
from navigator import store
from navigator.links import href
from ui import access, start, state, talk
from ui.content import begin
from ui.markup import bullets

_LOG = logging.getLogger(__name__)
# Where even the words cannot be had: fixed, in Japanese.
_TITLE = "うまく開けませんでした"
_TEXT = "こちらの不具合です。あなたのせいではありません。下の番号に電話できます。"
_AGAIN, _AFRESH = "もう一度開く", "はじめからやり直す"


def shown_calmly(error: Exception) -> bool:
    """Notes the fault (web/logs.py keeps its type and place only) and says it in her language instead of Streamlit."""
    _LOG.error("a page failed", exc_info=error)
    if _is_staff():
        from ui.staff import faults

        faults.of_ours()
        return True
    try:
        said, again, afresh = _in_her_words()
    except Exception:
        _LOG.exception("the calm page failed, too")
        said, again, afresh = _bare(), _AGAIN, _AFRESH
    st.html(said)
    with st.container(key="after-failure", horizontal=True):
        st.button(again, key="again-after-failure", type="primary")
        st.button(afresh, key="restart-after-failure", on_click=state.restart)
    return True


def _is_staff() -> bool:
    """Whether it is one of the staff's pages, seen by a browser that was signed in."""
    if settings.SESSION_COOKIE not in st.context.cookies:
        return False
    address = urlsplit(st.context.url or "").path.strip("/")
    return address in access.addresses(is_public=False)


def _in_her_words() -> tuple[str, str, str]:
    now = begin()
    words = now.words
    said = f"<h1>{words.t('errors.general.title')}</h1><p>{words.t('errors.general.text')}</p>"
    said += talk.emergency(now) + start.desk(now)
    return said, words.label("errors.try_again"), words.label("chrome.restart")


def _bare() -> str:
    """The numbers straight from the content: no answer, no clock and no words are needed."""
    content = store.current()
    items = []
    for service in (content.services[one] for one in (*content.site.emergency, content.site.desk)):
        links = [
            f'<a class="k-call" href="{html.escape(href(route))}"><b>{html.escape(route.value)}</b></a>'
            for route in service.routes
            if route.channel == "phone" and route.usable and route.value
        ]
        items.append(f"{html.escape(service.name)} {' '.join(links)}")
    return f"<h1>{_TITLE}</h1><p>{_TEXT}</p>{bullets(items, 'k-ways')}"
