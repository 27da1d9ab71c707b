"""Letters by SendGrid: one at a time, over its web API."""

from email.utils import parseaddr
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from attrs import frozen
from httpx import AsyncClient, HTTPError, InvalidURL, Response

from cryptotracker.domain.identity.identity_errors import LetterRefusedError, MailUnavailableError
from cryptotracker.ports.mail import Letter, Mail
from cryptotracker.ports.secrets import Secret

PATIENCE_SECONDS: Final = 8
FOR_GOOD: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
"""This letter will never be taken; what else is refused is about us, and is mended one day."""

MAY_SEND: Final = "mail.send"
UNTRACKED: Final = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
}
"""A link of ours is a secret: nobody may lead it through an address of theirs."""


@frozen(kw_only=True)
class SendGridMail(Mail):
    """SendGrid, or what speaks as it does.

    Attributes:
        address: where its API is.
        sender: whom letters are from; SendGrid has to know that address as ours.
    """

    address: str
    key: Secret
    sender: str

    async def send(self, letter: Letter, letter_id: UUID) -> None:
        answer = await self._ask("POST", "/v3/mail/send", written(letter, self.sender, letter_id))
        if not answer.is_success:
            final = answer.status_code in FOR_GOOD
            # Without its words: they may repeat the address.
            raise (LetterRefusedError if final else MailUnavailableError)(reason=told(answer))

    async def greet(self) -> None:
        """Ask whether our key may send, or raise MailUnavailableError."""
        answer = await self._ask("GET", "/v3/scopes")
        if not answer.is_success:
            raise MailUnavailableError(reason=told(answer))
        if MAY_SEND not in scopes(answer):
            raise MailUnavailableError(reason=f"the key has no permission {MAY_SEND}")

    async def _ask(self, method: str, path: str, body: object = None) -> Response:
        bearer = {"authorization": f"Bearer {self.key.reveal()}"}
        try:
            async with AsyncClient(base_url=self.address, timeout=PATIENCE_SECONDS) as client:
                return await client.request(method, path, json=body, headers=bearer)
        except (HTTPError, InvalidURL) as error:
            raise MailUnavailableError(reason=f"SendGrid: {type(error).__name__}") from None


def told(answer: Response) -> str:
    return f"SendGrid answered {answer.status_code}"


def scopes(answer: Response) -> list[Any]:
    try:
        found = answer.json()["scopes"]
    except (ValueError, LookupError, TypeError):
        found = None
    return found if isinstance(found, list) else []


def written(letter: Letter, sender: str, letter_id: UUID) -> dict[str, Any]:
    name, address = parseaddr(sender)
    whence = {"email": address} | ({"name": name} if name else {})
    return {
        "personalizations": [{"to": [{"email": letter.to}]}],
        "from": whence,
        "subject": letter.subject,
        "content": [{"type": "text/plain", "value": letter.text}],
        "headers": {
            "Message-ID": f"<{letter_id}@{address.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",
        },
        "custom_args": {"letter": str(letter_id)},
        "tracking_settings": UNTRACKED,
    }
