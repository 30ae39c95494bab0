"""How long staff pages take to open on a real server: the first opening after a start, and the openings after it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import settings
from bench.machine import processor_seconds, resident
from bench.servers import Server, our_app
from bench.stream import Visitor
from data import sessions
from data.database import Database
from data.models import Account
from ui import access

# (name, address, who opens it): every page of the staff that counts or lists, and the officer's where it is protected.
PAGES = (
    ("月曜の朝", "monday", access.LEAD),
    ("記録する", "record", access.COUNSELLOR),
    ("ケース", "cases", access.COUNSELLOR),
    ("さがす", "search", access.LEAD),
    ("推移", "trends", access.LEAD),
    ("推移（課題）", "trends?by=issue", access.LEAD),
    ("推移（市町村）", "trends?by=municipality", access.LEAD),
    ("推移（曜日と時刻）", "trends?by=load", access.LEAD),
    ("推移（LINEだけ）", "trends?channel=line", access.LEAD),
    ("推移（県職員）", "trends", access.OFFICER),
    ("成果", "outcomes", access.LEAD),
    ("成果（県職員）", "outcomes", access.OFFICER),
    ("研修", "training", access.LEAD),
    ("目標", "targets", access.LEAD),
    ("目標（県職員）", "targets", access.OFFICER),
    ("年次報告", "report", access.LEAD),
    ("年次報告（県職員）", "report", access.OFFICER),
    ("月の締め", "month-close", access.LEAD),
    ("数の突き合わせ", "reconciliation", access.LEAD),
    ("役に立ったか", "helpful", access.LEAD),
    ("操作の記録", "audit", access.ADMIN),
)
COLD, WARM = 1, 12


@dataclass
class Opened:
    """Milliseconds of the openings of a page, KiB of an opening, and MiB the server had before and after all of them."""

    name: str
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    kib: float = 0.0
    mib: float = 0.0


def tokens(database: Database) -> dict[str, str]:
    """{role: the cookie of a session of an account of its own}."""
    now, made = datetime.now(UTC), {}
    with database.write() as session:
        for role in access.STAFF:
            account = Account(name=f"bench-{role}", display_name="計測", role=role, created_at=now)
            session.add(account)
            session.flush()
            made[role] = sessions.begin(session, account.id, now)
    return made


async def opening(server: Server, address: str, token: str) -> tuple[float, float, float]:
    """(milliseconds, processor milliseconds of the server, KiB) of one opening by somebody who was not there before."""
    path, _, asked = address.partition("?")
    visitor = Visitor(server.url, page=path, asked=asked, cookie=f"{settings.SESSION_COOKIE}={token}")
    await visitor.open()
    try:
        before, had = processor_seconds(server.pid), visitor.received
        seconds = await visitor.run()
        return seconds * 1000, (processor_seconds(server.pid) - before) * 1000, (visitor.received - had) / 1024
    finally:
        await visitor.close()


async def opened(
    url: str, token: dict[str, str], pages: tuple[tuple[str, str, str], ...] = PAGES, *, starts: bool = True
) -> list[Opened]:
    """Each page: the very first opening of a server that was just started, and the openings of one that runs."""
    found = [Opened(name) for name, _, _ in pages]
    for one, (_, address, role) in zip(found, pages, strict=True):
        for _ in range(COLD if starts else 0):
            with our_app({"DATABASE_URL": url}) as server:
                one.cold.append((await opening(server, address, token[role]))[0])
    with our_app({"DATABASE_URL": url}) as server:
        before = resident(server.pid)
        for one, (_, address, role) in zip(found, pages, strict=True):
            await opening(server, address, token[role])
            one.mib = resident(server.pid) - before
        for _ in range(WARM):
            for one, (_, address, role) in zip(found, pages, strict=True):
                took, busy, one.kib = await opening(server, address, token[role])
                one.warm.append(took)
                one.busy.append(busy)
    return found
