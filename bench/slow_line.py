"""A slow mobile line on this machine: a proxy that slows every byte both ways, websockets too (the browser's own does not)."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

PIECE = 1460  # 一つの小包
AHEAD = 0.05  # 秒。線の手前にためてよい分


@dataclass(frozen=True, slots=True)
class Line:
    """Bits a second down and up, shared by all connections, and the seconds to the server and back."""

    down: float
    up: float
    round_trip: float


SLOW_4G = Line(down=1.6e6, up=0.75e6, round_trip=0.15)


class _Lane:
    """One direction: the pieces of all connections go through it one after another."""

    def __init__(self, bits: float, delay: float) -> None:
        self._seconds_a_byte = 8 / bits
        self._delay = delay
        self._free = 0.0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Passes on what comes until its end, each piece when the line would have brought it."""
        clock = asyncio.get_running_loop().time
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        bringing = asyncio.create_task(_bring(waiting, writer, clock))
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                self._free = max(clock(), self._free) + len(piece) * self._seconds_a_byte
                waiting.put_nowait((self._free + self._delay, piece))
                await asyncio.sleep(max(0.0, self._free - clock() - AHEAD))
        waiting.put_nowait((clock() + self._delay, b""))
        await bringing


async def _bring(
    waiting: "asyncio.Queue[tuple[float, bytes]]", writer: asyncio.StreamWriter, clock: Callable[[], float]
) -> None:
    with suppress(OSError):
        while True:
            due, piece = await waiting.get()
            await asyncio.sleep(max(0.0, due - clock()))
            if not piece:
                writer.write_eof()
                return
            writer.write(piece)
            await writer.drain()


@contextmanager
def slowed(port: int, line: Line) -> Iterator[int]:
    """The port of a proxy before a server of this machine; it ends with the block."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="slow line", daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_listening(port, line), loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listening(port: int, line: Line) -> asyncio.Server:
    down, up = _Lane(line.down, line.round_trip / 2), _Lane(line.up, line.round_trip / 2)

    async def connected(from_her: asyncio.StreamReader, to_her: asyncio.StreamWriter) -> None:
        await asyncio.sleep(line.round_trip)  # a connection is made by one way there and back
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            to_her.close()
            return
        with suppress(asyncio.CancelledError):
            await asyncio.gather(up.carry(from_her, to_server), down.carry(from_server, to_her))
        for end in (to_her, to_server):
            end.close()

    return await asyncio.start_server(connected, "127.0.0.1", 0)


async def _ended(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
