"""The routes by which the stand-ins are told what to do, and say what came of it."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, Final

from litestar import delete, get, put
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from cryptotracker.domain.numbers import plain
from cryptotracker.entrypoints.sandbox.market import DOLLARS, Market, numbers
from cryptotracker.entrypoints.sandbox.outbox import Delivered
from cryptotracker.entrypoints.sandbox.pointing import LOOPBACK, exported, settings_of_service
from cryptotracker.entrypoints.sandbox.services import SERVICES, SMTP
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox

ALL: Final = "all"
LEAST: Final = -100
MONTH_SECONDS: Final = 30 * 86_400
Percent = Annotated[str, Meta(pattern=r"^-?[0-9]{1,6}(\.[0-9]{1,6})?$")]
Seconds = Annotated[int, Meta(ge=0, le=MONTH_SECONDS)]
Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,30}(\.[0-9]{1,30})?$")]


class Fault(Struct, frozen=True, forbid_unknown_fields=True):
    """What to do wrong; empty is nothing."""

    fault: str


class Price(Struct, frozen=True, forbid_unknown_fields=True):
    usd: Amount


class Way(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a price goes, and in how long."""

    percent: Percent
    seconds: Seconds = 0


class Shown(Struct, frozen=True, kw_only=True):
    """A stand-in, as its page shows it."""

    name: str
    title: str
    does: str
    address: str
    faults: Sequence[str]
    fault: str
    asked: int
    settings: Sequence[str]


class Standing(Struct, frozen=True):
    """How a stand-in is."""

    fault: str
    asked: int


def routes(sandbox: Sandbox) -> list[Any]:
    @get("/control", sync_to_thread=False)
    def show() -> dict[str, Standing]:
        return {
            name: Standing(fault, sandbox.asked[name]) for name, fault in sandbox.faults.items()
        }

    @get("/control/services", sync_to_thread=False)
    def services() -> list[Shown]:
        return [shown(sandbox, name) for name in SERVICES]

    @put("/control/faults/{service:str}", sync_to_thread=False)
    def break_it(service: FromPath[str], data: JSONBody[Fault]) -> Standing:
        if service not in SERVICES:
            raise NotFoundException(detail="there are " + ", ".join(SERVICES))
        known = SERVICES[service].faults
        if data.fault and data.fault not in known:
            raise ValidationException(detail="there are " + ", ".join(known))
        sandbox.faults[service] = data.fault
        return Standing(data.fault, sandbox.asked[service])

    @get("/control/outbox", sync_to_thread=False)
    def outbox(request: Asked) -> list[Delivered]:
        return sandbox.outbox.all(request.query_params.get("service", ""))

    @delete("/control/outbox", sync_to_thread=False)
    def forget() -> None:
        sandbox.outbox.kept.clear()

    return [show, services, break_it, outbox, forget, *of_market(sandbox)]


def shown(sandbox: Sandbox, name: str) -> Shown:
    service = SERVICES[name]
    here = f"{sandbox.address}{service.path}"
    return Shown(
        name=name,
        title=service.title,
        does=service.does,
        address=f"{LOOPBACK}:{sandbox.smtp_port}" if name == SMTP else here,
        faults=service.faults,
        fault=sandbox.faults[name],
        asked=sandbox.asked[name],
        settings=exported(settings_of_service(name, sandbox.address, sandbox.smtp_port)),
    )


def of_market(sandbox: Sandbox) -> list[Any]:
    @get("/control/prices", sync_to_thread=False)
    def prices() -> dict[str, Price]:
        return priced(sandbox.market)

    @put("/control/prices/{asset:str}", sync_to_thread=False)
    def set_to(asset: FromPath[str], data: JSONBody[Price]) -> Price:
        sandbox.market.set(asset, Decimal(data.usd))
        return Price(plain(Decimal(data.usd)))

    @delete("/control/prices/{asset:str}", sync_to_thread=False)
    def delist(asset: FromPath[str]) -> None:
        sandbox.market.set(asset, None)

    @delete("/control/prices", sync_to_thread=False)
    def begin_again() -> None:
        sandbox.market.dollars = numbers(DOLLARS)
        sandbox.market.moves.clear()

    @put("/control/moves/{asset:str}", sync_to_thread=False)
    def move(asset: FromPath[str], data: JSONBody[Way]) -> dict[str, Price]:
        return moved(sandbox.market, asset, data)

    return [prices, set_to, delist, begin_again, move]


def priced(market: Market) -> dict[str, Price]:
    found = {name: market.in_dollars(name) for name in market.dollars}
    return {name: Price(plain(usd)) for name, usd in found.items() if usd is not None}


def moved(market: Market, asset: str, way: Way) -> dict[str, Price]:
    wanted = [*market.dollars] if asset == ALL else [asset]
    if not set(wanted) <= set(market.dollars):
        raise NotFoundException(detail="there are " + ", ".join((*market.dollars, ALL)))
    if Decimal(way.percent) <= LEAST:
        raise ValidationException(detail="a price stays above nothing: more than -100")
    for each in wanted:
        market.move(each, Decimal(way.percent), timedelta(seconds=way.seconds))
    return priced(market)
