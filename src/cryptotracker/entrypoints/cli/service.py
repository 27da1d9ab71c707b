"""Run a use case of the service from the command line."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from importlib import import_module
from types import ModuleType
from typing import Annotated, TypeVar

import typer

from cryptotracker.entrypoints.settings import read_settings
from cryptotracker.entrypoints.tracker import Operations, Tracker

Answer = TypeVar("Answer")

PortfolioName = Annotated[str, typer.Argument(metavar="NAME", help="The portfolio's name.")]


def bootstrap() -> ModuleType:
    """Load the composition root, by name and only now.

    SQLAlchemy and Alembic take longer to load than a calculator takes for its whole answer. Nothing
    of it becomes garbage: to look for some takes a sixth of the time of a short command.
    """
    gc.disable()
    try:
        return import_module("cryptotracker.entrypoints.bootstrap")
    finally:
        gc.freeze()
        gc.enable()


def with_tracker(work: Callable[[Tracker], Awaitable[Answer]]) -> Answer:
    """Open everything that the settings name, do one piece of work, and close it again."""
    open_tracker = bootstrap().open_tracker

    async def opened() -> Answer:
        async with open_tracker(read_settings()) as tracker:
            return await work(tracker)

    return asyncio.run(opened())


def with_operations(work: Callable[[Operations], Awaitable[Answer]]) -> Answer:
    """Do so for everybody: whoever has the data at hand runs the service."""
    open_installation = bootstrap().open_installation

    async def opened() -> Answer:
        async with open_installation(read_settings()) as installation:
            return await work(installation.operations)

    return asyncio.run(opened())
