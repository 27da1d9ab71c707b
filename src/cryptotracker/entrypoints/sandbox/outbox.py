"""What was delivered to the stand-ins, for whoever looks: letters, messages and pushes."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from attrs import define, field
from msgspec import Struct

MOST: Final = 500


class Delivered(Struct, frozen=True, kw_only=True):
    """Something that arrived.

    Attributes:
        service: the stand-in that took it.
        to: an address, the number of a chat, the token of a device.
        facts: what else was said about it.
    """

    number: int
    service: str
    at: datetime
    to: str
    title: str
    text: str
    facts: Mapping[str, str]


@define
class Outbox:
    """The last things that were delivered, newest first."""

    kept: deque[Delivered] = field(factory=lambda: deque(maxlen=MOST))
    count: int = 0

    def all(self, service: str = "") -> list[Delivered]:
        return [each for each in reversed(self.kept) if service in {"", each.service}]
