"""The composition root: which adapter stands behind each port of a running service."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.durability import risks
from cryptotracker.adapters.persistence.engines import Limits
from cryptotracker.adapters.persistence.replicas import Follow
from cryptotracker.adapters.persistence.revision import NEWEST, applied
from cryptotracker.application.announcing import AnnouncedDatabases
from cryptotracker.application.backups import MakeBackup
from cryptotracker.application.jobs.backing_up import BackUp
from cryptotracker.application.restoring import RestoreBackup
from cryptotracker.domain.errors import DatabaseUnavailableError, SettingsError
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.assembly import Parts, installation
from cryptotracker.entrypoints.keys import RINGS, letterbox, vault
from cryptotracker.entrypoints.mailing import mail
from cryptotracker.entrypoints.news_assembly import news_means
from cryptotracker.entrypoints.observing import SILENT
from cryptotracker.entrypoints.pricing import World, chosen, open_pricing
from cryptotracker.entrypoints.readers import PREFIX
from cryptotracker.entrypoints.settings import S3, Settings
from cryptotracker.entrypoints.shared import open_shared
from cryptotracker.entrypoints.tracker import Installation, Tracker, Trackers
from cryptotracker.entrypoints.uploads_folder import uploads_folder
from cryptotracker.ports.backups import Rows, Sealing, Secret
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.profiles import Pictures
from cryptotracker.ports.secrets import FRONT, MASTER
from cryptotracker.ports.telemetry import Telemetry

SQLITE: Final = "sqlite:///"


@asynccontextmanager
async def open_tracker(settings: Settings, telemetry: Telemetry = SILENT) -> AsyncIterator[Tracker]:
    """Open what the use cases need of whoever runs the program: its owner."""
    async with open_trackers(settings, telemetry) as trackers:
        yield trackers.of(THE_OWNER)


@asynccontextmanager
async def open_trackers(
    settings: Settings, telemetry: Telemetry = SILENT
) -> AsyncIterator[Trackers]:
    """Open what the use cases need, of whichever owner."""
    async with open_installation(settings, telemetry) as opened:
        yield opened.trackers


@asynccontextmanager
async def open_installation(
    settings: Settings, telemetry: Telemetry = SILENT, rings: Collection[str] = RINGS
) -> AsyncIterator[Installation]:
    """Open all there is; it is closed when the block ends.

    Without the ring of workers they can put secrets into their letterbox, and not read one.
    """
    clock, catalogue = SystemClock(), EmbeddedCatalogue()
    async with AsyncExitStack() as stack:
        chosen(settings.price_sources)
        await prepare_database(settings)
        shared = await open_shared(settings, stack, telemetry)
        url, bounds, replicas = settings.database_url, limits(settings), follow(settings)
        opened = open_database(url, bounds, replicas, telemetry.tracer)
        kept = await stack.enter_async_context(opened)
        telemetry.meter.watch("database_connections", kept.connections)
        telemetry.meter.watch("database_replica_lag_seconds", kept.lags)
        databases = AnnouncedDatabases(kept, shared.events)
        world = World(catalogue, clock, databases.of_everybody(), telemetry)
        parts = Parts(
            databases=databases,
            source=settings.price_sources[0],
            pricing=await open_pricing(settings, world, stack),
            catalogue=catalogue,
            clock=clock,
            store=open_files(settings),
            pictures=pictures,
            shared=shared,
            audience=telemetry.audience,
            listening=kept.arrivals,
            front=vault(settings, FRONT),
            letterbox=letterbox(),
            vault=vault(settings, MASTER) if MASTER in rings else None,
            room=partial(uploads_folder, settings.data_dir),
            back_up=scheduled_backup(settings),
            back_up_at=settings.backup_at,
            mail=mail(settings),
            news=news_means(settings, catalogue),
        )
        yield installation(parts)


async def prepare_database(settings: Settings) -> None:
    """Bring a file of ours to the tables of this version; a server's database only when told to.

    Others may be using a server's database with an older version of this program.
    """
    url = settings.database_url
    ours = url.startswith(SQLITE)
    if ours:
        make_private(Path(url.removeprefix(SQLITE)).parent)
    found = await applied(url)
    if found == NEWEST:
        return
    if not ours:
        reason = (
            f"its tables are not those of this version (the last migration applied is "
            f"{found or 'none'}, the newest {NEWEST}); run `cryptotracker db upgrade`"
        )
        raise DatabaseUnavailableError(reason=reason)
    await upgrade_database(settings)


def limits(settings: Settings) -> Limits:
    return Limits(
        pool=settings.database_pool,
        pool_seconds=settings.database_pool_seconds,
        statement_seconds=settings.database_statement_seconds,
        lock_seconds=settings.database_lock_seconds,
    )


def follow(settings: Settings) -> Follow | None:
    urls, longest = settings.database_replica_urls, settings.database_replica_lag_seconds
    return Follow(urls=urls, longest=longest) if urls else None


async def refuse_risks(settings: Settings) -> None:
    """Refuse a server that may lose what it kept, or a role above its rules, unless told to."""
    found = [] if settings.database_accepts_risks else await risks(settings.database_url)
    if found:
        remedy = f"mend it, or set {PREFIX}DATABASE_ACCEPTS_RISKS=yes"
        raise DatabaseUnavailableError(reason=f"{found[0]}; {remedy}")


async def upgrade_database(settings: Settings) -> None:
    """Apply the migrations that are missing; a SQLite file, and its directory, is made."""
    url = settings.database_url
    if url.startswith(SQLITE):
        make_private(Path(url.removeprefix(SQLITE)).parent)
    await schema().upgrade(url)


async def current_revision(settings: Settings) -> str | None:
    return await applied(settings.database_url)


async def check_database(settings: Settings) -> Sequence[str]:
    found: Sequence[str] = await schema().check(settings.database_url)
    return found


def schema() -> ModuleType:
    """Load Alembic, by name and only now: a database that is up to date does not need it."""
    return import_module("cryptotracker.adapters.persistence.schema")


def make_private(directory: Path) -> None:
    """Make a directory that only its owner can read; leave one that is there as it is."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"its directory {directory} cannot be made: {error.strerror}"
        raise DatabaseUnavailableError(reason=reason) from error


