"""A feed of news: where it is, how it stands, and when it is read next.

A feed that fails is left alone for longer each time, up to a day, and never shorter than its server
asks. One that is read again is as good as new.

>>> [patience(failures) // timedelta(minutes=15) for failures in (1, 2, 3, 7, 20)]
[1, 2, 4, 64, 96]
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import evolve, field, frozen
from attrs.validators import max_len, min_len

INTERVAL: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(days=1)
DOUBLINGS_MOST: Final = 20
NAME_LONGEST: Final = 80
FEEDS_MOST: Final = 200

ACTIVE, FAILING, PAUSED = "active", "failing", "paused"


def patience(failures: int) -> timedelta:
    """Return how long a feed is left alone after so many failures in a row."""
    return min(LONGEST, INTERVAL * (1 << min(failures - 1, DOUBLINGS_MOST)))


@frozen(kw_only=True)
class Feed:
    """A feed, and what became of it.

    Attributes:
        due_at: it is not read before.
        etag: what its server called the version that was read last; `modified` likewise.
        failures: in a row; `error` is the last one's reason.
        read_at: when it last answered, with news or with word that there are none.
        version: counts the readings that brought something new.
    """

    id: UUID
    name: str = field(validator=[min_len(1), max_len(NAME_LONGEST)])
    url: str
    created_at: datetime
    due_at: datetime
    paused: bool = False
    etag: str = ""
    modified: str = ""
    failures: int = 0
    error: str = ""
    read_at: datetime | None = None
    version: int = 0

    @property
    def state(self) -> str:
        if self.paused:
            return PAUSED
        return FAILING if self.failures else ACTIVE

    def is_due(self, now: datetime) -> bool:
        return not self.paused and now >= self.due_at

    def answered(self, now: datetime, *, etag: str, modified: str, new: int) -> "Feed":
        return evolve(
            self,
            due_at=now + INTERVAL,
            etag=etag,
            modified=modified,
            failures=0,
            error="",
            read_at=now,
            version=self.version + (new > 0),
        )

    def failed(self, now: datetime, reason: str, later: timedelta | None = None) -> "Feed":
        failures = self.failures + 1
        wait = min(LONGEST, max(patience(failures), later or INTERVAL))
        return evolve(self, due_at=now + wait, failures=failures, error=reason)

    def with_pause(self, now: datetime, *, paused: bool) -> "Feed":
        """Stop or begin to read it; one that goes on is due at once."""
        return evolve(self, paused=paused, due_at=now, failures=0, error="")
