"""What an installation is told: environment variables, or a file of the same names.

A variable of the environment wins over the file. To add a setting: a field of Settings, and a line
in SETTINGS that reads it.
"""

import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

from attrs import field, frozen

from cryptotracker.domain.errors import SettingsError

Network: TypeAlias = IPv4Network | IPv6Network

PREFIX: Final = "CRYPTOTRACKER_"
CONFIG: Final = "CONFIG"
DATABASE: Final = re.compile(r"(sqlite:///.|postgresql://.)", re.ASCII)
STORAGE: Final = re.compile(r"file:///.+|s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[a-z0-9._/-]*)?")
S3: Final = "S3_"
REDIS: Final = re.compile(r"(rediss?|unix)://.", re.ASCII)
COUNT: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
WHOLE: Final = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
TRUTHS: Final = {"true": True, "false": False}
SOURCE_NAME: Final = re.compile(r"[a-z][a-z0-9-]*", re.ASCII)


@frozen(kw_only=True)
class Settings:
    """Everything that can be set.

    Attributes:
        database_url: SQLite in the data directory, unless it says otherwise.
        storage_url: where files are kept: in the data directory, unless it says otherwise.
        database_pool: connections to PostgreSQL at once; the waits are in seconds.
        database_accepts_risks: serve although PostgreSQL may lose what it called kept.
        price_sources: names of plug-ins.
        redis_url: what processes share; without it each has its own.
        trusted_proxies: whose word on who asks is taken.
        rate_limit_address: requests a minute from one address; 0 sets no limit.
        rate_limit_all: requests a minute from everybody.
        of_adapters: what is left to the adapters chosen, like COINGECKO_KEY.
    """

    data_dir: Path
    database_url: str = field()
    storage_url: str = field()
    database_pool: int = 10
    database_pool_seconds: int = 2
    database_statement_seconds: int = 90
    database_lock_seconds: int = 60
    database_accepts_risks: bool = False
    price_sources: tuple[str, ...] = ("simulated",)
    redis_url: str = ""
    trusted_proxies: tuple[Network, ...] = ()
    rate_limit_address: int = 6_000
    rate_limit_all: int = 60_000
    of_adapters: Mapping[str, str] = field(factory=dict)

    @database_url.default
    def _in_data_dir(self) -> str:
        return f"sqlite:///{self.data_dir / 'cryptotracker.db'}"

    @storage_url.default
    def _files_in_data_dir(self) -> str:
        return f"file://{self.data_dir / 'files'}"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; an unknown name or a wrong value raises SettingsError."""
    given = {
        name.removeprefix(PREFIX): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    given = in_file(given.pop(CONFIG, "")) | given
    found: dict[str, Any] = {"data_dir": platform_data_dir(environment)}
    for name, (attribute, read) in SETTINGS.items():
        if name in given:
            found[attribute] = read(name, given.pop(name))
    settings = Settings(**found)
    sources = [source.upper().replace("-", "_") for source in settings.price_sources]
    mine = (S3, *(f"{source}_" for source in sources))
    for name in given:
        if not name.startswith(mine):
            refuse(name, "there is no such setting; there are " + ", ".join((CONFIG, *SETTINGS)))
    return Settings(**found, of_adapters=given)


def in_file(path: str) -> dict[str, str]:
    """Read a TOML file; its names are written with the prefix or without it."""
    if not path:
        return {}
    try:
        values = tomllib.loads(Path(path).expanduser().read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        refuse(CONFIG, f"{path} cannot be read: {error}", error)
    given = {name.removeprefix(PREFIX): text_of(name, value) for name, value in values.items()}
    if CONFIG in given:
        refuse(CONFIG, f"{path} names another file, which is not read")
    return given


def text_of(name: str, value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    if not isinstance(value, str):
        refuse(name.removeprefix(PREFIX), "is a text between quotes")
    return value


def platform_data_dir(environment: Mapping[str, str]) -> Path:
    """Return where programs of a user keep data on this system."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "cryptotracker"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData/Local") / "cryptotracker"
    shared = Path(environment.get("XDG_DATA_HOME", ""))
    # The specification: a path that is not absolute is to be ignored.
    return (shared if shared.is_absolute() else home / ".local" / "share") / "cryptotracker"


def directory(name: str, text: str) -> Path:
    path = Path(text).expanduser()
    if not text.strip():
        refuse(name, "is empty; leave it out for the usual place")
    if path.exists() and not path.is_dir():
        refuse(name, f"{path} is not a directory")
    return path.absolute()


def database(name: str, text: str) -> str:
    if not DATABASE.match(text):
        refuse(name, "begins with postgresql:// or, followed by a path, with sqlite:///")
    return text


def storage(name: str, text: str) -> str:
    if not STORAGE.fullmatch(text):
        refuse(name, "is file:// and the whole path of a directory, or s3://bucket/prefix")
    return text


def whole(name: str, text: str) -> int:
    if not WHOLE.fullmatch(text):
        refuse(name, "must be a whole number from 1 to 9999")
    return int(text)


def truth(name: str, text: str) -> bool:
    if text not in TRUTHS:
        refuse(name, "must be true or false")
    return TRUTHS[text]


def sources(name: str, text: str) -> tuple[str, ...]:
    names = tuple(each.strip() for each in text.split(",") if each.strip())
    if not names:
        refuse(name, "names at least one source of prices, like simulated")
    for each in names:
        if not SOURCE_NAME.fullmatch(each):
            refuse(name, f"{each!r} is no name of a source; one is simulated")
    return names


def redis(name: str, text: str) -> str:
    if not REDIS.match(text):
        refuse(name, "begins with redis://, rediss:// or unix://")
    return text


def networks(name: str, text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError as error:
        refuse(name, "lists addresses or networks, like 10.0.0.7,10.1.0.0/16", error)


def a_minute(name: str, text: str) -> int:
    if not COUNT.fullmatch(text):
        refuse(name, "is a whole number of requests a minute; 0 sets no limit")
    return int(text)


def refuse(name: str, reason: str, cause: Exception | None = None) -> NoReturn:
    raise SettingsError(name=PREFIX + name, reason=reason) from cause


SETTINGS: Final[Mapping[str, tuple[str, Callable[[str, str], object]]]] = {
    "DATABASE_URL": ("database_url", database),
    "DATABASE_POOL": ("database_pool", whole),
    "DATABASE_POOL_SECONDS": ("database_pool_seconds", whole),
    "DATABASE_STATEMENT_SECONDS": ("database_statement_seconds", whole),
    "DATABASE_LOCK_SECONDS": ("database_lock_seconds", whole),
    "DATABASE_ACCEPTS_RISKS": ("database_accepts_risks", truth),
    "DATA_DIR": ("data_dir", directory),
    "STORAGE_URL": ("storage_url", storage),
    "PRICE_SOURCES": ("price_sources", sources),
    "RATE_LIMIT_ADDRESS": ("rate_limit_address", a_minute),
    "RATE_LIMIT_ALL": ("rate_limit_all", a_minute),
    "REDIS_URL": ("redis_url", redis),
    "TRUSTED_PROXIES": ("trusted_proxies", networks),
}
