"""Where an installation is found: by its public address, or wherever its server listens here.

The server takes the next free port if 8000 is not; a command that writes a link reads which one it
was from the data directory.
"""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptotracker.entrypoints.settings import Settings

AT_HOME: Final = "http://127.0.0.1:8000"
FILE: Final = "address"


def remember(settings: Settings, address: str) -> None:
    """Let commands know where the server is; the directory is its own."""
    place(settings).write_text(f"{address}\n", encoding="ascii")


def site(settings: Settings) -> str:
    """Return what links of this installation begin with."""
    if settings.public_url is not None:
        return settings.public_url
    try:
        return place(settings).read_text(encoding="ascii").strip() or AT_HOME
    except OSError:
        return AT_HOME


def of_passkeys(site: str) -> str:
    """Name a laptop rather than number it: browsers bind no passkey to an address of digits."""
    host, port = urlsplit(site).hostname, urlsplit(site).port
    return f"http://localhost:{port}" if host in {"127.0.0.1", "::1"} else site


def place(settings: Settings) -> Path:
    return settings.data_dir / FILE
