"""What an installation is told: environment variables, or a file of the same names.

A variable of the environment wins over the file. A secret may lie in a file of its own, named by
its variable with _FILE behind it, as containers hand secrets over. To add a setting: a field of
Settings here, and an entry in known_settings; `python tools/reference.py` writes the reference.
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from cryptotracker.domain.errors import SettingsError
from cryptotracker.domain.jobs.cron import Cron
from cryptotracker.entrypoints.issuer_settings import Oidc, check_issuers, take_oidc
from cryptotracker.entrypoints.known_settings import SETTINGS
from cryptotracker.entrypoints.people_settings import check_mail
from cryptotracker.entrypoints.readers import (
    APART,
    INSIDE,
    PREFIX,
    SERVER,
    SERVICES,
    Network,
    refuse,
    without_password,
)
from cryptotracker.entrypoints.setting import Setting
from cryptotracker.ports.secrets import Secret

CONFIG: Final = "CONFIG"
S3: Final = "S3_"
"""What the names of a bucket's own settings begin with."""

FILE: Final = "_FILE"
NIGHTLY: Final = Cron.read("30 2 * * *")


def without_passwords(urls: tuple[str, ...]) -> str:
    return ", ".join(map(without_password, urls))


def names(given: Mapping[str, str]) -> str:
    return ", ".join(sorted(given))


@frozen(kw_only=True)
class Settings:
    """Everything that can be set.

    Attributes:
        database_url: SQLite in the data directory, unless it says otherwise.
        storage_url: where files are kept: in the data directory, unless it says otherwise.
        database_pool: connections to PostgreSQL at once; the waits are in seconds.
        database_accepts_risks: serve although PostgreSQL may lose what it called kept.
        database_replica_urls: replicas, read where it may lag by so many seconds.
        redis_url: what processes share; without it each has its own.
        rate_limit_address: requests a minute from one address; 0 sets no limit.
        rate_limit_user: requests a minute of one user, from wherever.
        rate_limit_all: requests a minute from everybody.
        connection_limit_address: connections at once, likewise.
        worker: whether the server does jobs itself, or leaves them to `cryptotracker worker`.
        worker_jobs: so many at once.
        worker_lease_seconds: so long after its last sign of life a worker's jobs are taken over.
        news_networks: feeds may be in these, although they are not public.
        master_key_file: beside the data directory, since a backup of that must not hold it.
        front_key_file: there, too; the key of what the server itself has to open.
        price_sources: names of plug-ins.
        oidc: issuers by names that the settings give them.
        of_adapters: what is left to the adapters chosen, like COINGECKO_KEY.
    """

    data_dir: Path
    database_url: str = field(repr=without_password)
    storage_url: str = field()
    redis_url: str = field(default="", repr=without_password)
    database_pool: int = 10
    database_pool_seconds: int = 2
    database_statement_seconds: int = 90
    database_lock_seconds: int = 60
    database_accepts_risks: bool = False
    database_replica_urls: tuple[str, ...] = field(default=(), repr=without_passwords)
    database_replica_lag_seconds: int = 10
    quoting_seconds: int = 5
    price_sources: tuple[str, ...] = ("simulated",)
    services: tuple[str, ...] = SERVICES
    public_url: str | None = None
    cors_origins: tuple[str, ...] = ()
    docs: bool = True
    trusted_proxies: tuple[Network, ...] = ()
    rate_limit_address: int = 6_000
    rate_limit_user: int = 6_000
    rate_limit_all: int = 60_000
    connection_limit_address: int = 100
    connection_limit_all: int = 500
    worker: str = field()
    worker_jobs: int = 4
    worker_lease_seconds: int = 60
    master_key_file: Path = field()
    front_key_file: Path = field()
    backup_to: str | None = None
    backup_key_file: Path | None = None
    backup_keep: int = 14
    backup_at: Cron = NIGHTLY
    registration: str = "invited"
    leaked_passwords_file: Path | None = None
    news: bool = False
    news_networks: tuple[Network, ...] = ()
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_username: str | None = None
    smtp_password: Secret | None = None
    smtp_sender: str | None = None
    sendgrid_api_key: Secret | None = None
    sendgrid_sender: str | None = None
    sendgrid_url: str = "https://api.sendgrid.com"
    google_client_id: str | None = None
    google_client_secret: Secret | None = None
    google_issuer: str = "https://accounts.google.com"
    github_client_id: str | None = None
    github_client_secret: Secret | None = None
    github_url: str = "https://github.com"
    github_api_url: str = "https://api.github.com"
    telegram_bot_token: Secret | None = None
    telegram_oauth_url: str = "https://oauth.telegram.org"
    oidc: tuple[Oidc, ...] = ()
    server: str | None = None
    token: Secret | None = None
    log_format: str = "auto"
    log_level: str = "info"
    metrics_token: Secret | None = None
    metrics_port: int | None = None
    otel_endpoint: str | None = None
    otel_headers: Secret | None = None
    otel_service_name: str = "cryptotracker"
    otel_sample_percent: int = 100
    sentry_dsn: Secret | None = None
    mixpanel_token: Secret | None = None
    mixpanel_consent: bool = False
    mixpanel_url: str = "https://api.mixpanel.com"
    of_adapters: Mapping[str, str] = field(factory=dict, repr=names)

    @database_url.default
    def _in_data_dir(self) -> str:
        return f"sqlite:///{self.data_dir / 'cryptotracker.db'}"

    @storage_url.default
    def _files_in_data_dir(self) -> str:
        return f"file://{self.data_dir / 'files'}"

    @worker.default
    def _inside_with_an_embedded_database(self) -> str:
        return INSIDE if self.database_url.startswith("sqlite:") else APART

    @master_key_file.default
    def _beside_data_dir(self) -> Path:
        return self.data_dir.with_name(f"{self.data_dir.name}.key")

    @front_key_file.default
    def _beside_data_dir_too(self) -> Path:
        return self.data_dir.with_name(f"{self.data_dir.name}.front.key")

    @property
    def prints_letters(self) -> bool:
        """Tell whether nobody takes letters, so that whoever runs the service passes them on."""
        return self.smtp_host is None and self.sendgrid_api_key is None

    def secrets(self) -> tuple[str, ...]:
        """Return every text that must not be found in what we say of ourselves."""
        marked = (each.reveal() for each in vars_of(self) if isinstance(each, Secret))
        texts = (each for each in vars_of(self) if isinstance(each, str))
        passwords = map(password_of, (*texts, *self.database_replica_urls))
        issuers = (each.client_secret.reveal() for each in self.oidc if each.client_secret)
        return tuple(filter(None, (*marked, *passwords, *issuers, *self.of_adapters.values())))


