"""Serve the web client: its files as they were built, its first page for every other address."""

import gzip
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeAlias

from attrs import define
from litestar import Response
from litestar.exceptions import NotFoundException

from cryptotracker.entrypoints.http.problems import AnyRequest

UI: Final = Path(__file__).parent / "ui"
INDEX: Final = "index.html"
ASSETS: Final = "assets/"
NOT_PAGES: Final = ("api/", "docs/", "health/", "metrics/", "problems/")

# Named here, for machines disagree on them, and browsers insist.
MEDIA_TYPES: Final = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
ALREADY_SMALL: Final = frozenset({".png", ".ico", ".woff2"})

MISSING: Final = b"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>CryptoTracker</title></head>
<body>
<h1>The web client has not been built</h1>
<p>Run <code>make setup</code> in the source tree, then start the service again.</p>
<p>The <a href="/docs">API</a> works without it.</p>
</body></html>
"""


@define
class File:
    """One file of the client; read, and made small, when it is first asked for.

    Attributes:
        lasting: its name changes with its content, so that browsers may keep it.
    """

    path: Path
    lasting: bool
    _cache: dict[str, bytes]

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get(self.path.suffix, "application/octet-stream")

    @property
    def content(self) -> bytes:
        if "plain" not in self._cache:
            self._cache["plain"] = self.path.read_bytes()
        return self._cache["plain"]

    @property
    def small(self) -> bytes | None:
        if self.path.suffix in ALREADY_SMALL:
            return None
        if "gzip" not in self._cache:
            self._cache["gzip"] = gzip.compress(self.content, mtime=0)
        return self._cache["gzip"]

    @property
    def tag(self) -> str:
        return f'"{blake2b(self.content, digest_size=12).hexdigest()}"'


Files: TypeAlias = Mapping[str, File]


def files(folder: Path) -> Files:
    """List the files there are: what is not listed cannot be asked for, whatever its path."""
    listed = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            listed[name] = File(path, name.startswith(ASSETS), {})
    return listed


def found(request: AnyRequest, known: Files) -> Response[bytes]:
    """Answer with the file that is asked for, or with the first page, which knows the address."""
    name = request.scope["path"].lstrip("/")
    if name in known:
        return sent(known[name], request)
    if f"{name}/".startswith(NOT_PAGES) or "." in name.rpartition("/")[2]:
        raise NotFoundException
    if INDEX not in known:
        return Response(MISSING, status_code=503, media_type=MEDIA_TYPES[".html"])
    return sent(known[INDEX], request)


def sent(file: File, request: AnyRequest) -> Response[bytes]:
    keep = "public, max-age=31536000, immutable" if file.lasting else "no-cache"
    headers = {"Cache-Control": keep, "ETag": file.tag, "Vary": "Accept-Encoding"}
    if file.tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    content = file.content
    if "gzip" in request.headers.get("accept-encoding", "") and file.small is not None:
        content = file.small
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type=file.media_type)
