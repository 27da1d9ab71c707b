"""Letters by SMTP: taken on at once, delivered one after the other beside everything else."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final

import aiosmtplib
from attrs import field, frozen

from cryptotracker.ports.mail import Letter, Mail
from cryptotracker.ports.secrets import Secret

WAITING_MOST: Final = 1_000
PATIENCE_SECONDS: Final = 8
RETRIES: Final = (1, 15, 60, 240)
"""So many seconds before another try; then a letter is given up."""

FAILURES: Final = (aiosmtplib.SMTPException, OSError, ValueError)
log = logging.getLogger(__name__)


@frozen(kw_only=True)
class Relay:
    """The server that takes letters, and whom they are from.

    Attributes:
        security: `starttls`, `tls` or `none`.
    """

    host: str
    port: int
    sender: str
    security: str = "starttls"
    username: str | None = None
    password: Secret | None = None


@frozen
class SmtpMail(Mail):
    _relay: Relay
    _retries: Sequence[int] = RETRIES
    _waiting: "asyncio.Queue[Letter]" = field(factory=lambda: asyncio.Queue(WAITING_MOST))

    def post(self, letter: Letter) -> None:
        try:
            self._waiting.put_nowait(letter)
        except asyncio.QueueFull:
            log.warning("A letter was given up: too many wait.")

    async def deliver(self) -> None:
        while True:
            letter = await self._waiting.get()
            await self._deliver(letter)
            self._waiting.task_done()

    async def finish(self) -> None:
        """Wait until all is delivered that can be, though not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._waiting.join()

    async def _deliver(self, letter: Letter) -> None:
        for wait in (*self._retries, None):
            try:
                await self._send(letter)
            except FAILURES as error:
                log.warning("A letter cannot be delivered now: %s", type(error).__name__)
                if wait is None or is_final(error):
                    log.warning("It is given up.")
                    return
                await asyncio.sleep(wait)
            else:
                return

    async def _send(self, letter: Letter) -> None:
        relay = self._relay
        await aiosmtplib.send(
            written(letter, relay.sender),
            hostname=relay.host,
            port=relay.port,
            username=relay.username,
            password=relay.password.reveal() if relay.password else None,
            use_tls=relay.security == "tls",
            start_tls=relay.security == "starttls",
            timeout=PATIENCE_SECONDS,
        )


def is_final(error: Exception) -> bool:
    """Tell whether the server has refused a letter for good."""
    return isinstance(error, aiosmtplib.SMTPRecipientsRefused | ValueError)


def written(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2].strip("> "))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


@asynccontextmanager
async def open_smtp(relay: Relay, retries: Sequence[int] = RETRIES) -> AsyncIterator[SmtpMail]:
    """Deliver letters as long as the block lasts, and what waits at its end some seconds more."""
    mail = SmtpMail(relay, retries)
    delivering = asyncio.create_task(mail.deliver())
    try:
        yield mail
    finally:
        await mail.finish()
        delivering.cancel()
        await asyncio.wait([delivering])