def vars_of(settings: Settings) -> list[object]:
    return [getattr(settings, setting.attribute) for setting in SETTINGS.values()]


def password_of(text: str) -> str | None:
    try:
        return urlsplit(text).password
    except ValueError:
        return None


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; an unknown name or a wrong value raises SettingsError."""
    given = {
        name.removeprefix(PREFIX): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    given = in_file(given.pop(CONFIG, "")) | given
    given = with_secrets(given)
    check_issuers(given)
    check_mail(given)
    found: dict[str, Any] = {"data_dir": platform_data_dir(environment)}
    for name, setting in SETTINGS.items():
        if name in given:
            found[setting.attribute] = value_of(name, setting, given.pop(name))
    found["oidc"] = take_oidc(given)
    settings = Settings(**found)
    if settings.backup_to is not None and settings.backup_key_file is None:
        refuse("BACKUP_KEY_FILE", "is needed with BACKUP_TO: a backup is sealed with a key")
    if settings.database_replica_urls and not settings.database_url.startswith(SERVER):
        refuse("DATABASE_REPLICA_URLS", "is of PostgreSQL, and DATABASE_URL names none")
    sources = [source.upper().replace("-", "_") for source in settings.price_sources]
    mine = (S3, *(f"{source}_" for source in sources))
    for name in given:
        if not name.startswith(mine):
            refuse(name, "there is no such setting; there are " + ", ".join((CONFIG, *SETTINGS)))
    return Settings(**found, of_adapters=given)


def value_of(name: str, setting: Setting, text: str) -> object:
    try:
        return setting.read(name, text)
    except SettingsError as error:
        if setting.secret:
            raise
        raise evolve(error, reason=f"was {without_password(text)!r}: {error.reason}") from error


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


def with_secrets(given: Mapping[str, str]) -> dict[str, str]:
    """Read the secrets that lie in files of their own."""
    read = dict(given)
    for name, path in given.items():
        of = name.removesuffix(FILE)
        if of == name or name in SETTINGS or (of in SETTINGS and not SETTINGS[of].secret):
            continue
        if of in given:
            refuse(name, f"and {PREFIX}{of} are both given; one of them is enough")
        try:
            read[of] = Path(path).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            refuse(name, f"{path} cannot be read: {error}", error)
        del read[name]
    return read


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
