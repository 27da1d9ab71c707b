"""Make long answers small for whoever says that he can read them so."""

from collections.abc import Awaitable
from typing import Final

from litestar.config.compression import CompressionConfig
from litestar.middleware.compression import CompressionMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

CONFIG: Final = CompressionConfig(
    backend="gzip", gzip_compress_level=4, minimum_size=1024, exclude_opt_key="made_small"
)
ACCEPTS: Final = b"accept-encoding"


def compressing(app: ASGIApp) -> ASGIApp:
    """Let the framework compress; it would read all headers of those who never asked for it."""
    compressed = CompressionMiddleware(app, CONFIG)

    def chosen(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        asked = ACCEPTS in [name for name, _ in scope["headers"]]
        return (compressed if asked else app)(scope, receive, send)

    return chosen
