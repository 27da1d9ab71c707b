"""Where it is kept how people want the product to be, and where their pictures come from."""

from typing import Protocol
from uuid import UUID

from cryptotracker.domain.identity.preferences import Preferences


class Profiles(Protocol):
    """The preferences of people, and their pictures.

    - who chose nothing yet, and to one user anybody else, has the defaults and no picture;
    - preferences got in a transaction are changed by nobody else until the transaction ends;
    - the picture of a user is the one kept last, to the byte.
    """

    async def get(self, owner: UUID) -> Preferences: ...

    async def seen(self, owner: UUID) -> Preferences:
        """Return them as they are now; others may change them meanwhile."""
        ...

    async def save(self, owner: UUID, preferences: Preferences) -> None:
        """Keep preferences that were got in the same transaction, and changed."""
        ...

    async def picture(self, owner: UUID) -> bytes | None: ...

    async def keep_picture(self, owner: UUID, picture: bytes | None) -> None:
        """Keep a picture instead of the one there is; None removes it."""
        ...


class Pictures(Protocol):
    """Makes small pictures of what people send.

    - a PNG, JPEG or WebP of one picture becomes a WebP of 256 by 256 that has nothing of the
      file but its colours: no words, no place, no camera;
    - it is turned as the camera was held, and cut to a square around its middle;
    - anything else raises PictureRefusedError: another format, whatever its name is, one that
      moves, a broken one, one with something behind its end;
    - more pixels than 25 million are refused before one of them is decoded;
    - work is done in a thread of its own, one picture at a time.
    """

    async def small(self, sent: bytes) -> bytes: ...
