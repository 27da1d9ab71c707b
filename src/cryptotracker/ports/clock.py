"""What time it is, and names that nothing else has."""

from datetime import datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Tells the time and stamps what is made.

    - a time is aware and in UTC;
    - an id is a UUID of version 7, and later than every id this clock gave before.
    """

    def now(self) -> datetime: ...

    def new_id(self) -> UUID: ...
