"""Where files of the records leave: one address, a ticket that is good once, the session's cookie, the role, no-store."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from urllib.parse import quote

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from data.commands import exports
from data.database import Database
from data.queries import yearly
from reports import content, files
from web.office import Office, calm
from web.session import SignedIn

ADDRESS = "/download"


def routes(office: Office, signed_in: SignedIn, database: Database) -> list[BaseRoute]:
    """The one address; what is asked for stands behind the ticket, never in the address."""

    def hand_out(request: Request) -> exports.Handed | None:
        who = signed_in.who(request.cookies)
        if who is None or who.must_change:
            return None
        ticket = request.query_params.get("ticket", "")
        return exports.hand_out(database, who, ticket, datetime.now(UTC), office.downloads, _report)

    async def download(request: Request) -> Response:
        if request.method != "GET":
            # A look ahead must not use the ticket up.
            return Response(status_code=405, headers={"allow": "GET"})
        try:
            handed = await run_in_threadpool(hand_out, request)
        except exports.NotGiven as refused:
            gone = refused.reason == "gone"
            return office.refusal("download_gone" if gone else "download_forbidden", 410 if gone else 403, "/")
        if handed is None:
            return office.refusal("download_forbidden", 403, "/" + office.sign_in)
        name = f"attachment; filename*=UTF-8''{quote(handed.name)}"
        headers = {"content-disposition": name, "cache-control": "no-store"}
        return StreamingResponse(_to_the_end(handed.body), media_type=handed.media_type, headers=headers)

    return [Route(ADDRESS, calm(office, download))]


def _report(session: Session, year: int, ending: str, today: date) -> tuple[str, bytes]:
    """The file of a yearly report as it stands now; what was made on the page a moment ago is not made again."""
    found = yearly.read(session, year, today)
    if found is None:
        raise exports.NotGiven("gone")
    return files.FORMATS[ending][1], files.of(content.build(found)).make(ending)


async def _to_the_end(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces, read beside the event loop; whatever they hold is let go when the browser goes away, too."""
    try:
        while (piece := await run_in_threadpool(next, pieces, None)) is not None:
            yield piece
    finally:
        pieces.close()  # type: ignore[attr-defined]
