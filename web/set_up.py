"""The page behind a one-time link: the first administrator's account, or a password that its owner sets."""

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from data import passwords
from data.commands import accounts
from data.commands.checking import RefusedError
from data.database import Database
from data.written import Fault
from web.form import Form, read
from web.office import Office, calm
from web.policy import for_plain
from web.rendering import staff_page
from web.session import take

ADDRESS = "/set-up"


def routes(office: Office, database: Database) -> list[BaseRoute]:
    """`GET /set-up` reads the token from behind the # and posts it; `POST /set-up` shows the form and takes it."""

    async def opened(_: Request) -> Response:
        return _page(office, 200)

    async def sent(request: Request) -> Response:
        form = await read(request, max_fields=8)
        return await run_in_threadpool(_sent, office, database, form)

    return [
        Route(ADDRESS, calm(office, opened)),
        Route(ADDRESS, calm(office, sent), methods=["POST"]),
    ]


def _sent(office: Office, database: Database, form: Form) -> Response:
    token, now = form.get("token", ""), datetime.now(UTC)
    with database.read() as session:
        names = accounts.names_for(session, token, now)
    if names is None:
        return office.refusal("gone", 403, "/" + office.sign_in, of="set_up")
    if "password" not in form:
        return _page(office, 200, names, form)
    faults = _faults(office, form, names)
    if not faults:
        password_hash = passwords.hashed(form.get("password", ""))
        try:
            with database.write() as session:
                name, display = form.get("name", ""), form.get("display_name", "")
                accounts.set_up(session, now, token, password_hash, name, display)
        except RefusedError as refused:
            faults = refused.faults
        else:
            answer = RedirectResponse("/" + office.sign_in, 303)
            take(answer, {})
            return answer
    return _page(office, 422, names, form, faults)


def _faults(office: Office, form: Form, names: tuple[str, ...]) -> list[Fault]:
    password = form.get("password", "")
    own = names or (form.get("name", ""), form.get("display_name", ""))
    faults = [Fault("password", sentence) for sentence in passwords.faults(password, *own)]
    if passwords.normal(password) != passwords.normal(form.get("again", "")):
        faults.append(Fault("again", office.said["set_up.not_same"]))
    return faults


def _page(
    office: Office,
    status: int,
    names: tuple[str, ...] | None = None,
    form: Form | None = None,
    faults: list[Fault] | None = None,
) -> Response:
    typed = {field: form.get(field, "") for field in ("token", "name", "display_name")} if form is not None else {}
    html = staff_page(
        "set_up.html",
        office.said,
        names=names,
        typed=typed,
        token=typed.get("token", ""),
        faults=faults or [],
        wrong={field for field, _ in faults or []},
    )
    return HTMLResponse(html, status, {"content-security-policy": for_plain(html)})
