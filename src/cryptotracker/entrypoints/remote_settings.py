"""The settings of a command line that asks a server elsewhere."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from cryptotracker.entrypoints import readers
from cryptotracker.entrypoints.setting import Setting

HERE: Final = frozenset({"127.0.0.1", "::1", "localhost"})


def server(name: str, text: str) -> str:
    """Read the address of a server that a token is sent to: nobody on the way may read it."""
    found = readers.origin(name, text)
    parts = urlsplit(found)
    if parts.scheme != "https" and parts.hostname not in HERE:
        readers.refuse(name, "begins with https://, or others could read the token on its way")
    return found


REMOTE: Final[Mapping[str, Setting]] = {
    "SERVER": Setting(
        "server",
        server,
        "the server that `cryptotracker remote` asks, like `https://tracker.example.org`",
        "the one that `cryptotracker login` named",
    ),
    "TOKEN": Setting(
        "token",
        readers.secret,
        "the [token](../how-to/use-an-api-token.md) it is asked with; needed with `SERVER`",
        "the one that `cryptotracker login` was given",
        secret=True,
    ),
}
