"""What is rendered from the content alone, ready before anybody asks and made anew when the content was."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import brotli
from starlette.requests import Request
from starlette.responses import Response

import i18n
from navigator import store
from navigator.hours import TOKYO
from navigator.model import Content
from web.facts import facts_of
from web.messages import Messages
from web.plain import plain_html
from web.policy import for_plain, for_streamlit
from web.shell import index_html, staff_html

_LOG = logging.getLogger(__name__)
Answer = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The shells of both sides, the page without scripts in each language, the calm messages, and where the way out leads."""

    shell: Answer
    staff: Answer
    plain: dict[str, Answer]
    messages: Messages
    leave_to: str


class Site:
    """The rendered pages of the content being served; `original` is Streamlit's own index.html, `said` the texts of the
    staff's pages, the rest is as in index_html."""

    def __init__(self, original: str, said: Mapping[str, str], preloads: Iterable[str] = (), joined: str = "") -> None:
        self._original, self._preloads, self._joined = original, tuple(preloads), joined
        html = staff_html(original, said, self._preloads, joined)
        self._staff = _html(html, for_streamlit(html))
        self._of = store.current(), _today()
        self._rendered = self._render(*self._of)

    def now(self) -> Rendered:
        """The pages with the numbers of today's content; a new day may open a season or make a fact overdue."""
        content, today = store.current(), _today()
        if content is not self._of[0] or today != self._of[1]:
            try:
                self._rendered = self._render(content, today)
            except Exception:
                # A content that cannot be rendered must not take down the pages there are.
                _LOG.exception("the pages could not be rendered anew; the last ones are kept")
            self._of = content, today
        return self._rendered

    def _render(self, content: Content, today: date) -> Rendered:
        facts = facts_of(content, today)
        index = index_html(self._original, facts, self._preloads, self._joined)
        plain = {lang: plain_html(content, lang, today) for lang in i18n.LANGUAGES}
        return Rendered(
            shell=_html(index, for_streamlit(index)),
            staff=self._staff,
            plain={lang: _html(html, for_plain(html)) for lang, html in plain.items()},
            messages=Messages.of(facts),
            leave_to=facts.leave_to,
        )


def _today() -> date:
    return datetime.now(TOKYO).date()


def codings(accepted: str) -> set[str]:
    """The codings an Accept-Encoding header takes; one with q=0 is refused."""
    parts = (part.replace(" ", "").split(";") for part in accepted.split(","))
    return {name for name, *quality in parts if not any(re.fullmatch(r"q=0(\.0*)?", q) for q in quality)}


def _html(html: str, policy: str) -> Answer:
    """A page that changes only with the content, compressed once."""
    body, packed = html.encode(), brotli.compress(html.encode(), quality=11)
    always = {"content-security-policy": policy, "vary": "accept-encoding"}

    def answer(request: Request) -> Response:
        if "br" in codings(request.headers.get("accept-encoding", "")):
            return Response(packed, media_type="text/html", headers={**always, "content-encoding": "br"})
        return Response(body, media_type="text/html", headers=always)

    return answer
