"""The Litestar application, and the guard before it."""

from collections.abc import Awaitable, Collection, Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import frozen
from litestar import Litestar, Router
from litestar.types import ASGIApp, ControllerRouterHandler, Middleware, Receive, Scope, Send

from cryptotracker.domain.identity.permissions import PUBLIC, USER
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.entrypoints.http import comments, description, figures, health, pages, shared
from cryptotracker.entrypoints.http.admission import Admission
from cryptotracker.entrypoints.http.analysis import AnalysisController
from cryptotracker.entrypoints.http.answers import Answer
from cryptotracker.entrypoints.http.api_tokens import TokenController
from cryptotracker.entrypoints.http.attendance import Attendance, everybody
from cryptotracker.entrypoints.http.auth import AuthController
from cryptotracker.entrypoints.http.avatars import AvatarController
from cryptotracker.entrypoints.http.bodies import StrictRequest
from cryptotracker.entrypoints.http.candles import CandleController
from cryptotracker.entrypoints.http.chart_feed import ChartFeed
from cryptotracker.entrypoints.http.compression import compressing
from cryptotracker.entrypoints.http.courses import CourseController
from cryptotracker.entrypoints.http.description import CONFIG, described
from cryptotracker.entrypoints.http.elsewhere import ElsewhereController
from cryptotracker.entrypoints.http.exporting import ExportController
from cryptotracker.entrypoints.http.exposure import Exposure
from cryptotracker.entrypoints.http.factors import FactorController, SecondStepController
from cryptotracker.entrypoints.http.figures import FigureController
from cryptotracker.entrypoints.http.first_page import page
from cryptotracker.entrypoints.http.guard import LOOPBACK, Guard, host_of
from cryptotracker.entrypoints.http.guesses import Guessed
from cryptotracker.entrypoints.http.idempotency import Idempotency
from cryptotracker.entrypoints.http.identities import IdentityController
from cryptotracker.entrypoints.http.imports import ImportController
from cryptotracker.entrypoints.http.jobs import JobController
from cryptotracker.entrypoints.http.leaving import leave
from cryptotracker.entrypoints.http.limits import Limited, LimitedUsers, counted
from cryptotracker.entrypoints.http.market import MarketController
from cryptotracker.entrypoints.http.me import MeController
from cryptotracker.entrypoints.http.methods import allowing
from cryptotracker.entrypoints.http.metrics import metrics
from cryptotracker.entrypoints.http.news import FeedController, NewsController
from cryptotracker.entrypoints.http.observer import Observer
from cryptotracker.entrypoints.http.origins import Origins
from cryptotracker.entrypoints.http.own_prices import OwnPriceController
from cryptotracker.entrypoints.http.passkeys import PasskeyController, PasskeySignInController
from cryptotracker.entrypoints.http.past_prices import PastPriceController
from cryptotracker.entrypoints.http.portfolios import PortfolioController
from cryptotracker.entrypoints.http.preferences import PreferencesController
from cryptotracker.entrypoints.http.principals import Principals, implied
from cryptotracker.entrypoints.http.problems import HANDLERS
from cryptotracker.entrypoints.http.queries import refuse_unknown
from cryptotracker.entrypoints.http.quote_feed import QuoteFeed, nobody_asks
from cryptotracker.entrypoints.http.security_log import security_log
from cryptotracker.entrypoints.http.shares import ShareController
from cryptotracker.entrypoints.http.signed_in import SignedInPrincipals
from cryptotracker.entrypoints.http.site import KEY, PROVIDED, Site, Step, through_steps
from cryptotracker.entrypoints.http.stream import stream
from cryptotracker.entrypoints.http.stream_tickets import StreamTicketsController
from cryptotracker.entrypoints.http.transactions import TransactionController
from cryptotracker.entrypoints.http.watching import StarController, WatchListController
from cryptotracker.entrypoints.http.whence import telling_whence
from cryptotracker.entrypoints.people import People
from cryptotracker.entrypoints.readers import SERVICES
from cryptotracker.entrypoints.tracker import Trackers

BODY_LARGEST: Final = 1024 * 1024
ALONE: Final = Exposure()
OF_SERVICE: Final[Mapping[str, Sequence[ControllerRouterHandler]]] = {
    "user": (
        AuthController,
        ElsewhereController,
        SecondStepController,
        PasskeySignInController,
        MeController,
        PreferencesController,
        AvatarController,
        OwnPriceController,
        IdentityController,
        ShareController,
        *shared.HANDLERS,
        *comments.HANDLERS,
        TokenController,
        security_log,
        leave,
        ExportController,
        FactorController,
        PasskeyController,
        PortfolioController,
        TransactionController,
        ImportController,
        JobController,
        FigureController,
        figures.explain,
        stream,
        StreamTicketsController,
    ),
    "market": (
        MarketController,
        AnalysisController,
        CourseController,
        PastPriceController,
        CandleController,
        NewsController,
        FeedController,
        WatchListController,
        StarController,
    ),
}


