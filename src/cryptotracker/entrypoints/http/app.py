"""The Litestar application, and the guard before it."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.types import ControllerRouterHandler, Middleware

from cryptotracker.entrypoints.http import description, figures, health, pages
from cryptotracker.entrypoints.http.answers import Answer
from cryptotracker.entrypoints.http.compression import compressing
from cryptotracker.entrypoints.http.description import CONFIG, described
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.figures import FigureController
from cryptotracker.entrypoints.http.guard import LOOPBACK, Guard, host_of
from cryptotracker.entrypoints.http.guesses import Guessed
from cryptotracker.entrypoints.http.idempotency import Idempotency
from cryptotracker.entrypoints.http.imports import ImportController
from cryptotracker.entrypoints.http.jobs import JobController
from cryptotracker.entrypoints.http.limits import Limited
from cryptotracker.entrypoints.http.market import MarketController
from cryptotracker.entrypoints.http.methods import allowing
from cryptotracker.entrypoints.http.metrics import metrics
from cryptotracker.entrypoints.http.observer import Observer
from cryptotracker.entrypoints.http.origins import Origins
from cryptotracker.entrypoints.http.portfolios import PortfolioController
from cryptotracker.entrypoints.http.problems import HANDLERS
from cryptotracker.entrypoints.http.queries import refuse_unknown
from cryptotracker.entrypoints.http.stream import stream
from cryptotracker.entrypoints.http.transactions import TransactionController
from cryptotracker.entrypoints.readers import SERVICES
from cryptotracker.entrypoints.tracker import Tracker

BODY_LARGEST: Final = 1024 * 1024
POLICIES: Final = frozenset({"local", "operator", "public"})
"""Who may ask: `local` whoever reaches this machine's own address, `public` anybody at all,
`operator` somebody on this machine, or who says the token that was set.

Every route names one. There is no sign-in yet, so the service listens on this machine only.
"""

ALONE: Final = Exposure()
OF_SERVICE: Final[Mapping[str, Sequence[ControllerRouterHandler]]] = {
    "user": (
        PortfolioController,
        TransactionController,
        ImportController,
        JobController,
        FigureController,
        figures.explain,
        stream,
    ),
    "market": (MarketController,),
}


def build(
    tracker: Tracker,
    *,
    uploads: Path | None = None,
    ui: Path = pages.UI,
    exposure: Exposure = ALONE,
) -> Observer:
    """Make the application; uploads wait in a folder of their own, or the system's temporary."""
    inner = application(tracker, uploads=uploads, ui=ui, exposure=exposure)
    name = host_of(urlsplit(exposure.public_url).netloc) if exposure.public_url else None
    guard = Guard(
        Limited(inner, tracker.limit_rate, exposure.limits),
        hosts=LOOPBACK | {name} if name else LOOPBACK,
        origins=Origins(
            own=(exposure.public_url,) if exposure.public_url else (),
            friends=exposure.cors_origins,
        ),
        encrypted=(exposure.public_url or "").startswith("https:"),
    )
    return Observer(guard, exposure)


def application(
    tracker: Tracker | None,
    *,
    uploads: Path | None = None,
    ui: Path = pages.UI,
    exposure: Exposure = ALONE,
) -> Litestar:
    """Make the application alone; without a tracker it has nothing but pages."""
    return Litestar(
        route_handlers=[
            *routes(exposure.services),
            *(description.routes(describe) if exposure.docs else ()),
            metrics(exposure),
            pages.client(ui),
        ],
        dependencies=provided(tracker, uploads),
        exception_handlers=HANDLERS,
        before_request=refuse_unknown,
        middleware=middleware(tracker, exposure),
        response_class=Answer,
        request_max_body_size=BODY_LARGEST,
        openapi_config=None,  # it would add pages that load scripts from elsewhere
        logging_config=None,
    )


def middleware(tracker: Tracker | None, exposure: Exposure) -> Sequence[Middleware]:
    """List what stands before the routes, from the outside in."""
    if tracker is None:
        return [compressing, allowing]
    return [
        Guessed(tracker.limit_rate, exposure.limits.trusted),
        Idempotency(tracker.answer_once),
        compressing,
        allowing,
    ]


def provided(tracker: Tracker | None, uploads: Path | None) -> dict[str, Provide]:
    return {
        "tracker": Provide(lambda: tracker, sync_to_thread=False),
        "uploads": Provide(lambda: uploads, sync_to_thread=False),
    }


def routes(services: Collection[str] = SERVICES) -> list[Router]:
    """List what is described to callers, of the services that are asked for."""
    handlers = [handler for service in services for handler in OF_SERVICE[service]]
    api = Router(path="/api/v1", route_handlers=handlers, opt={"policy": "local"})
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
