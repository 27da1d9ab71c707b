"""Letters by SMTP: taken on at once, delivered one after the other beside everything else."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Final, Literal, TypeAlias

import aiosmtplib
from attrs import field, frozen

from cryptotracker.ports.mail import Letter, Mail
from cryptotracker.ports.secrets import Secret

Security: TypeAlias = Literal["starttls", "tls", "none"]

WAITING_MOST: Final = 1_000
PATIENCE_SECONDS: Final = 20
RETRIES: Final = (1.0, 15.0, 60.0, 240.0)
"""So many seconds before another try; then a letter is given up."""

FAILURES: Final = (aiosmtplib.SMTPException, OSError, ValueError)
log = logging.getLogger(__name__)


@frozen(kw_only=True)
class Relay:
    """The server that takes letters, and whom they are from."""

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    username: str | None = None
    password: Secret | None = None


@frozen
class SmtpMail(Mail):
    _relay: Relay
    _retries: Sequence[float] = RETRIES
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
async def open_smtp(relay: Relay, retries: Sequence[float] = RETRIES) -> AsyncIterator[SmtpMail]:
    """Deliver letters as long as the block lasts; what waits at its end is not delivered."""
    mail = SmtpMail(relay, retries)
    delivering = asyncio.create_task(mail.deliver())
    try:
        yield mail
    finally:
        delivering.cancel()
        await asyncio.wait([delivering])
