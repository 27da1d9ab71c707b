"""Letters by SMTP: one at a time, to the server that the settings name."""

from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, Final
from uuid import UUID

import aiosmtplib
from attrs import frozen

from cryptotracker.domain.identity.identity_errors import LetterRefusedError, MailUnavailableError
from cryptotracker.ports.mail import Letter, Mail
from cryptotracker.ports.secrets import Secret

PATIENCE_SECONDS: Final = 8
FOR_GOOD: Final = range(500, 600)
"""Answers of SMTP that say so; a 4xx is for now, as of a server that greylists."""


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

    @property
    def options(self) -> dict[str, Any]:
        return {
            "hostname": self.host,
            "port": self.port,
            "username": self.username,
            "password": self.password.reveal() if self.password else None,
            "use_tls": self.security == "tls",
            "start_tls": self.security == "starttls",
            "timeout": PATIENCE_SECONDS,
        }


@frozen
class SmtpMail(Mail):
    _relay: Relay

    async def send(self, letter: Letter, letter_id: UUID) -> None:
        try:
            message = written(letter, self._relay.sender, letter_id)
            await aiosmtplib.send(message, **self._relay.options)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            reason = told(error)
            # Without what it was raised from: that may name the address.
            raise (LetterRefusedError if is_final(error) else MailUnavailableError)(
                reason=reason
            ) from None

    async def greet(self) -> None:
        """Reach the server and sign in as for a letter, or raise MailUnavailableError."""
        try:
            async with aiosmtplib.SMTP(**self._relay.options) as server:
                await server.noop()
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            # What the server says is left out, but not what the client does.
            own = not isinstance(error, aiosmtplib.SMTPResponseException)
            reason = f"{told(error)}: {error}" if own else told(error)
            raise MailUnavailableError(reason=reason) from None


def told(error: Exception) -> str:
    """Say what was wrong, without the words of a server: they may repeat an address."""
    code = code_of(error)
    return type(error).__name__ + (f" ({code})" if code else "")


def code_of(error: Exception) -> int | None:
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        return error.recipients[0].code
    return error.code if isinstance(error, aiosmtplib.SMTPResponseException) else None


def is_final(error: Exception) -> bool:
    """Tell whether this letter will never be taken; what is wrong with us is mended one day."""
    its_own = (aiosmtplib.SMTPRecipientsRefused, aiosmtplib.SMTPDataError)
    if isinstance(error, its_own):
        return code_of(error) in FOR_GOOD
    return isinstance(error, ValueError) and not isinstance(error, OSError)  # as of certificates


def written(letter: Letter, sender: str, letter_id: UUID) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = letter.subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = f"<{letter_id}@{sender.rpartition('@')[2].strip('> ')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
