"""The routes by which the stand-ins are told what to do, and say what came of it."""

from decimal import Decimal
from typing import Annotated, Any

from litestar import delete, get, put
from litestar.exceptions import NotFoundException, ValidationException
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from cryptotracker.domain.numbers import plain
from cryptotracker.entrypoints.sandbox.outbox import Delivered
from cryptotracker.entrypoints.sandbox.services import SERVICES
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox

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


def routes(sandbox: Sandbox) -> list[Any]:
    @get("/control", sync_to_thread=False)
    def show() -> dict[str, Standing]:
        return {
            name: Standing(fault, sandbox.asked[name]) for name, fault in sandbox.faults.items()
        }

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

    return [show, break_it, outbox, forget, *of_market(sandbox)]


def of_market(sandbox: Sandbox) -> list[Any]:
    @get("/control/prices", sync_to_thread=False)
    def prices() -> dict[str, Price]:
        return {name: Price(plain(usd)) for name, usd in sandbox.market.dollars.items()}

    @put("/control/prices/{asset:str}", sync_to_thread=False)
    def move(asset: FromPath[str], data: JSONBody[Price]) -> Price:
        sandbox.market.dollars[asset] = Decimal(data.usd)
        return Price(plain(Decimal(data.usd)))

    @delete("/control/prices/{asset:str}", sync_to_thread=False)
    def delist(asset: FromPath[str]) -> None:
        sandbox.market.dollars.pop(asset, None)

    return [prices, move, delist]
