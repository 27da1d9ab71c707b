"""`cryptotracker serve`, `demo` and `doctor`: the service as a whole."""

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.entrypoints.cli.options import Output, OutputFormat
from cryptotracker.entrypoints.cli.output import FOUND_PROBLEMS, write_csv, write_json, write_table
from cryptotracker.entrypoints.cli.sentences import sentence
from cryptotracker.entrypoints.cli.service import bootstrap, with_tracker
from cryptotracker.entrypoints.settings import INSIDE, Settings, read_settings
from cryptotracker.entrypoints.tracker import Tracker
from cryptotracker.ports.jobs import WorkerSeen

CHECKS = ("what", "state", "detail")
LOCAL = "file://"
OK, NOT_YET, MISSING = "ok", "not made yet", "missing"

Host = Annotated[str, typer.Option("--host", help="A loopback address; there is no sign-in yet.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Or the next free one.")]

Queues = Annotated[str, typer.Option("--queues", help="Names between commas; all if absent.")]


def serve(*, host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the product on this machine, with a demo portfolio the first time.

    Example: cryptotracker serve --port 8000
    """
    # Loaded by name: the web stack is half a second that no other command needs.
    import_module("cryptotracker.entrypoints.serve").serve(read_settings(), host=host, port=port)


def worker(*, queues: Queues = "") -> None:
    """Do what is to be done in the background, until told to stop.

    Example: cryptotracker worker --queues imports,default
    """
    served = [each.strip() for each in queues.split(",") if each.strip()]
    import_module("cryptotracker.entrypoints.worker").work(read_settings(), served)


def demo() -> None:
    """Load the demo portfolio; twice is once.

    Example: cryptotracker demo
    """

    async def work(tracker: Tracker) -> Portfolio:
        return await tracker.load_demo()

    found = with_tracker(work)
    typer.echo(f"{found.settings.name}: {found.transactions} transactions")


def doctor(*, output: Output = OutputFormat.table) -> None:
    """Say what is configured, reachable and missing.

    Example: cryptotracker doctor
    """
    settings = read_settings()
    found = [
        ("data directory", *data_directory(settings)),
        ("database", *(state := database(settings))),
        ("workers", *workers(settings, state[0])),
        ("files", *files_store(settings)),
        ("price sources", OK, ", ".join(settings.price_sources)),
        ("web client", *web_client()),
    ]
    if output is OutputFormat.json:
        write_json([dict(zip(CHECKS, each, strict=True)) for each in found])
    elif output is OutputFormat.csv:
        write_csv(CHECKS, found)
    else:
        write_table("Doctor", CHECKS, found)
    if any(state == MISSING for _, state, _ in found):
        raise typer.Exit(FOUND_PROBLEMS)


def data_directory(settings: Settings) -> tuple[str, str]:
    return OK if settings.data_dir.is_dir() else NOT_YET, str(settings.data_dir)


def database(settings: Settings) -> tuple[str, str]:
    kind, _, place = settings.database_url.partition("://")
    if kind == "sqlite" and not Path(place.removeprefix("/")).exists():
        return NOT_YET, "sqlite: made at first use"
    try:
        differences = asyncio.run(bootstrap().check_database(settings))
    except CryptoTrackerError as error:
        return MISSING, sentence(error)
    if differences:
        return MISSING, f"{kind}: {differences[0]}; run cryptotracker db upgrade"
    return OK, f"{kind}: tables of this version"


def files_store(settings: Settings) -> tuple[str, str]:
    """Say whether files can be kept; nothing is asked of a directory that is not made yet."""
    url = settings.storage_url
    if url.startswith(LOCAL) and not Path(url.removeprefix(LOCAL)).exists():
        return NOT_YET, url
    began = time.monotonic()
    try:
        asyncio.run(bootstrap().check_files(settings))
    except CryptoTrackerError as error:
        return MISSING, sentence(error)
    return OK, f"{url}, answered in {(time.monotonic() - began) * 1000:.0f} ms"


def workers(settings: Settings, database_state: str) -> tuple[str, str]:
    """Say who does jobs; a server that does them itself is one only while it runs."""
    if database_state != OK:  # whoever opens an older one brings it up to date
        return NOT_YET, "the database knows of them"
    try:
        seen = with_tracker(list_workers)
    except CryptoTrackerError as error:
        return MISSING, sentence(error)
    ages = [(datetime.now(UTC) - each.seen_at) // timedelta(seconds=1) for each in seen]
    alive = [age for age in ages if age <= settings.worker_lease_seconds]
    if alive:
        return OK, f"{len(alive)} at work, the last sign of life {min(alive)} s ago"
    if settings.worker == INSIDE:
        return NOT_YET, "none at work; the server does jobs itself while it runs"
    return MISSING, "none at work; start one: cryptotracker worker"


async def list_workers(tracker: Tracker) -> Sequence[WorkerSeen]:
    return await tracker.jobs.workers()


def web_client() -> tuple[str, str]:
    page = files("cryptotracker.entrypoints.http") / "ui" / "index.html"
    return (OK, "built") if page.is_file() else (MISSING, "not built; run make setup")
