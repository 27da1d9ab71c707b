"""Stand-ins of price providers and feeds over real HTTP, which fail when they are told to."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Annotated, Any, Final

from attrs import define, field
from litestar import Litestar, Request, Response, delete, get, put
from litestar.datastructures import State
from litestar.enums import ScopeType
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath, JSONBody
from litestar.response import Stream
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec import Meta, Struct, json

from cryptotracker.domain.numbers import plain
from cryptotracker.entrypoints.sandbox import bars, speaking
from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES
from cryptotracker.entrypoints.sandbox.faults import (
    BODIES,
    COMPRESSED,
    FAULTS,
    REDIRECTS,
    STATUSES,
    bomb,
)
from cryptotracker.entrypoints.sandbox.feeds import Stand, routes
from cryptotracker.entrypoints.sandbox.market import Market
from cryptotracker.entrypoints.sandbox.streaming import PATH, stand_in

PROVIDERS: Final = ("coingecko", "coinmarketcap", "exchangerate", *SPEECHES)
JSON: Final = "application/json"
SILENCE_SECONDS: Final = 60

Asked = Request[object, object, State]
Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,30}(\.[0-9]{1,30})?$")]


class Fault(Struct, frozen=True, forbid_unknown_fields=True):
    """What to do wrong; empty is nothing."""

    fault: str


class Price(Struct, frozen=True, forbid_unknown_fields=True):
    usd: Amount


class Standing(Struct, frozen=True):
    """How a stand-in is."""

    fault: str
    asked: int


@define
class Sandbox:
    """The stand-ins, their market, and what each of them does wrong.

    Attributes:
        feeds: of news; those that fail have names of their own.
        asked: how often each was asked.
    """

    market: Market
    feeds: Stand = field(factory=Stand)
    faults: dict[str, str] = field(factory=lambda: dict.fromkeys(PROVIDERS, ""))
    asked: dict[str, int] = field(factory=lambda: dict.fromkeys(PROVIDERS, 0))

    def fault(self, provider: str) -> str:
        """Count a question, and say what is wrong with the answer."""
        self.asked[provider] += 1
        return self.faults[provider]


def sandbox_app(sandbox: Sandbox) -> ASGIApp:
    """Serve questions by Litestar, and streams by hand: they refuse before they accept."""
    questions = questions_app(sandbox)
    paths = {f"/{name}{PATH}": name for name in SPEECHES}

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        name = paths.get(scope["path"]) if scope["type"] == ScopeType.WEBSOCKET else None
        if name is None:
            await questions(scope, receive, send)
            return
        sandbox.asked[name] += 1
        doors: Any = receive, send
        await stand_in(name, lambda: sandbox.market, lambda: sandbox.faults[name], doors)

    return app


def questions_app(sandbox: Sandbox) -> Litestar:
    @get("/coingecko/api/v3/simple/price")
    async def simple_price(request: Asked) -> Response[Any]:
        fault = sandbox.fault("coingecko")
        said = speaking.simple_price(sandbox.market, dict(request.query_params), fault)
        return answer(said, fault)

    @get("/coingecko/api/v3/coins/{asset:str}/market_chart/range")
    async def market_chart(request: Asked, asset: FromPath[str]) -> Response[Any]:
        fault = sandbox.fault("coingecko")
        query = dict(request.query_params)
        said = speaking.market_chart(sandbox.market, asset, query, fault)
        if said is None:
            raise NotFoundException
        return answer(said, fault)

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
    past = [market_chart, quotes_historical, *candles]
    stand_ins = [simple_price, quotes_latest, latest, *past]
    return Litestar([*stand_ins, *routes(sandbox.feeds), *control(sandbox)], openapi_config=None)


def control(sandbox: Sandbox) -> list[Any]:
    """Make the routes by which the stand-ins are told what to do."""

    @get("/control", sync_to_thread=False)
    def show() -> dict[str, Standing]:
        return {
            name: Standing(fault, sandbox.asked[name]) for name, fault in sandbox.faults.items()
        }

    @put("/control/faults/{provider:str}", sync_to_thread=False)
    def break_it(provider: FromPath[str], data: JSONBody[Fault]) -> Standing:
        if provider not in PROVIDERS:
            raise NotFoundException(detail="there are " + ", ".join(PROVIDERS))
        if data.fault and data.fault not in FAULTS:
            raise ValidationException(detail="there are " + ", ".join(FAULTS))
        sandbox.faults[provider] = data.fault
        return Standing(data.fault, sandbox.asked[provider])

    @put("/control/prices/{asset:str}", sync_to_thread=False)
    def move(asset: FromPath[str], data: JSONBody[Price]) -> Price:
        sandbox.market.dollars[asset] = Decimal(data.usd)
        return Price(plain(Decimal(data.usd)))

    @delete("/control/prices/{asset:str}", sync_to_thread=False)
    def delist(asset: FromPath[str]) -> None:
        sandbox.market.dollars.pop(asset, None)

    return [show, break_it, move, delist]


def answer(said: Any, fault: str) -> Response[Any]:
    """Answer, or do what was asked for instead."""
    body = json.encode(said)
    if fault in STATUSES:
        status, headers = STATUSES[fault]
        return Response(b"{}", status_code=status, headers=dict(headers), media_type=JSON)
    if fault in REDIRECTS:
        return Response(b"", status_code=302, headers={"location": REDIRECTS[fault]})
    if fault in COMPRESSED:
        return Response(bomb(), headers={"content-encoding": "gzip"}, media_type=JSON)
    if fault in {"silent", "drip", "cut"}:
        headers = {"content-length": str(len(body))}
        return Stream(slowly(body, fault), headers=headers, media_type=JSON)
    changed = BODIES[fault][0](body) if fault in BODIES else body
    return Response(changed, media_type=JSON)


async def slowly(body: bytes, fault: str) -> AsyncIterator[bytes]:
    """Say nothing, or a byte a second, or half of it and no more."""
    if fault == "cut":
        yield body[: len(body) // 2]
        raise ConnectionResetError
    if fault == "silent":
        await asyncio.sleep(SILENCE_SECONDS)
    for each in body:
        yield bytes([each])
        await asyncio.sleep(1)