def open_files(settings: Settings) -> FileStore:
    """Open the place where files are kept."""
    return open_store(settings.storage_url, settings)


def open_store(url: str, settings: Settings) -> FileStore:
    kind, _, place = url.partition("://")
    adapters = "cryptotracker.adapters.files"
    found: FileStore
    if kind == "file":
        found = import_module(f"{adapters}.local").LocalFiles.open(Path(place))
        return found
    s3 = import_module(f"{adapters}.s3")
    given = {name: value for name, value in settings.of_adapters.items() if name.startswith(S3)}
    for name in given:
        if name not in s3.OPTIONS:
            known = ", ".join(s3.OPTIONS)
            raise SettingsError(name=PREFIX + name, reason=f"is no setting; there are {known}")
    bucket, _, prefix = place.partition("/")
    found = s3.S3Files.open(bucket, prefix.strip("/"), given)
    return found


async def check_files(settings: Settings) -> None:
    """Look for a file, or raise StorageUnavailableError."""
    async for _ in open_files(settings).below("doctor"):
        return


def make_backup(settings: Settings) -> MakeBackup:
    return MakeBackup(rows(settings), open_files(settings), sealing(), SystemClock())


def scheduled_backup(settings: Settings) -> BackUp | None:
    """Say how a worker makes backups, if the settings say where to."""
    place, key = settings.backup_to, settings.backup_key_file
    if place is None or key is None:
        return None
    return BackUp(
        make=partial(make_backup, settings),
        to=partial(open_store, place, settings),
        secret=lambda: Secret(key=key.read_bytes()),
        keep=settings.backup_keep,
    )


def restore_backup(settings: Settings) -> RestoreBackup:
    url = settings.database_url
    if url.startswith(SQLITE):
        make_private(Path(url.removeprefix(SQLITE)).parent)
    return RestoreBackup(rows(settings), open_files(settings), sealing())


def rows(settings: Settings) -> Rows:
    adapter = import_module("cryptotracker.adapters.persistence.rows")  # it needs Alembic
    found: Rows = adapter.SqlRows(settings.database_url)
    return found


@cache
def pictures() -> Pictures:
    """Load Pillow, by name and only now: most never send a picture."""
    found: Pictures = import_module("cryptotracker.adapters.pictures.pillow").PillowPictures()
    return found


def sealing() -> Sealing:
    found: Sealing = import_module("cryptotracker.adapters.security.sealing").SealedStreams()
    return found
