"""The Litestar application, and the guard before it."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.di import Provide

from cryptotracker.entrypoints.http import description, figures, health, pages
from cryptotracker.entrypoints.http.description import CONFIG, described
from cryptotracker.entrypoints.http.figures import FigureController
from cryptotracker.entrypoints.http.guard import Guard
from cryptotracker.entrypoints.http.idempotency import Idempotency
from cryptotracker.entrypoints.http.imports import ImportController
from cryptotracker.entrypoints.http.limits import Limited, Limits
from cryptotracker.entrypoints.http.market import MarketController
from cryptotracker.entrypoints.http.portfolios import PortfolioController
from cryptotracker.entrypoints.http.problems import HANDLERS
from cryptotracker.entrypoints.http.queries import refuse_unknown
from cryptotracker.entrypoints.http.stream import stream
from cryptotracker.entrypoints.http.transactions import TransactionController
from cryptotracker.entrypoints.tracker import Tracker

BODY_LARGEST: Final = 1024 * 1024
UNTOLD: Final = Limits()
POLICIES: Final = frozenset({"local", "public"})
"""Who may ask: `local` whoever reaches this machine's own address, `public` anybody at all.

Every route names one. There is no sign-in yet, so the service listens on this machine only.
"""


def build(
    tracker: Tracker,
    *,
    uploads: Path | None = None,
    ui: Path = pages.UI,
    limits: Limits = UNTOLD,
) -> Guard:
    """Make the application; uploads wait in a folder of their own, or the system's temporary."""
    app = application(tracker, uploads=uploads, ui=ui)
    return Guard(Limited(app, tracker.limit_rate, limits))


def application(
    tracker: Tracker | None, *, uploads: Path | None = None, ui: Path = pages.UI
) -> Litestar:
    """Make the application alone; without a tracker it has nothing but pages."""
    return Litestar(
        route_handlers=[*routes(), *description.routes(describe), pages.client(ui)],
        dependencies=provided(tracker, uploads),
        exception_handlers=HANDLERS,
        before_request=refuse_unknown,
        middleware=[Idempotency(tracker.answer_once)] if tracker else [],
        request_max_body_size=BODY_LARGEST,
        compression_config=CompressionConfig(
            backend="gzip",
            gzip_compress_level=4,
            minimum_size=1024,
            exclude_opt_key="made_small",
        ),
        openapi_config=None,  # it would add pages that load scripts from elsewhere
        logging_config=None,
    )


def provided(tracker: Tracker | None, uploads: Path | None) -> dict[str, Provide]:
    return {
        "tracker": Provide(lambda: tracker, sync_to_thread=False),
        "uploads": Provide(lambda: uploads, sync_to_thread=False),
    }


def routes() -> list[Router]:
    """List what is described to callers."""
    api = Router(
        path="/api/v1",
        route_handlers=[
            PortfolioController,
            TransactionController,
            ImportController,
            FigureController,
            figures.explain,
            MarketController,
            stream,
        ],
        opt={"policy": "local"},
    )
    probes = Router(
        path="/",
        route_handlers=[health.live, health.health, health.ready],
        opt={"policy": "public"},
    )
    return [api, probes]


@cache
def describe() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return described(
        Litestar(
            route_handlers=routes(),
            dependencies=provided(None, None),
            openapi_config=CONFIG,
            logging_config=None,
        )
    )
