"""Letters for whoever runs the service to pass on: printed, where no server takes letters."""

from collections.abc import Callable
from uuid import UUID

from attrs import frozen

from cryptotracker.ports.mail import Letter, Mail


@frozen
class PrintedMail(Mail):
    """Prints letters; not to the log, which others read too and which is kept."""

    _print: Callable[[str], object]

    async def send(self, letter: Letter, letter_id: UUID) -> None:
        del letter_id
        lines = "".join(f"  {line}\n" for line in letter.text.splitlines())
        self._print(f"cryptotracker: a letter to {letter.to}, which no server takes:\n{lines}")
