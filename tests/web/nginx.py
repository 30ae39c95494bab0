"""The sample of docs/deploy/nginx.conf as it will run: a real nginx on free ports, a certificate, somebody from elsewhere."""

import contextlib
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SAMPLE = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
BINARY = "/usr/sbin/nginx"
# Browsers lead every name below localhost to this machine; for us it is a name like any other.
NAME = "annai.localhost"
# Where the sample leaves a place open, and what a distribution's own nginx.conf puts around it.
AROUND = """pid {home}/nginx.pid;
error_log {home}/error.log;
events {{}}
http {{
    access_log {home}/access.log;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    scgi_temp_path {home}/scgi;
    uwsgi_temp_path {home}/uwsgi;
    include {home}/kurashi.conf;
}}
"""


def filled(home: Path, app: str, plain: int, safe: int, outside: int) -> str:
    """The sample with its places filled in: the app's host, our ports, the port that the outside knows."""
    text = SAMPLE.read_text("utf-8")
    for place, value in (
        ("server 127.0.0.1:8501;", f"server {app};"),
        ("listen 80 ", f"listen 127.0.0.1:{plain} "),
        ("listen 443 ", f"listen 127.0.0.1:{safe} "),
        ("https://○○", f"https://{NAME}:{outside}"),
        ("/etc/ssl/○○", f"{home}/{NAME}"),
        ("server_name ○○;", f"server_name {NAME};"),
    ):
        assert place in text, place
        text = text.replace(place, value)
    code = [line.partition("#")[0] for line in text.splitlines()]
    assert "○" not in "".join(code)
    return text


def certify(home: Path) -> None:
    """A certificate for NAME that nobody vouches for, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=9))
    signed = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), False).sign(key, hashes.SHA256())
    (home / f"{NAME}.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    (home / f"{NAME}.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    )


@contextlib.contextmanager
def running(home: Path, configuration: str, ports: tuple[int, ...]) -> Iterator[None]:
    """nginx with that configuration in a folder of its own, stopped by its own id."""
    certify(home)
    (home / "kurashi.conf").write_text(configuration, "utf-8")
    (home / "nginx.conf").write_text(AROUND.format(home=home), "utf-8")
    log = home / "error.log"
    command = [BINARY, "-p", str(home), "-c", str(home / "nginx.conf"), "-e", str(log), "-g", "daemon off;"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 30
        while not all(_listens(port) for port in ports):
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < until, log.read_text("utf-8")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(15)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := one.recv(65_536):
            other.sendall(piece)
    with contextlib.suppress(OSError):
        other.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def coming_from(address: str, port: int) -> Iterator[int]:
    """A port that leads to another one; who comes through it has that address."""

    class Way(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(("127.0.0.1", port), source_address=(address, 0)) as there:
                back = threading.Thread(target=_pass_on, args=(there, self.request))
                back.start()
                _pass_on(self.request, there)
                back.join()

    class Ways(socketserver.ThreadingTCPServer):
        daemon_threads, block_on_close = True, False

    with Ways(("127.0.0.1", 0), Way) as ways:
        thread = threading.Thread(target=ways.serve_forever, daemon=True)
        thread.start()
        yield ways.server_address[1]
        ways.shutdown()
        thread.join()
