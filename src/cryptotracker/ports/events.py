"""News of what has changed, for whoever is listening now."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol, TypeAlias

from attrs import field, frozen

QUEUE_LONGEST: Final = 64
"""So many messages may wait for a subscriber; one more, and it is dropped."""

EVERYBODY: Final = "*"
"""Stands for an owner in news that are everybody's; whoever subscribes as this hears those."""


@frozen(kw_only=True)
class Tick:
    """One thing changed.

    Attributes:
        topic: what kind of thing, like `portfolio`.
        key: which one.
        owner: whose it is; nobody else hears of it.
        version: counts its changes, in the database too: nobody has to remember it here. None
            where nobody counts them: then it is a sign to look again.
        data: texts, whole numbers, booleans and None, for whoever wants no second question.
    """

    topic: str
    key: str
    owner: str
    version: int | None
    data: Mapping[str, str | int | bool | None] = field(factory=dict)


@frozen(kw_only=True)
class Resync:
    """News may have been lost: ask for the state of things. Without a key: of all of a topic."""

    topic: str
    key: str | None = None


News: TypeAlias = Sequence[Tick | Resync]


class Subscription(Protocol):
    """What one subscriber wants to hear, and hears: see Events."""

    def add(self, topic: str, key: str | None = None) -> None:
        """Listen to one thing or, without a key, to all of a topic."""
        ...

    def discard(self, topic: str, key: str | None = None) -> None: ...

    def known(self, tick: Tick) -> bool:
        """Hold a state for heard; say whether it is old: as much or more was heard before.

        What nobody counts is never old.
        """
        ...

    def __aiter__(self) -> AsyncIterator[News]: ...

    async def __anext__(self) -> News: ...


class Events(Protocol):
    """Carries news between the processes of an installation.

    Every adapter keeps these promises; tests/contract/test_events.py holds it to them:

    - the ticks published together arrive together, everywhere;
    - a subscriber hears of what is its owner's, and of nothing else;
    - of one thing only later versions are heard, each once; what has none is heard each time;
    - a version that was left out is announced by a Resync of that thing, before what follows it;
    - when the way was cut, a Resync of each topic follows as soon as it is whole again;
    - to publish never raises and takes half a second at most: lost news is made good by a Resync;
    - of a subscriber that does not read at most 64 messages are kept; then its news end.
    """

    async def publish(self, ticks: Sequence[Tick]) -> None: ...

    def subscribe(self, owner: str) -> AbstractAsyncContextManager[Subscription]: ...
