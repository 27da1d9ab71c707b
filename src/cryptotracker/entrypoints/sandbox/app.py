"""Stand-ins of what the product asks elsewhere, over real HTTP; they fail when they are told to."""

from typing import Any, Final, cast

from litestar import Litestar, Response, get
from litestar.enums import ScopeType
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.types import ASGIApp, Receive, Scope, Send

from cryptotracker.entrypoints.sandbox import (
    bars,
    buckets,
    control,
    feeds,
    firebase,
    issuing,
    pages,
    sendgrid,
    speaking,
    telegram,
    telegram_login,
    web_push,
)
from cryptotracker.entrypoints.sandbox.answering import answer
from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES
from cryptotracker.entrypoints.sandbox.services import PATH_OF_STREAMS
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox
from cryptotracker.entrypoints.sandbox.streaming import stand_in

OTHERS: Final = (sendgrid, issuing, telegram, telegram_login, firebase, web_push, buckets)
"""The stand-ins of what is no source of prices, each in a module of its own."""


def sandbox_app(sandbox: Sandbox) -> ASGIApp:
    """Serve questions by Litestar, and streams by hand: they refuse before they accept."""
    questions = questions_app(sandbox)
    paths = {f"/{name}{PATH_OF_STREAMS}": name for name in SPEECHES}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        name = paths.get(scope["path"]) if scope["type"] == ScopeType.WEBSOCKET else None
        if name is None:
            if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD":
                # The framework has routes of their own for these; the server leaves out the body.
                scope = cast("Scope", {**scope, "method": "GET"})
            await questions(scope, receive, send)
            return
        sandbox.asked[name] += 1
        doors: Any = receive, send
        await stand_in(name, lambda: sandbox.market, lambda: sandbox.faults[name], doors)

    return app


def questions_app(sandbox: Sandbox) -> Litestar:
    found = [
        *of_prices(sandbox),
        *feeds.routes(sandbox.feeds),
        *(route for each in OTHERS for route in each.routes(sandbox)),
        *control.routes(sandbox),
        *pages.routes(),
    ]
    # It must leave logs alone: they are those of the product that it is served beside.
    return Litestar(found, openapi_config=None, logging_config=None)


def of_prices(sandbox: Sandbox) -> list[Any]:
    @get("/coinmarketcap/v2/cryptocurrency/quotes/latest")
    async def quotes_latest(request: Asked) -> Response[Any]:
        fault = sandbox.fault("coinmarketcap")
        if "x-cmc_pro_api_key" not in request.headers:
            fault = "key_refused"
        said = speaking.quotes_latest(sandbox.market, dict(request.query_params), fault)
        return answer(said, fault)

    @get("/coinmarketcap/v2/cryptocurrency/quotes/historical")
    async def quotes_historical(request: Asked) -> Response[Any]:
        fault = sandbox.fault("coinmarketcap")
        said = speaking.quotes_historical(sandbox.market, dict(request.query_params), fault)
        return answer(said, fault)

    @get("/exchangerate/v6/latest/{base:str}")
    async def latest(base: FromPath[str]) -> Response[Any]:
        fault = sandbox.fault("exchangerate")
        return answer(speaking.latest_rates(sandbox.market, base, fault), fault)

    candles = bars.routes(lambda: sandbox.market, sandbox.fault, answer)
    past = [quotes_historical, *candles]
    return [*coingecko(sandbox), quotes_latest, latest, *past]


def coingecko(sandbox: Sandbox) -> list[Any]:
    @get("/coingecko/api/v3/simple/price")
    async def simple_price(request: Asked) -> Response[Any]:
        fault = sandbox.fault("coingecko")
        said = speaking.simple_price(sandbox.market, dict(request.query_params), fault)
        return answer(said, fault)

    @get("/coingecko/api/v3/coins/markets")
    async def coins_markets(request: Asked) -> Response[Any]:
        fault = sandbox.fault("coingecko")
        said = speaking.coins_markets(sandbox.market, dict(request.query_params), fault)
        return answer(said, fault)

    @get("/coingecko/api/v3/coins/{asset:str}/market_chart/range")
    async def market_chart(request: Asked, asset: FromPath[str]) -> Response[Any]:
        fault = sandbox.fault("coingecko")
        query = dict(request.query_params)
        said = speaking.market_chart(sandbox.market, asset, query, fault)
        if said is None:
            raise NotFoundException
        return answer(said, fault)

    return [simple_price, coins_markets, market_chart]
