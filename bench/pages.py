"""The first load in a real browser, at full speed and on a slow line with a slow processor, beside a stock script."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.figures import Aim, Section, table
from bench.servers import Server, our_app, stock_app
from bench.slow_line import SLOW_4G, slowed

CHROMIUM = Path("/usr/bin/chromium")
REPEATS = 3
PHONE = {"width": 390, "height": 844}
PATIENCE = 120_000
SLOWER = 4
DOORS, QUESTION, STOCK_QUESTION = ".st-key-doors button", '[role="radiogroup"] input', ".stCheckbox input"
# Notes on the page's own clock when words can be read and when the first question can be answered.
WATCH = """(question) => {
  window.seen = {};
  const look = () => {
    if (!document.body) return;
    if (!seen.words && document.body.innerText.trim().length > 10) seen.words = performance.now();
    const found = document.querySelectorAll(question);
    if (!seen.question && found.length && [...found].every((one) => one.isConnected && !one.disabled)) {
      requestAnimationFrame(() => { seen.question ??= performance.now(); });
    }
    if (seen.words && seen.question) watcher.disconnect();
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { childList: true, subtree: true });
}"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass(frozen=True, slots=True)
class Load:
    """One first load: MB and requests until all was still, seconds to words, to the question, to the page behind it."""

    megabytes: float
    requests: int
    words: float
    question: float
    after_click: float
    foreign: int


def measure() -> Section:
    """The chapter."""
    rows, found = [], {}
    with ExitStack() as stack:
        browser = stack.enter_context(_browser())
        servers = (stack.enter_context(our_app()), stack.enter_context(stock_app()))
        for server in servers:
            _once(browser, server, server.port, slow=False)  # 一度目は数えない
            for slow in (False, True):
                loads = _loads(browser, server, slow=slow)
                found[server.name, slow] = loads
                rows.append(_row(server.name, "低速4G・CPU 4分の1" if slow else "そのまま", loads))
    ours = found[servers[0].name, True]
    aims = (
        Aim("初回に届く量", max(load.megabytes for load in ours), 1.05, "MB"),
        Aim("低速4Gで、はじめの言葉まで", median(load.words for load in ours), 1.0, "秒"),
        Aim("低速4Gで、はじめの三つの扉を押せるまで", median(load.question for load in ours), 5.5, "秒"),
    )
    head = ("", "線", "MB", "要求", "はじめの言葉", "はじめの問い", "押してから次の頁の問い", "よその相手")
    return Section("pages", "はじめて開いたとき", (*table(head, rows), "", *_notes()), aims)


def _loads(browser: Browser, server: Server, *, slow: bool) -> list[Load]:
    if not slow:
        return [_once(browser, server, server.port, slow=False) for _ in range(REPEATS)]
    with slowed(server.port, SLOW_4G) as port:
        return [_once(browser, server, port, slow=True) for _ in range(REPEATS)]


@contextmanager
def _browser() -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync"]
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=quiet)
        try:
            yield browser
        finally:
            browser.close()


def _once(browser: Browser, server: Server, port: int, *, slow: bool) -> Load:
    """One load with an empty cache; then, where the page has doors, the first one is pressed."""
    stock = not server.name.startswith("この")
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="ja-JP")  # type: ignore[arg-type]
    try:
        page = context.new_page()
        line = context.new_cdp_session(page)
        traffic = _Traffic(line, f"127.0.0.1:{port}")
        if slow:
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(f"({WATCH})({(STOCK_QUESTION if stock else DOORS)!r})")
        page.goto(f"http://127.0.0.1:{port}/", wait_until="commit", timeout=PATIENCE)
        page.wait_for_function("() => window.seen?.question", timeout=PATIENCE)
        page.wait_for_load_state("networkidle", timeout=PATIENCE)
        seen, painted = page.evaluate("() => window.seen"), page.evaluate(PAINTED)
        megabytes, requests = traffic.megabytes, traffic.requests
        after = 0.0 if stock else _pressed(page)
    finally:
        context.close()
    words = max(seen["words"], painted) / 1000
    return Load(megabytes, requests, words, seen["question"] / 1000, after, traffic.foreign)


def _pressed(page: Page) -> float:
    """Seconds from the press of the first door to the first question behind it."""
    page.evaluate(
        """(question) => {
          document.addEventListener("click", () => { window.pressed = performance.now(); }, { once: true, capture: true });
          new MutationObserver((_, watcher) => {
            if (!document.querySelector(question)) return;
            watcher.disconnect();
            requestAnimationFrame(() => { window.answered = performance.now(); });
          }).observe(document.body, { childList: true, subtree: true });
        }""",
        QUESTION,
    )
    page.click(".st-key-door-ask button")
    page.wait_for_function("() => window.answered", timeout=PATIENCE)
    return float(page.evaluate("() => window.answered - window.pressed")) / 1000


class _Traffic:
    """What the browser fetched, as its own network panel counts it, websocket messages included."""

    def __init__(self, line: CDPSession, host: str) -> None:
        self.requests, self.foreign, self._bytes, self._host = 0, 0, 0.0, host
        line.on("Network.requestWillBeSent", lambda event: self._asked(event["request"]["url"]))
        line.on("Network.loadingFinished", lambda event: self._came(event["encodedDataLength"]))
        # Chromium gives binary messages in base64: four letters for three bytes.
        line.on(
            "Network.webSocketFrameReceived", lambda event: self._came(len(event["response"]["payloadData"]) * 0.75)
        )
        line.send("Network.enable")

    @property
    def megabytes(self) -> float:
        """Millions of bytes so far."""
        return self._bytes / 1e6

    def _asked(self, url: str) -> None:
        self.requests += not url.startswith("data:")
        self.foreign += not url.startswith("data:") and f"//{self._host}/" not in url

    def _came(self, size: float) -> None:
        self._bytes += size


def _row(name: str, line: str, loads: list[Load]) -> tuple[str, ...]:
    after = median(load.after_click for load in loads)
    return (
        name,
        line,
        f"{median(load.megabytes for load in loads):.2f}",
        f"{median(load.requests for load in loads):.0f}",
        f"{median(load.words for load in loads):.2f}",
        f"{median(load.question for load in loads):.2f}",
        f"{after:.2f}" if after else "–",
        str(max(load.foreign for load in loads)),
    )


def _notes() -> tuple[str, ...]:
    return (
        f"秒。{REPEATS} 回の中央値（目標の量だけは最大）、控えのない新しい窓、390×844 の画面、Debian の Chromium。",
        "低速4G は下り 1.6 Mbit/s、上り 0.75 Mbit/s、往復 0.15 秒の中継（WebSocket も遅くなる。TLS は無し）。",
        "「はじめの言葉」は読める字が出て描かれたとき、「はじめの問い」は三つの扉（素のほうは最初の箱）を押せるとき。",
        "「よその相手」は 127.0.0.1 のこのサーバーのほかへ出た要求の数。",
    )
