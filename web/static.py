"""Streamlit's script and style files, compressed once at set-up (web/compress.py) and kept by the browser for good."""

import gzip
import logging
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from web.site import Site, codings

PREFIX = "/static/"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
_FOREVER = "public, max-age=31536000, immutable"
_LOG = logging.getLogger(__name__)


# Streamlit names its own Latin typefaces behind ours; a phone without ours would fetch 170 kB for a few digits.
_TYPEFACE = re.compile(r"@font-face\{font-family:\"?Source [^}]*\}")


@dataclass(frozen=True, slots=True)
class File:
    """One file, or its content where we changed it, and the compressed copies there are of it."""

    name: str
    plain: Path | bytes
    media_type: str
    copies: Mapping[str, Path | bytes]


def manifest(source: Path, made: Path) -> dict[str, File]:
    """Every file below `source` by its address; `made` is where web/compress.py put the copies."""
    files = {}
    for path in source.rglob("*"):
        if path.is_file():
            name = path.relative_to(source).as_posix()
            copies = {coding: made / f"{name}{ending}" for coding, ending in ENCODINGS.items()}
            present = {coding: copy for coding, copy in copies.items() if copy.is_file()}
            media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
            files[PREFIX + name] = File(path.name, path, media_type, present)
    if not any(file.copies for file in files.values()):
        _LOG.warning("static files are not compressed yet: python -m web.compress")
    return files


def without_typefaces(file: File) -> File:
    """The stylesheet without the typefaces that config.toml does not ask for."""
    css = _TYPEFACE.sub("", _read(file.plain).decode()).encode()
    return replace(file, plain=css, copies={"br": brotli.compress(css, quality=11), "gzip": gzip.compress(css)})


class Static:
    """Answers everything below /static/; Streamlit itself would send 2.7 MB uncompressed, and its page for a miss."""

    def __init__(self, app: ASGIApp, files: Mapping[str, File], site: Site) -> None:
        self.app = app
        self.files = files
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request for a file, or passes it on."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self.app(scope, receive, send)
            return
        file = self.files.get(scope["path"])
        if scope["method"] not in ("GET", "HEAD"):
            response = Response(status_code=405, headers={"allow": "GET, HEAD"})
        else:
            response = _answer(file, Headers(scope=scope)) if file else self.site.now().messages.not_found
        await response(scope, receive, send)


def _answer(file: File, headers: Headers) -> Response:
    coding = _chosen(file, headers.get("accept-encoding", ""))
    body = _read(file.copies[coding] if coding else file.plain)
    # The name holds a hash of the content, so name and coding are the version.
    tag = f'"{file.name}{"-" + coding if coding else ""}"'
    kept = {"cache-control": _FOREVER, "etag": tag, "vary": "accept-encoding"}
    if tag in headers.get("if-none-match", ""):
        return Response(status_code=304, headers=kept)
    if coding:
        kept["content-encoding"] = coding
    return Response(body, media_type=file.media_type, headers=kept)


def _chosen(file: File, accepted: str) -> str:
    """The best coding that the browser takes and we have; '' for the plain file."""
    taken = codings(accepted)
    return next((coding for coding in ENCODINGS if coding in taken and coding in file.copies), "")


@lru_cache(maxsize=512)
def _read(body: Path | bytes) -> bytes:
    return body if isinstance(body, bytes) else body.read_bytes()
