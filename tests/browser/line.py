"""A line between the browser and the server that a test can cut, mend, or lead to another server."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Iterator


class Line:
    """Listens on a port of its own and passes everything on to `target`, a host:port; nothing while it is cut."""

    def __init__(self, target: str) -> None:
        self.target, self.whole = target, True
        self.sockets: set[socket.socket] = set()
        line = self

        class Passing(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                if line.whole:
                    line.join(self.request)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Passing)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def join(self, near: socket.socket) -> None:
        """Passes both ways until one side hangs up."""
        host, port = self.target.split(":")
        with contextlib.suppress(OSError), socket.create_connection((host, int(port))) as far:
            self.sockets |= {near, far}
            back = threading.Thread(target=_pass, args=(far, near), daemon=True)
            back.start()
            _pass(near, far)
            back.join()
            self.sockets -= {near, far}

    def cut(self) -> None:
        """Breaks every connection and takes no new one."""
        self.whole = False
        for one in list(self.sockets):
            _hang_up(one)

    def mend(self, target: str = "") -> None:
        """Takes connections again, to another server if one is named."""
        self.target, self.whole = target or self.target, True


def _pass(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    _hang_up(other)


def _hang_up(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def line_to(target: str) -> Iterator[Line]:
    """`with line_to(server.host) as line: her = arrive(url=line.url)`."""
    line = Line(target)
    with line.server:
        threading.Thread(target=line.server.serve_forever, args=(0.05,), daemon=True).start()
        yield line
        line.cut()
        line.server.shutdown()
