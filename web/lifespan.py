"""From start to stop of the server: what is made ready first, ended visits wiped, edits and presses taken up."""

import asyncio
import contextlib
import gc
import importlib
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from data.database import Database
from door.helpful import PRESSES
from navigator import store
from settings import Settings
from web import logs, sessions, theme
from web.helpful import Writer
from web.site import Site

Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]

_LOG = logging.getLogger(__name__)


def lifespan(site: Site, chosen: Settings, database: Database, warm: Collection[str]) -> Lifespan:
    """The lifespan of the app: imports the modules of `warm` first, wipes ended visits, takes up edits of config/, and lets
    the database go at the end."""

    @asynccontextmanager
    async def run(app: object) -> AsyncIterator[None]:
        # Streamlit sets its loggers' levels once more while it starts.
        logs.quiet()
        logs.quiet_to_the_end()
        for name in warm:
            importlib.import_module(name)
        _spare_the_collector()
        theme.remember()
        sessions.resume_bare(app)
        visits = sessions.store_of(app)
        sessions.purge(visits)
        presses = Writer(database, PRESSES, chosen.count_seconds)
        presses.start()
        tasks = [
            asyncio.create_task(_wipe(visits, chosen.purge_seconds), name="wipe ended visits"),
            asyncio.create_task(_take_up_edits(site, chosen.refresh_seconds), name="take up edits of config/"),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await asyncio.to_thread(presses.stop)
            database.close()

    return run


def _spare_the_collector() -> None:
    """What is in memory now stays for good: looking through it again held every page up for 50 ms at a time.

    Later objects are looked through less often than Python does by itself; the wiping of ended visits does it, too.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


async def _wipe(visits: sessions.Visits, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            sessions.purge(visits)
        except Exception:
            # One visit that cannot be shut must not keep all the others in memory.
            _LOG.exception("a visit could not be wiped")


async def _take_up_edits(site: Site, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            # Reading config/ takes half a second: it must not hold up anybody's page.
            fault = await asyncio.to_thread(store.refresh)
            if fault:
                _LOG.error(
                    "config/ に%d件の誤りがあります。前の内容を出しています。\n%s", len(fault.problems), str(fault)
                )
            await asyncio.to_thread(site.now)
        except Exception:
            # A folder that vanished half-way (an editor, a deployment) must not end the taking up of edits.
            _LOG.exception("an edit of config/ could not be read")
