"""`python -m web.compress`: Streamlit's files for a slow line, made once for each version of Streamlit: the scripts of
the first screens in one (web/pack.py), and a brotli and a gzip copy of everything."""

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
from web.pack import PACKED, PackError, pack
from web.static import ENCODINGS

# Fonts and pictures are compressed already.
_TEXT = frozenset({".js", ".css", ".html", ".json", ".svg", ".txt", ".wasm", ".map"})
_SMALLEST = 512


def streamlit_static() -> Path:
    """Streamlit's folder of page, script and style files, found without importing Streamlit."""
    spec = importlib.util.find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("streamlit is not installed")
    return Path(spec.origin).parent / "static"


def wanted(source: Path, without: str = "") -> Iterator[Path]:
    """The files worth compressing, largest first, so that no processor waits at the end; none of folder `without`."""
    files = [path for path in source.rglob("*") if path.is_file() and path.suffix in _TEXT]
    worth = [(path.stat().st_size, path) for path in files if path.relative_to(source).parts[0] != without]
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
    """Makes everything below var/static/<version>/ and says the size; without the joined scripts, why."""
    static = streamlit_static()
    made = settings.load().var / "static" / importlib.metadata.version("streamlit")
    original, own = static / "static", made / PACKED
    try:
        pack(static, made)
        work = [(original, wanted(original, without="js")), (own, wanted(own))]
    except PackError as fault:
        sys.stderr.write(f"the scripts could not be joined and go out one by one, which is slower: {fault}\n")
        work = [(original, wanted(original))]
    sizes: list[int] = []
    with ProcessPoolExecutor() as pool:
        for source, paths in work:
            sizes += pool.map(partial(compress, source=source, made=made), paths)
    sys.stdout.write(f"{len(sizes)} files, {sum(sizes) / 1e6:.1f} MB as brotli, in {made}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
