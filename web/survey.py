"""The survey of a training behind its QR picture: one page without a script, a sign-in or a cookie; a press adds one to a total."""

import re
import time
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from data import calendar
from data.calendar import TOKYO
from data.commands import survey
from data.commands.survey import Asked
from data.database import Database, StoreError
from door.survey import PLACES, STEPS, Brake
from web.office import Office
from web.policy import for_plain
from web.rendering import staff_page

ADDRESS = "/survey/{token}"
THANKS = ADDRESS + "/thanks"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
# What is said instead of the form, and the status it is said with.
STATUS = {survey.UNKNOWN: 404, survey.EARLY: 403, survey.OVER: 410, survey.FULL: 403}
# A form of one field is small; more is no answer of a person.
LARGEST = 2_000


def routes(office: Office, database: Database, places: Brake = PLACES) -> list[BaseRoute]:
    """The form, its answer, and the page of thanks; `places` holds back whoever sends too many."""

    async def opened(request: Request) -> Response:
        return await run_in_threadpool(_opened, office, database, _token(request))

    async def sent(request: Request) -> Response:
        if int(request.headers.get("content-length") or LARGEST + 1) > LARGEST:
            return _said(office, "wrong", 413)
        form = await request.form(max_files=0, max_fields=4)
        step = form.get("step")
        client = request.client.host if request.client else ""
        return await run_in_threadpool(
            _sent, office, database, places, _token(request), step if isinstance(step, str) else "", client
        )

    async def thanks(_: Request) -> Response:
        return _said(office, "thanks", 200)

    return [
        Route(ADDRESS, opened),
        Route(ADDRESS, sent, methods=["POST"]),
        Route(THANKS, thanks),
    ]


def _token(request: Request) -> str:
    found = str(request.path_params["token"])
    return found if _TOKEN.fullmatch(found) else ""


def _opened(office: Office, database: Database, token: str) -> Response:
    now = datetime.now(UTC)
    try:
        with database.read() as session:
            asked = survey.asked(session, token, now)
    except StoreError:
        return _said(office, "trouble", 503)
    return _form(office, token, asked, 200) if asked.state == survey.OPEN else _shut(office, asked)


def _sent(office: Office, database: Database, places: Brake, token: str, step: str, client: str) -> Response:
    now = datetime.now(UTC)
    try:
        with database.read() as session:
            asked = survey.asked(session, token, now)
        if asked.state != survey.OPEN:
            return _shut(office, asked)
        if step not in STEPS:
            return _form(office, token, asked, 422, "choose")
        if not places.may(client, time.monotonic()):
            return _form(office, token, asked, 429, "wait", step)
        with database.write() as session:
            asked = survey.answer(session, token, step, now)
    except StoreError:
        return _said(office, "trouble", 503)
    # Led away, so that a page loaded anew is not a second answer.
    return RedirectResponse(f"/survey/{token}/thanks", 303) if asked.state == survey.OPEN else _shut(office, asked)


def _form(office: Office, token: str, asked: Asked, status: int, wrong: str = "", chosen: str = "") -> Response:
    training = office.said["survey.training"].format(year=calendar.wareki(asked.fiscal_year), number=asked.number)
    return _page(
        office,
        status,
        token=token,
        training=training,
        theme=asked.theme,
        steps=STEPS,
        wrong=wrong,
        chosen=chosen,
        made_up=asked.made_up,
    )


def _shut(office: Office, asked: Asked) -> Response:
    when = ""
    if asked.state == survey.EARLY and asked.opens_at:
        day = asked.opens_at.astimezone(TOKYO)
        when = f"{day.month}月{day.day}日 {day.hour}時{day.minute:02d}分"
    return _said(office, asked.state, STATUS[asked.state], when)


def _said(office: Office, name: str, status: int, when: str = "") -> Response:
    return _page(office, status, message=name, when=when)


def _page(office: Office, status: int, **values: object) -> Response:
    whole = {
        "message": "",
        "when": "",
        "wrong": "",
        "chosen": "",
        "steps": (),
        "token": "",
        "theme": "",
        "training": "",
    }
    html = staff_page("survey.html", office.said, **(whole | values))
    return HTMLResponse(html, status, {"content-security-policy": for_plain(html)})
