"""Look at each part that the settings name: is it there, how fast, which version, what to do.

To add a check: a function of the settings that returns a Finding, and a line in CHECKS. None prints
a secret, changes anything, or is waited for longer than PATIENCE_SECONDS.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from time import perf_counter_ns
from typing import Final

from attrs import evolve

from cryptotracker.adapters.persistence.inspection import inspect_database
from cryptotracker.adapters.persistence.replicas import inspect_replicas
from cryptotracker.application.jobs.backing_up import BACK_UP
from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.jobs.jobs import DONE, FAILED
from cryptotracker.entrypoints.bootstrap import (
    SQLITE,
    check_database,
    check_files,
    follow,
    open_installation,
)
from cryptotracker.entrypoints.checking_prices import price_sources
from cryptotracker.entrypoints.cli.sentences import sentence
from cryptotracker.entrypoints.extras import extras, fault_reports, traces, usage
from cryptotracker.entrypoints.findings import BROKEN, MISSING, NOT_YET, OFF, OK, Finding
from cryptotracker.entrypoints.keys import find_key, key_file, left_to_rotate
from cryptotracker.entrypoints.mailing import mail_server
from cryptotracker.entrypoints.readers import APART, INSIDE
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.entrypoints.shared import redis_version
from cryptotracker.ports.jobs import JobsWanted
from cryptotracker.ports.secrets import FRONT, MASTER

BAD: Final = frozenset({MISSING, BROKEN})
PATIENCE_SECONDS: Final = 5
LITTLE: Final = 500_000_000
"""Bytes; with less space than that an import may fail half-way."""

LOCAL: Final = "file://"
RECENT: Final = 50
"""So many scheduled backups are looked at for one that succeeded."""

REMEDY: Final = "start it, or correct its setting"


async def data_directory(settings: Settings) -> Finding:
    place = settings.data_dir
    if not place.is_dir():
        return Finding(state=NOT_YET, detail=f"{place}: made at first use")
    if place.stat().st_mode & 0o077:
        return Finding(
            state=BROKEN, detail=f"{place} is open to others", remedy=f"chmod 700 '{place}'"
        )
    return Finding(state=OK, detail=str(place))


async def disk_space(settings: Settings) -> Finding:
    place = next(each for each in (settings.data_dir, *settings.data_dir.parents) if each.exists())
    free = shutil.disk_usage(place).free
    detail = f"{free // 10**6:,} MB free"
    if free < LITTLE:
        return Finding(state=BROKEN, detail=detail, remedy="make room, or move DATA_DIR")
    return Finding(state=OK, detail=detail)


async def database(settings: Settings) -> Finding:
    url = settings.database_url
    kind = url.partition("://")[0]
    if not_made(url):
        return Finding(state=NOT_YET, detail="sqlite: made at first use")
    began = perf_counter_ns()
    found = await inspect_database(url)
    took = (perf_counter_ns() - began) // 1_000_000
    differences = await check_database(settings)
    seen = Finding(
        state=OK,
        detail=f"{kind}: tables of this version",
        version=found.version,
        milliseconds=took,
    )
    if differences:
        return evolve(
            seen,
            state=MISSING,
            detail=f"{kind}: {differences[0]}",
            remedy="cryptotracker db upgrade",
        )
    return seen


async def durability(settings: Settings) -> Finding:
    """Tell whether what the database called done outlives a power cut."""
    url = settings.database_url
    if not_made(url):
        return Finding(state=NOT_YET)
    found = await inspect_database(url)
    detail = ", ".join(f"{name} {value}" for name, value in found.durability.items())
    if found.careless:
        remedy = f"switch on {', '.join(found.careless)} in the database's settings"
        return Finding(state=BROKEN, detail=detail, remedy=remedy)
    return Finding(state=OK, detail=detail)


async def replicas(settings: Settings) -> Finding:
    """Say how far each replica may be behind; what is not near enough is not read."""
    wanted = follow(settings)
    if wanted is None:
        return Finding(state=OFF, detail="DATABASE_REPLICA_URLS is not set")
    found = await inspect_replicas(settings.database_url, wanted)
    detail = "; ".join(f"{name}: {trouble or f'{lag} s behind'}" for name, lag, trouble in found)
    if any(trouble for *_, trouble in found):
        remedy = "mend it; until then others are read, or the primary"
        return Finding(state=BROKEN, detail=detail, remedy=remedy)
    return Finding(state=OK, detail=detail)


def not_made(url: str) -> bool:
    for ours in (SQLITE, LOCAL):
        if url.startswith(ours):
            return not Path(url.removeprefix(ours)).exists()
    return False


async def stored_files(settings: Settings) -> Finding:
    """Say whether files can be kept; nothing is asked of a directory that is not made yet."""
    url = settings.storage_url
    if not_made(url):
        return Finding(state=NOT_YET, detail=f"{url}: made at first use")
    began = perf_counter_ns()
    await check_files(settings)
    return Finding(state=OK, detail=url, milliseconds=(perf_counter_ns() - began) // 1_000_000)


async def redis(settings: Settings) -> Finding:
    if not settings.redis_url:
        return Finding(state=OFF, detail="REDIS_URL is not set: each process has its own")
    began = perf_counter_ns()
    version = await redis_version(settings)
    took = (perf_counter_ns() - began) // 1_000_000
    if version is None:
        detail = "no answer; without it processes do not share, and nothing else is lost"
        return Finding(state=BROKEN, detail=detail, milliseconds=took, remedy=REMEDY)
    return Finding(state=OK, version=version, milliseconds=took)


async def workers(settings: Settings) -> Finding:
    """Say who does jobs; a server that does them itself is one only while it runs."""
    if not_made(settings.database_url) or await check_database(settings):
        return Finding(state=NOT_YET, detail="the database knows of them")  # or is not up to date
    async with open_installation(settings) as opened:
        seen = await opened.operations.workers()
    ages = [(datetime.now(UTC) - each.seen_at) // timedelta(seconds=1) for each in seen]
    alive = [age for age in ages if age <= settings.worker_lease_seconds]
    if alive:
        detail = f"{len(alive)} at work, the last sign of life {min(alive)} s ago"
        return Finding(state=OK, detail=detail)
    if settings.worker == INSIDE:
        detail = "none at work; the server does jobs itself while it runs"
        return Finding(state=NOT_YET, detail=detail)
    return Finding(state=MISSING, detail="none at work", remedy="cryptotracker worker")


async def backups(settings: Settings) -> Finding:
    """Say when the last scheduled backup succeeded; done jobs are remembered for a week."""
    if settings.backup_to is None:
        return Finding(state=OFF, detail="BACKUP_TO is not set: none is scheduled")
    if not_made(settings.database_url) or await check_database(settings):
        return Finding(state=NOT_YET, detail="the database knows of them")
    async with open_installation(settings) as opened:
        newest = (await opened.operations.jobs.list(JobsWanted(kind=BACK_UP), limit=RECENT)).items
    done = next((each.finished_at for each in newest if each.state == DONE), None)
    if newest and newest[0].state == FAILED:
        detail = (
            f"the last one failed; one succeeded at {done:%Y-%m-%d %H:%M} UTC"
            if done
            else "the last one failed"
        )
        remedy = f"cryptotracker jobs show {newest[0].id}"
        return Finding(state=BROKEN, detail=detail, remedy=remedy)
    if done is None:
        return Finding(state=NOT_YET, detail="none has succeeded in the last seven days")
    return Finding(state=OK, detail=f"the last one succeeded at {done:%Y-%m-%d %H:%M} UTC")


async def key_of(ring: str, settings: Settings) -> Finding:
    """Tell whether a key is there and fits, by its name: never more of it than that."""
    place = key_file(settings, ring).place
    if not_made(settings.database_url):
        return Finding(state=NOT_YET, detail=f"{place}: made at first start")
    if settings.worker == APART and elsewhere(place):
        who = "workers have" if ring == MASTER else "the server has"
        return Finding(state=OFF, detail=f"{place}: not on this machine; {who} it")
    found = await find_key(settings, ring)
    if found is None:
        return Finding(state=NOT_YET, detail=f"{place}: made at first start")
    detail = f"{found} in {place}; back it up by itself"
    if left := await left_to_rotate(settings, ring):
        remedy = f"cryptotracker keys rotate-kek --ring {ring}"
        detail = f"{found} in {place} does not wrap {left:,} data keys yet"
        return Finding(state=OK, detail=detail, remedy=remedy)
    return Finding(state=OK, detail=detail)


def elsewhere(place: str) -> bool:
    return not Path(place).exists()


async def web_client(_: Settings) -> Finding:
    page = files("cryptotracker.entrypoints.http") / "ui" / "index.html"
    if page.is_file():
        return Finding(state=OK, detail="built")
    return Finding(state=MISSING, detail="not built", remedy="make setup")


CHECKS: Final[Mapping[str, Callable[[Settings], Awaitable[Finding]]]] = {
    "data directory": data_directory,
    "disk space": disk_space,
    "database": database,
    "replicas": replicas,
    "durability": durability,
    "workers": workers,
    "files": stored_files,
    "backups": backups,
    "redis": redis,
    "mail": mail_server,
    "master key": partial(key_of, MASTER),
    "front key": partial(key_of, FRONT),
    "price source": price_sources,
    "web client": web_client,
    "extras": extras,
    "traces": traces,
    "fault reports": fault_reports,
    "usage": usage,
}


async def examine(settings: Settings) -> Sequence[Finding]:
    """Do all checks, one after the other, so that each one's time is its own."""
    return [await examined(name, check, settings) for name, check in CHECKS.items()]


async def examined(
    what: str, check: Callable[[Settings], Awaitable[Finding]], settings: Settings
) -> Finding:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            found = await check(settings)
    except TimeoutError:
        found = Finding(
            state=BROKEN,
            detail=f"no answer within {PATIENCE_SECONDS} seconds",
            remedy="see that it runs, and that nothing stands between",
        )
    except CryptoTrackerError as error:
        found = Finding(state=BROKEN, detail=sentence(error), remedy=REMEDY)
    except ImportError as error:
        found = Finding(
            state=MISSING,
            detail=f"needs the package {error.name}",
            remedy="pip install 'cryptotracker[redis,telemetry]'",
        )
    except OSError as error:
        found = Finding(state=BROKEN, detail=str(error.strerror), remedy=REMEDY)
    return evolve(found, what=what)
