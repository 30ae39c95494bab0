"""The staff's addresses: their pages for those who may open them, and the routes that set and take the cookie."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

import settings
from data.database import StoreError
from data.sessions import Person
from web.caller import is_safe
from web.form import FormError, read
from web.policy import for_plain
from web.rendering import staff_page
from web.session import SignedIn, give, take
from web.site import Site

EVERYONE = "everyone"
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Office:
    """What ui/access.py says: {address: roles}, {role: address of its first page}, the addresses of the sign-in and of
    one's own account, the roles that may upload, {kind of file: the roles that may take it}, the texts of config/staff."""

    doors: Mapping[str, tuple[str, ...]]
    homes: Mapping[str, str]
    sign_in: str
    own: str
    may_upload: tuple[str, ...]
    downloads: Mapping[str, tuple[str, ...]]
    said: Mapping[str, str]
    identity: bool = False

    def home(self, who: Person) -> str:
        """Where the person begins: her role's first page, or the change of a password that has to be changed."""
        return "/" + (self.own if who.must_change else self.homes[who.role])

    def refusal(self, name: str, status: int, href: str, of: str = "shell") -> Response:
        """A calm page that says why, and the one thing to do."""
        html = staff_page("staff_message.html", self.said, of=of, name=name, href=href)
        return HTMLResponse(html, status, {"content-security-policy": for_plain(html)})


def routes(site: Site, office: Office, signed_in: SignedIn) -> list[BaseRoute]:
    """The staff's pages, `POST /session` and `POST /sign-out`."""

    async def page(request: Request) -> Response:
        return await run_in_threadpool(_page, site, office, signed_in, request)

    async def begin(request: Request) -> Response:
        form = await read(request, max_fields=4)
        return await run_in_threadpool(_begin, office, signed_in, form.get("ticket", ""), request.cookies)

    async def end(request: Request) -> Response:
        await run_in_threadpool(signed_in.end, request.cookies)
        answer = RedirectResponse("/" + office.sign_in, 303)
        take(answer, request.cookies)
        return answer

    return [
        *(Route(f"/{address}", calm(office, page)) for address in office.doors),
        Route("/session", calm(office, begin), methods=["POST"]),
        Route("/sign-out", calm(office, end), methods=["POST"]),
    ]


def calm(office: Office, handler: Handler) -> Handler:
    """The handler, refused where the cookie would not be safe, and a calm page where what was sent is no form of ours or the
    database does not answer."""

    async def answer(request: Request) -> Response:
        if not is_safe(request.scope):
            return office.refusal("insecure", 403, "/")
        try:
            return await handler(request)
        except FormError as fault:
            return office.refusal(
                "malformed" if fault.status == 400 else "too_long", fault.status, "/" + office.sign_in
            )
        except StoreError:
            href = request.url.path if request.method in ("GET", "HEAD") else "/" + office.sign_in
            return office.refusal("gone", 503, href)

    return answer


def _page(site: Site, office: Office, signed_in: SignedIn, request: Request) -> Response:
    """The shell for whoever may open the address; others are led to the sign-in, to their own page, or told."""
    address = request.url.path.strip("/")
    who, roles = signed_in.who(request.cookies), office.doors[address]
    answer: Response
    if who is None:
        answer = site.now().staff(request) if EVERYONE in roles else RedirectResponse("/" + office.sign_in, 303)
        if settings.SESSION_COOKIE in request.cookies:
            take(answer, {})
        return answer
    if EVERYONE in roles or (who.must_change and address != office.own):
        return RedirectResponse(office.home(who), 303)
    if who.role not in roles:
        return office.refusal("forbidden", 403, office.home(who))
    return site.now().staff(request)


def _begin(office: Office, signed_in: SignedIn, ticket: str, cookies: Mapping[str, str]) -> Response:
    token = signed_in.redeem(ticket) if ticket else None
    who = signed_in.of(token) if token else None
    if token is None or who is None:
        return office.refusal("ticket", 403, "/" + office.sign_in)
    # Whoever signs in over an open session leaves none behind that the browser cannot end any more.
    signed_in.end(cookies)
    answer = RedirectResponse(office.home(who), 303)
    give(answer, token, cookies)
    return answer
