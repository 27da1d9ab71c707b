"""Read the text of one setting; a text that will not do raises SettingsError with the reason.

A reader gets the setting's name and its text. The text is added to the error by whoever calls, if
it may be shown.
"""

import re
from collections.abc import Callable
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Final, NoReturn, TypeAlias
from urllib.parse import urlsplit, urlunsplit

from cryptotracker.domain.errors import InvalidValueError, SettingsError
from cryptotracker.domain.identity.users import check_email
from cryptotracker.domain.jobs.cron import Cron
from cryptotracker.ports.secrets import Secret

Network: TypeAlias = IPv4Network | IPv6Network

PREFIX: Final = "CRYPTOTRACKER_"
DATABASE: Final = re.compile(r"(sqlite:///.|postgresql://.)", re.ASCII)
SERVER: Final = "postgresql://"
STORAGE: Final = re.compile(r"file:///.+|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[a-z0-9._/-]*)?")
REDIS: Final = re.compile(r"(rediss?|unix)://.", re.ASCII)
WHOLE: Final = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
INSIDE, APART = "inside", "apart"
COUNT: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
SOURCE_NAME: Final = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)
SERVICES: Final = ("user", "market")
"""The services there are: portfolios and their figures; assets and their prices."""
HUNDRED: Final = 100
KEY_SHORTEST: Final = 32
DIGEST_DIGITS: Final = 40
HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\[?[0-9A-Fa-f:]{2,45}\]?", re.ASCII)


def refuse(name: str, reason: str, cause: Exception | None = None) -> NoReturn:
    raise SettingsError(name=PREFIX + name, reason=reason) from cause


def directory(name: str, text: str) -> Path:
    path = Path(text).expanduser()
    if not text.strip():
        refuse(name, "is empty; leave it out for the usual place")
    if path.exists() and not path.is_dir():
        refuse(name, f"{path} is not a directory")
    return path.absolute()


def file(name: str, text: str) -> Path:
    path = Path(text).expanduser()
    if not text.strip():
        refuse(name, "is empty; leave it out for the usual place")
    if path.is_dir():
        refuse(name, f"{path} is a directory")
    return path.absolute()


def database(name: str, text: str) -> str:
    if not DATABASE.match(text):
        refuse(name, "begins with postgresql:// or, followed by a path, with sqlite:///")
    return text


def databases(name: str, text: str) -> tuple[str, ...]:
    urls = listed(text)
    if not urls or not all(url.startswith(SERVER) for url in urls):
        refuse(name, f"lists addresses between commas, each of which begins with {SERVER}")
    if len(set(urls)) < len(urls):
        refuse(name, "names a replica twice")
    return urls


def storage(name: str, text: str) -> str:
    if not STORAGE.fullmatch(text):
        refuse(name, "is file:// and the whole path of a directory, or s3://bucket/prefix")
    return text


def backup_place(name: str, text: str) -> str:
    return storage(name, text) if "://" in text else f"file://{directory(name, text)}"


def cron(name: str, text: str) -> Cron:
    try:
        return Cron.read(text)
    except InvalidValueError as error:
        refuse(name, error.reason, error)


def key(name: str, text: str) -> Path:
    path = file(name, text)
    if not path.is_file() or path.stat().st_size < KEY_SHORTEST:
        reason = f"{path} is no file of at least {KEY_SHORTEST} random bytes"
        refuse(name, f"{reason}; head -c {KEY_SHORTEST} /dev/urandom makes one")
    return path


def digests(name: str, text: str) -> Path:
    """Read the place of a list of digests; what its first line looks like tells whether it is."""
    path = file(name, text)
    try:
        with path.open("rb") as opened:
            first = opened.readline(DIGEST_DIGITS + 1)
    except OSError as error:
        refuse(name, f"{path} cannot be read: {error.strerror}", error)
    if not re.fullmatch(rb"[0-9A-Fa-f]{40}[:\r\n]?", first):
        refuse(
            name, f"{path} does not begin with the SHA-1 of a password, as 40 digits and a colon"
        )
    return path


def redis(name: str, text: str) -> str:
    if not REDIS.match(text):
        refuse(name, "begins with redis://, rediss:// or unix://")
    return text


