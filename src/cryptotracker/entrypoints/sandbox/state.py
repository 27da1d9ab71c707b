"""What all stand-ins share: a market, what each of them does wrong, and what came to it."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from attrs import define, field
from litestar import Request
from litestar.datastructures import State

from cryptotracker.entrypoints.sandbox.feeds import Stand
from cryptotracker.entrypoints.sandbox.market import Market
from cryptotracker.entrypoints.sandbox.outbox import Delivered, Outbox
from cryptotracker.entrypoints.sandbox.services import SERVICES

Asked: TypeAlias = Request[object, object, State]
Facts: TypeAlias = Mapping[str, str]
NOWHERE: Final = "http://127.0.0.1:0"


@define
class Sandbox:
    """The stand-ins, their market, and what each of them does wrong.

    Attributes:
        feeds: of news; those that fail have names of their own.
        asked: how often each was asked.
        address: where they are, once they are served.
        smtp_port: where letters are taken; 0 is nowhere.
    """

    market: Market
    feeds: Stand = field(factory=Stand)
    faults: dict[str, str] = field(factory=lambda: dict.fromkeys(SERVICES, ""))
    asked: dict[str, int] = field(factory=lambda: dict.fromkeys(SERVICES, 0))
    outbox: Outbox = field(factory=Outbox)
    address: str = NOWHERE
    smtp_port: int = 0

    def fault(self, service: str) -> str:
        """Count a question, and say what is wrong with the answer."""
        self.asked[service] += 1
        return self.faults[service]

    def deliver(self, service: str, to: str, title: str, text: str, facts: Facts) -> Delivered:
        """Keep what was delivered."""
        self.outbox.count += 1
        kept = Delivered(
            number=self.outbox.count,
            service=service,
            at=self.market.clock.now(),
            to=to,
            title=title,
            text=text,
            facts=facts,
        )
        self.outbox.kept.append(kept)
        return kept
