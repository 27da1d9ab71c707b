"""How a letter reaches somebody's address."""

from typing import Protocol

from attrs import field, frozen


@frozen(kw_only=True)
class Letter:
    """A letter in plain text; what it says may hold a link that is a secret."""

    to: str
    subject: str
    text: str = field(repr=False)


class Mail(Protocol):
    """Takes letters on.

    - it answers at once, whether a letter can be delivered or not, so that the time it takes
      tells nobody whether there was one;
    - what cannot be delivered is tried again for some minutes, then given up and noted;
    - the text of a letter is never noted.
    """

    def post(self, letter: Letter) -> None: ...