def count(of: str) -> Callable[[str, str], int]:
    """Make the reader of a number that may be 0."""

    def read(name: str, text: str) -> int:
        if not COUNT.fullmatch(text):
            refuse(name, f"is a whole number of {of}; 0 sets no limit")
        return int(text)

    return read


def whole(most: int) -> Callable[[str, str], int]:
    """Make the reader of a number from 1."""

    def read(name: str, text: str) -> int:
        if WHOLE.fullmatch(text) is None or int(text) > most:
            refuse(name, f"is a whole number from 1 to {most}")
        return int(text)

    return read


def sources(name: str, text: str) -> tuple[str, ...]:
    names = listed(text)
    if not names:
        refuse(name, "names at least one source of prices, like simulated")
    for each in names:
        if not SOURCE_NAME.fullmatch(each):
            refuse(name, f"{each!r} is no name of a source; one is simulated")
    return names


def services(name: str, text: str) -> tuple[str, ...]:
    names = listed(text)
    for each in names or ("",):
        if each not in SERVICES:
            refuse(name, f"{each!r} is no service there is; there are {', '.join(SERVICES)}")
    return names


def networks(name: str, text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each) for each in listed(text))
    except ValueError as error:
        refuse(name, f"lists addresses or networks, like 10.0.0.0/8: {error}", error)


def web_address(name: str, text: str) -> str:
    """Read the address of a server; a path may follow, nothing else."""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError as error:
        refuse(name, "is no address such as https://example.org", error)
    if not fits or parts.query or parts.fragment or parts.username is not None:
        refuse(name, "is an address such as https://example.org, without user, ? and #")
    return text.rstrip("/")


def origin(name: str, text: str) -> str:
    found = web_address(name, text)
    if urlsplit(found).path:
        refuse(name, "is an address such as https://example.org, without a path")
    return found.lower()


def origins(name: str, text: str) -> tuple[str, ...]:
    return tuple(origin(name, each) for each in listed(text))


def secret(name: str, text: str) -> Secret:
    if not text.strip():
        refuse(name, "is empty; leave it out instead")
    return Secret(text.strip())


def secret_address(name: str, text: str) -> Secret:
    """Read an address that holds a key, as a Sentry DSN does."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.username or not parts.hostname:
        refuse(name, "is an address such as https://key@example.org/1")
    return Secret(text)


def line(name: str, text: str) -> str:
    if not text.strip() or not text.isprintable():
        refuse(name, "is a text of one line")
    return text.strip()


def host(name: str, text: str) -> str:
    if not HOST.fullmatch(text):
        refuse(name, "is the name or address of a machine, like mail.example.org")
    return text.lower()


def sender(name: str, text: str) -> str:
    _, address = parseaddr(line(name, text))
    try:
        check_email(address)
    except InvalidValueError as error:
        refuse(name, "is an address like CryptoTracker <tracker@example.org>", error)
    return text.strip()


def flag(name: str, text: str) -> bool:
    return choice("yes", "no")(name, text) == "yes"


def switch(name: str, text: str) -> bool:
    return choice("on", "off")(name, text) == "on"


def percent(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > HUNDRED:
        refuse(name, "is a whole number from 0 to 100")
    return int(text)


def short_name(name: str, text: str) -> str:
    if not SOURCE_NAME.fullmatch(text):
        refuse(name, "is a name of small letters, digits and -")
    return text


def choice(*known: str) -> Callable[[str, str], str]:
    """Make the reader of a setting that is one of a few words."""

    def read(name: str, text: str) -> str:
        if text not in known:
            refuse(name, f"is one of {', '.join(known)}")
        return text

    return read


def listed(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def without_password(url: str) -> str:
    """Return an address as it may be shown."""
    try:
        parts = urlsplit(url)
        password, port = parts.password, parts.port
    except ValueError:
        return "[an address that cannot be read]"
    if password is None and not parts.query:
        return url
    host = f"{parts.hostname or ''}:{port}" if port else parts.hostname or ""
    user = f"{parts.username}:***@" if password is not None else ""
    return urlunsplit((parts.scheme, user + host, parts.path, "***" if parts.query else "", ""))
