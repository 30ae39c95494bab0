"""python -m bench.pictures: takes the pictures of the README anew, in a real browser on the real app."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.servers import our_app

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
SIZES = {"360": (360, 780), "1280": (1280, 900)}


def take() -> None:
    """docs/images/start-360.png, needs-360.png, result-360.png and result-1280.png."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with our_app() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, (width, height) in SIZES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, locale="ja-JP")
            page.goto(server.url)
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
        browser.close()


def _press(page: Page, key: str, then: str) -> None:
    page.locator(f".st-key-{key} button").click()
    _settled(page, then)


def _settled(page: Page, selector: str) -> None:
    page.wait_for_selector(selector)
    page.wait_for_timeout(700)


if __name__ == "__main__":
    take()
