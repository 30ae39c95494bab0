"""From start to stop of the server: what is made ready before the first visitor, and the wiping of ended visits."""

import asyncio
import contextlib
import importlib
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from web import logs, sessions

Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any] | None]]

_LOG = logging.getLogger(__name__)


def lifespan(every: float, warm: Collection[str]) -> Lifespan:
    """The lifespan of the app: purges `every` so many seconds, imports the modules named by `warm` first."""

    @asynccontextmanager
    async def run(app: object) -> AsyncIterator[None]:
        # Streamlit sets its loggers' levels once more while it starts.
        logs.quiet()
        for name in warm:
            importlib.import_module(name)
        store = sessions.store_of(app)
        sessions.purge(store)
        wiping = asyncio.create_task(_wipe(store, every), name="wipe ended visits")
        try:
            yield
        finally:
            wiping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await wiping

    return run


async def _wipe(store: sessions.Visits, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            sessions.purge(store)
        except Exception:
            # One visit that cannot be shut must not keep all the others in memory.
            _LOG.exception("a visit could not be wiped")
