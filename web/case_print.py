"""The redacted print of a case: a plain page on our own address, for whoever may open the cases, noted, never stored."""

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from data import case_codes
from data.commands import case_files
from data.database import Database
from data.queries import case_print
from web.office import Office, calm
from web.policy import for_plain
from web.rendering import staff_page
from web.session import SignedIn

ADDRESS = "/case-print"
# Who may open the cases may print one; ui/access.py says who that is.
PAGE = "cases"


def routes(office: Office, signed_in: SignedIn, database: Database) -> list[BaseRoute]:
    """The one address; the code of the case stands in its query."""

    async def paper(request: Request) -> Response:
        return await run_in_threadpool(_paper, office, signed_in, database, request)

    return [Route(ADDRESS, calm(office, paper))]


def _paper(office: Office, signed_in: SignedIn, database: Database, request: Request) -> Response:
    if request.method != "GET":
        # A look ahead prints nothing and must leave no line in the log.
        return Response(status_code=405, headers={"allow": "GET"})
    who = signed_in.who(request.cookies)
    if who is None:
        return RedirectResponse("/" + office.sign_in, 303)
    if who.must_change or who.role not in office.doors[PAGE]:
        return office.refusal("forbidden", 403, office.home(who))
    code, now = case_codes.spelled(request.query_params.get("case", "")), datetime.now(UTC)
    with database.write() as session:
        sheet = case_print.sheet(session, code) if code else None
        if sheet:
            case_files.printed(session, who, now, sheet.code)
    if sheet is None:
        return office.refusal("missing", 404, f"/{PAGE}", of="case_print")
    html = staff_page("case_print.html", office.said, sheet=sheet, month=_month(office), printed=case_print.month(now))
    headers = {"content-security-policy": for_plain(html), "cache-control": "no-store"}
    return HTMLResponse(html, headers=headers)


def _month(office: Office) -> object:
    def said(month: int | None) -> str:
        """A month as 202604 in words, the mark for nothing where there is none."""
        if month is None:
            return office.said["case_print.none"]
        text = office.said["case_print.month"]
        return text.replace("{year}", str(month // 100)).replace("{month}", str(month % 100))

    return said
