"""A clock that is turned by hand."""

from datetime import UTC, datetime
from uuid import UUID

from attrs import define

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.ports.clock import Clock


@define
class Calendar(Clock):
    """Says what day it is, as it was told."""

    today: datetime = datetime(2026, 1, 2, tzinfo=UTC)

    def now(self) -> datetime:
        return self.today

    def new_id(self) -> UUID:
        return SystemClock().new_id()
