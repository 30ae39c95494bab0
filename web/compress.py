"""`python -m web.compress`: brotli and gzip copies of Streamlit's files, made once for each version of Streamlit."""

import gzip
import importlib.metadata
import importlib.util
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import brotli

import settings
from web.static import ENCODINGS

# Fonts and pictures are compressed already.
_TEXT = frozenset({".js", ".css", ".html", ".json", ".svg", ".txt", ".wasm", ".map"})
_SMALLEST = 512


def streamlit_static() -> Path:
    """Streamlit's folder of script and style files, found without importing Streamlit."""
    spec = importlib.util.find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("streamlit is not installed")
    return Path(spec.origin).parent / "static" / "static"


def wanted(source: Path) -> Iterator[Path]:
    """The files worth compressing, largest first, so that no processor waits at the end."""
    files = [path for path in source.rglob("*") if path.is_file() and path.suffix in _TEXT]
    worth = [(path.stat().st_size, path) for path in files]
    yield from (path for size, path in sorted(worth, reverse=True) if size >= _SMALLEST)


def compress(path: Path, source: Path, made: Path) -> int:
    """Writes the copies that are missing and says how many bytes the brotli one has."""
    name = path.relative_to(source).as_posix()
    brotlied, gzipped = (made / f"{name}{ENCODINGS[coding]}" for coding in ("br", "gzip"))
    brotlied.parent.mkdir(parents=True, exist_ok=True)
    if not brotlied.exists():
        _write(brotlied, brotli.compress(path.read_bytes(), quality=11, lgwin=22))
    if not gzipped.exists():
        _write(gzipped, gzip.compress(path.read_bytes(), 9, mtime=0))
    return brotlied.stat().st_size


def _write(path: Path, body: bytes) -> None:
    """Under another name first: a copy broken off half way must not be served."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(body)
    unfinished.replace(path)


def main() -> int:
    """Makes all copies below var/static/<version>/ and says their size."""
    source = streamlit_static()
    made = settings.load().var / "static" / importlib.metadata.version("streamlit")
    with ProcessPoolExecutor() as pool:
        sizes = list(pool.map(partial(compress, source=source, made=made), wanted(source)))
    sys.stdout.write(f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB as brotli, in {made}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
