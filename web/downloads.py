"""Where files of the records leave: one address, a ticket that is good once, the session's cookie, the role, no-store."""

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

import i18n
import settings
from data import sessions
from data.commands import exports
from data.database import Database, StoreError
from web.rendering import page

ADDRESS = "/download"
_STATUS = {"forbidden": 403, "gone": 410, "failed": 503}


@dataclass(frozen=True, slots=True)
class Downloads:
    """Who may take which kind of file ({kind: roles}), and the sentences of the staff's side by their key."""

    roles: Mapping[str, Collection[str]]
    say: Callable[[str], str]


def routes(downloads: Downloads) -> list[BaseRoute]:
    """The one address."""

    async def download(request: Request) -> Response:
        if request.method != "GET":
            # A look ahead must not use the ticket up.
            return Response(status_code=405, headers={"allow": "GET"})
        cookie, ticket = request.cookies.get(settings.SESSION_COOKIE, ""), request.query_params.get("ticket", "")
        try:
            handed = await run_in_threadpool(_handed, cookie, ticket, downloads.roles)
        except exports.NotGiven as refused:
            return _said(downloads, refused.reason)
        except StoreError:
            return _said(downloads, "failed")
        name = f"attachment; filename*=UTF-8''{quote(handed.name)}"
        headers = {"content-disposition": name, "cache-control": "no-store"}
        return StreamingResponse(_to_the_end(handed.body), media_type=handed.media_type, headers=headers)

    return [Route(ADDRESS, download)]


@cache
def _database() -> Database:
    return Database(settings.load().database_url)


def _handed(cookie: str, ticket: str, roles: Mapping[str, Collection[str]]) -> exports.Handed:
    now, database = datetime.now(UTC), _database()
    with database.read() as session:
        who = sessions.person(session, cookie, now)
    if who is None or who.must_change:
        raise exports.NotGiven("forbidden")
    return exports.hand_out(database, who, ticket, now, roles)


async def _to_the_end(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, read beside the event loop; whatever they hold is let go when the browser goes away, too."""
    try:
        while (piece := await run_in_threadpool(next, pieces, None)) is not None:
            yield piece
    finally:
        pieces.close()  # type: ignore[attr-defined]


def _said(downloads: Downloads, reason: str) -> Response:
    title, text = downloads.say(f"download.{reason}"), downloads.say(f"download.{reason}_text")
    html = page("download.html", {}, i18n.DEFAULT, title=title, text=text, back=downloads.say("download.back"))
    return HTMLResponse(html, _STATUS[reason])
