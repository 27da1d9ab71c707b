"""Remember which server commands ask, and by which token: in a file that only its owner reads."""

import os
import tempfile
from pathlib import Path
from typing import Final

import msgspec
from attrs import field, frozen

from cryptotracker.domain.errors import SettingsError
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.settings import Settings

NAME: Final = "sign-in.json"
OTHERS: Final = 0o077


@frozen(kw_only=True)
class SignIn:
    """A server, and the token it knows one by."""

    server: str
    token: str = field(repr=False)


def sign_in(settings: Settings) -> SignIn:
    """Return what the settings say, or what was remembered."""
    if settings.server is not None and settings.token is not None:
        return SignIn(server=settings.server, token=settings.token.reveal())
    if settings.server is not None or settings.token is not None:
        missing = "TOKEN" if settings.token is None else "SERVER"
        raise SettingsError(
            name=PREFIX + missing, reason="is missing: server and token go together"
        )
    return remembered(settings.data_dir / NAME)


def remembered(path: Path) -> SignIn:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            found = msgspec.json.decode(file.read(), type=dict[str, str])
        if os.name == "posix" and mode & OTHERS:
            raise SettingsError(name=str(path), reason="can be read by others; run: chmod 600")
        return SignIn(**found)
    except FileNotFoundError as error:
        reason = "is not set, and nobody is signed in; run: cryptotracker login SERVER"
        raise SettingsError(name=f"{PREFIX}SERVER", reason=reason) from error
    except (OSError, msgspec.DecodeError, msgspec.ValidationError, TypeError) as error:
        reason = "cannot be read; run: cryptotracker login SERVER"
        raise SettingsError(name=str(path), reason=reason) from error


def remember(settings: Settings, found: SignIn) -> Path:
    """Write it whole or not at all; the file is private from its first byte."""
    path = settings.data_dir / NAME
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, new = tempfile.mkstemp(dir=path.parent, prefix=".sign-in-")  # mode 0600
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode({"server": found.server, "token": found.token}))
        Path(new).replace(path)
    except OSError as error:
        reason = f"cannot be written: {error.strerror}"
        raise SettingsError(name=str(path), reason=reason) from error
    return path


def forget(settings: Settings) -> bool:
    """Forget it; say whether there was anything."""
    path = settings.data_dir / NAME
    known = path.exists()
    path.unlink(missing_ok=True)
    return known
