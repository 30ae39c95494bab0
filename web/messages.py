"""The calm pages for what is not there, not allowed or broken: made once, small, with the urgent numbers."""

from dataclasses import dataclass

from starlette.responses import HTMLResponse

import i18n
from web.facts import ShellFacts
from web.policy import for_plain
from web.rendering import page


@dataclass(frozen=True, slots=True)
class Messages:
    """Ready pages by what happened; each call of a Starlette response may be sent to any number of visitors."""

    not_found: HTMLResponse
    refused: HTMLResponse
    failed: HTMLResponse

    @classmethod
    def of(cls, facts: ShellFacts) -> "Messages":
        """The pages with the numbers of these facts."""

        def message(name: str, status: int) -> HTMLResponse:
            html = page("message.html", facts.words, i18n.DEFAULT, facts=facts, name=name)
            return HTMLResponse(html, status, {"content-security-policy": for_plain(html)})

        return cls(message("not_found", 404), message("refused", 403), message("general", 500))