def build(
    trackers: Trackers,
    *,
    uploads: Path | None = None,
    ui: Path = pages.UI,
    exposure: Exposure = ALONE,
    principals: Principals = implied,
    people: People | None = None,
) -> Observer:
    """Make the application; uploads wait in a folder of their own, or the system's temporary.

    Who asks is, for each request, who has signed in as one of `people`; without them it is whom
    `principals` names.
    """
    inner = application(
        trackers,
        uploads=uploads,
        ui=ui,
        exposure=exposure,
        principals=SignedInPrincipals(people) if people else principals,
        people=people,
    )
    name = host_of(urlsplit(exposure.public_url).netloc) if exposure.public_url else None
    guard = Guard(
        Limited(inner, trackers.of(THE_OWNER).limit_rate, exposure.limits),
        hosts=LOOPBACK | {name} if name else LOOPBACK,
        origins=Origins(
            own=(exposure.public_url,) if exposure.public_url else (),
            friends=exposure.cors_origins,
        ),
        encrypted=(exposure.public_url or "").startswith("https:"),
    )
    return Observer(guard, exposure)


@frozen
class Application:
    """The routes, and what stands behind them here."""

    routed: Litestar
    site: Site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})[KEY] = self.site
        await self.routed(scope, receive, send)


def application(
    trackers: Trackers | None,
    *,
    uploads: Path | None = None,
    ui: Path = pages.UI,
    exposure: Exposure = ALONE,
    principals: Principals = implied,
    people: People | None = None,
) -> Application:
    """Make the application alone; without trackers it has nothing but pages."""
    owner = trackers.of(THE_OWNER) if trackers else None
    site = Site(
        trackers=trackers,
        people=people,
        uploads=uploads,
        exposure=exposure,
        steps=in_one(middleware(trackers, principals, exposure)),
        pages=pages.files(ui),
        quote_feed=QuoteFeed(owner.quote_assets if owner else nobody_asks, exposure.quoting_pause),
        chart_feed=ChartFeed(owner.market.charts, exposure.quoting_pause) if owner else None,
        attendance=Attendance(SignedInPrincipals(people).going_on if people else everybody),
    )
    return Application(routed(exposure.services, docs=exposure.docs), site)


@cache
def routed(services: tuple[str, ...] = SERVICES, *, docs: bool = True) -> Litestar:
    """Lay the routes out."""
    others = [*(description.routes(describe) if docs else ()), metrics, page]
    return Litestar(
        route_handlers=[
            api(services, [through_steps]),
            Router(path="/", route_handlers=others, middleware=[through_steps]),
            probes(),
        ],
        dependencies=PROVIDED,
        exception_handlers=HANDLERS,
        before_request=refuse_unknown,
        request_class=StrictRequest,
        response_class=Answer,
        request_max_body_size=BODY_LARGEST,
        openapi_config=None,  # it would add pages that load scripts from elsewhere
        logging_config=None,
    )


def middleware(
    trackers: Trackers | None, principals: Principals, exposure: Exposure
) -> Sequence[Step]:
    """List what stands before the routes, from the outside in; before probes there is nothing."""
    admission = Admission(principals, exposure)
    if trackers is None:
        return [admission, compressing, allowing]
    limit_rate = trackers.of(THE_OWNER).limit_rate
    guessed = Guessed(limit_rate, exposure.limits.trusted)
    steps = (
        telling_whence(exposure),
        LimitedUsers(limit_rate, exposure.limits),
        Idempotency(trackers),
    )
    return [guessed, admission, of_api(*steps), compressing, allowing]


def in_one(steps: Sequence[Step]) -> Step:
    """Make one step of several: a function, for what is no function the framework would copy."""

    def made(app: ASGIApp) -> ASGIApp:
        return reduce(lambda inner, step: step(inner), reversed(steps), app)

    return made


def of_api(*steps: Step) -> Step:
    """Have requests to the API go through steps; pages pass them all by at once."""

    def made(app: ASGIApp) -> ASGIApp:
        behind = in_one(steps)(app)

        def chosen(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
            return (behind if counted(scope) else app)(scope, receive, send)

        return chosen

    return made


def api(services: Collection[str] = SERVICES, steps: Sequence[Middleware] = ()) -> Router:
    """Put together what the services that are asked for answer, behind steps."""
    handlers = [handler for service in services for handler in OF_SERVICE[service]]
    return Router(path="/api/v1", route_handlers=handlers, opt={"policy": USER}, middleware=steps)


def probes() -> Router:
    """Put together what machines ask every few seconds, whoever they are: no step stands before."""
    return Router(
        path="/",
        route_handlers=[health.live, health.health, health.ready],
        opt={"policy": PUBLIC},
    )


@cache
def describe() -> dict[str, Any]:
    """Return the OpenAPI document."""
    return described(
        Litestar(
            route_handlers=[api(), probes()],
            dependencies=PROVIDED,
            openapi_config=CONFIG,
            logging_config=None,
        )
    )
