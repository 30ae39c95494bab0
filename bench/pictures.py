"""python -m bench.pictures: takes the pictures of the README anew, in a real browser on the real app."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import settings
from bench.servers import our_app
from data import migrating, published, seed, sessions
from data.database import Database
from data.models import Account

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
SIZES = {"360": (360, 780), "1280": (1280, 900)}
# What tells that a page of figures is drawn.
FIGURES = {"trends": "[data-testid=stVegaLiteChart] svg", "targets": ".s-bar"}


def take() -> None:
    """docs/images/: the visitor's way as start-360.png, needs-360.png, result-360.png and result-1280.png, and of the
    staff's pages trends-1280.png and targets-1280.png, with the published figures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/records.db"
        token = _published(url)
        with our_app({"DATABASE_URL": url}) as server:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            _of_the_way(browser, server.url)
            _of_the_figures(browser, server.url, token)
            browser.close()


def _published(url: str) -> str:
    """A database as a new one begins, and the cookie of a session in it."""
    database, now = Database(url), datetime.now(UTC)
    migrating.upgrade(database)
    with database.write() as session:
        seed.load(session, published.read(), now)
        account = Account(name="mihon", display_name="見本", role="lead", created_at=now)
        session.add(account)
        session.flush()
        token = sessions.begin(session, account.id, now)
    database.close()
    return token


def _of_the_way(browser: Browser, url: str) -> None:
    for name, (width, height) in SIZES.items():
        page = browser.new_page(viewport={"width": width, "height": height}, locale="ja-JP")
        page.goto(url)
        _settled(page, ".st-key-door-ask")
        if name == "360":
            page.screenshot(path=FOLDER / "start-360.png")
        _press(page, "door-ask", ".st-key-nav-next")
        _press(page, "nav-next", ".st-key-nav-see")
        for need in ("n_money", "n_home"):
            page.locator(f".st-key-q-needs-{need} label").click()
            page.wait_for_timeout(400)
        if name == "360":
            page.screenshot(path=FOLDER / "needs-360.png")
        _press(page, "nav-see", ".k-first")
        page.screenshot(path=FOLDER / f"result-{name}.png")


def _of_the_figures(browser: Browser, url: str, token: str) -> None:
    width, height = SIZES["1280"]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP")
    context.add_cookies([{"name": settings.SESSION_COOKIE, "value": token, "url": url, "httpOnly": True}])
    for name, drawn in FIGURES.items():
        page = context.new_page()
        page.goto(f"{url}/{name}?year=2023")
        _settled(page, f"{drawn} >> visible=true")
        page.screenshot(path=FOLDER / f"{name}-1280.png")


def _press(page: Page, key: str, then: str) -> None:
    page.locator(f".st-key-{key} button").click()
    _settled(page, then)


def _settled(page: Page, selector: str) -> None:
    page.wait_for_selector(selector, timeout=90_000)
    page.wait_for_timeout(700)


if __name__ == "__main__":
    take()
