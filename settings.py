"""The only reader of os.environ: what a deployment may choose, each with its default."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# The cookie of a signed-in browser: set by web/session.py, read by ui/; a visitor never has it.
SESSION_COOKIE = "kurashi_session"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where made files, the content and the records live; how often (seconds) ended visits are wiped, edits taken up,
    presses of 「役に立ちましたか」 written; which machines in front of us may say who is calling."""

    var: Path
    config: Path
    purge_seconds: float
    refresh_seconds: float
    count_seconds: float
    database_url: str
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises ValueError where a number or a network is not one."""
    given = os.environ if environ is None else environ
    var = Path(given.get("KURASHI_VAR_DIR", ROOT / "var"))
    return Settings(
        var=var,
        config=Path(given.get("KURASHI_CONFIG_DIR", ROOT / "config")),
        purge_seconds=float(given.get("KURASHI_PURGE_SECONDS", "30")),
        refresh_seconds=float(given.get("KURASHI_REFRESH_SECONDS", "30")),
        count_seconds=float(given.get("KURASHI_COUNT_SECONDS", "600")),
        database_url=given.get("DATABASE_URL", f"sqlite:///{var / 'records.db'}"),
        trusted_proxies=tuple(map(ip_network, given.get("KURASHI_TRUSTED_PROXIES", "").replace(",", " ").split())),
    )


def secret(chosen: Settings, environ: Mapping[str, str] | None = None) -> bytes:
    """The key for what the database keeps as a keyed hash: KURASHI_SECRET, or a file in var/ made at its first use."""
    given = (os.environ if environ is None else environ).get("KURASHI_SECRET")
    if given:
        return given.encode()
    file = chosen.var / "secret.key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = file.with_name(f"secret.{os.getpid()}")
        whole.touch(0o600)
        whole.write_text(secrets.token_hex(32), "ascii")
        # Two processes may start at once: there is one key, and nobody ever reads half of it.
        with contextlib.suppress(FileExistsError):
            file.hardlink_to(whole)
        whole.unlink()
    return file.read_bytes()
