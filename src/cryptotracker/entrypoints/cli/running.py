"""`cryptotracker serve`, `worker`, `sandbox` and `demo`: the service as a whole."""

import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Annotated

import typer
from attrs import evolve

from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.entrypoints.cli.service import with_tracker
from cryptotracker.entrypoints.readers import services as chosen
from cryptotracker.entrypoints.settings import read_settings
from cryptotracker.entrypoints.tracker import Tracker

Host = Annotated[str, typer.Option("--host", help="A loopback address; any, if PUBLIC_URL is set.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Or the next free one.")]
Beside = Annotated[
    bool, typer.Option("--sandbox", help="Beside stand-ins of the world; data of its own.")
]
Env = Annotated[bool, typer.Option("--env", help="Only say the settings, for a shell.")]
SandboxPort = Annotated[
    int, typer.Option("--port", min=0, max=65534, help="Where; with 0 one that is free.")
]
Queues = Annotated[str, typer.Option("--queues", help="Names between commas; all if absent.")]
Services = Annotated[
    str | None, typer.Option("--services", help="Of user and market; all, if left out.")
]


def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    services: Services = None,
    sandbox: Beside = False,
) -> None:
    """Serve the product on this machine, with a demo portfolio the first time.

    Example: cryptotracker serve --port 8000
    """
    # Loaded by name: the web stack is half a second that no other command needs.
    run = import_module("cryptotracker.entrypoints.serve").serve
    with beside() if sandbox else nullcontext(os.environ) as environment:
        settings = read_settings(environment)
        if services is not None:
            settings = evolve(settings, services=chosen("SERVICES", services))
        run(settings, host=host, port=port)


def beside() -> AbstractContextManager[Mapping[str, str]]:
    market = import_module("cryptotracker.entrypoints.pricing").still_market()
    found: AbstractContextManager[Mapping[str, str]] = import_module(
        "cryptotracker.entrypoints.sandbox.serving"
    ).beside(market, os.environ)
    return found


def worker(*, queues: Queues = "") -> None:
    """Do what is to be done in the background, until told to stop.

    Example: cryptotracker worker --queues imports,default
    """
    served = [each.strip() for each in queues.split(",") if each.strip()]
    import_module("cryptotracker.entrypoints.worker").work(read_settings(), served)


def sandbox(*, port: SandboxPort = 8765, env: Env = False) -> None:
    """Serve stand-ins of all that the product asks elsewhere, and say the settings for them.

    They do something wrong when they are told to, on their page or by /control.

    Example: cryptotracker sandbox --port 8765
    """
    if env and port == 0:
        message = "--env names a sandbox by its port"
        raise typer.BadParameter(message)
    if env:
        written = import_module("cryptotracker.entrypoints.sandbox.pointing").lines_at(port)
        sys.stdout.writelines(f"{line}\n" for line in written)
        return
    market = import_module("cryptotracker.entrypoints.pricing").still_market()
    import_module("cryptotracker.entrypoints.sandbox.serving").serve(market, port)


def demo() -> None:
    """Load the demo portfolio; twice is once.

    Example: cryptotracker demo
    """

    async def work(tracker: Tracker) -> Portfolio:
        return await tracker.load_demo()

    found = with_tracker(work)
    typer.echo(f"{found.settings.name}: {found.transactions} transactions")
