"""How a letter reaches somebody's address."""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

from attrs import field, frozen

from cryptotracker.ports.persistence import UnitOfWork


@frozen(kw_only=True)
class Letter:
    """A letter in plain text; what it says may hold a link that is a secret.

    Attributes:
        good_for: so long it is worth sending: after that its link leads nowhere. None is for ever.
    """

    to: str
    subject: str
    text: str = field(repr=False)
    good_for: timedelta | None = None


class Outbox(Protocol):
    """Takes letters on, in the transaction of whatever they tell of.

    - a letter is sent if, and only if, that transaction is kept, whatever becomes of the process;
    - whose address it is, and what it says, lies nowhere in clear text;
    - None is taken on as a letter is, and goes to nobody: the time that takes tells nobody
      whether there was one.
    """

    async def post(self, work: UnitOfWork, letter: Letter | None) -> None: ...


class Mail(Protocol):
    """Delivers letters.

    - a letter that was sent was taken by a server, or shown to whoever runs the service;
    - one that may go another time raises MailUnavailableError, one that never will
      LetterRefusedError; neither says whom it is for, or what is in it;
    - sent again under the same id, it can be known as the same letter.
    """

    async def send(self, letter: Letter, letter_id: UUID) -> None: ...
