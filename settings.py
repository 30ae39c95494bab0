"""The only reader of os.environ: what a deployment may choose, each with its default."""

import contextlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping
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


class SettingsError(ValueError):
    """What is wrong in the environment, a line for each."""


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises SettingsError with every number or network that is not one."""
    given = os.environ if environ is None else environ
    faults: list[str] = []

    def seconds(name: str, usual: str) -> float:
        text = given.get(name, usual)
        if not re.fullmatch(r"\d+(\.\d+)?", text) or not float(text):
            faults.append(f"環境変数 {name}: 0より大きい秒数（例 {usual}）が要りますが「{text}」です。")
            return float(usual)
        return float(text)

    def networks(name: str) -> Iterator[IPv4Network | IPv6Network]:
        for text in given.get(name, "").replace(",", " ").split():
            try:
                yield ip_network(text)
            except ValueError:
                faults.append(f"環境変数 {name}: アドレス（例 127.0.0.1 や 10.0.0.0/8）が要りますが「{text}」です。")

    var = Path(given.get("KURASHI_VAR_DIR", ROOT / "var"))
    chosen = Settings(
        var=var,
        config=Path(given.get("KURASHI_CONFIG_DIR", ROOT / "config")),
        purge_seconds=seconds("KURASHI_PURGE_SECONDS", "30"),
        refresh_seconds=seconds("KURASHI_REFRESH_SECONDS", "30"),
        count_seconds=seconds("KURASHI_COUNT_SECONDS", "600"),
        database_url=given.get("DATABASE_URL", f"sqlite:///{var / 'records.db'}"),
        trusted_proxies=tuple(networks("KURASHI_TRUSTED_PROXIES")),
    )
    if faults:
        raise SettingsError("\n".join(faults))
    return chosen


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
