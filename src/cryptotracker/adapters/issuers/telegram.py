"""Telegram vouches for people by a digest that it makes with the secret of our bot."""

import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl, urlencode

from attrs import frozen

from cryptotracker.adapters.issuers.vouching import text
from cryptotracker.domain.identity.identities import TELEGRAM
from cryptotracker.domain.identity.identity_errors import IssuerRefusedError
from cryptotracker.ports.issuers import Telegram, TelegramProof, Vouched
from cryptotracker.ports.secrets import Secret

FIELDS_MOST: Final = 30
HASH: Final = re.compile(r"[0-9a-f]{64}")
WHOLE: Final = re.compile(r"[1-9][0-9]{0,15}", re.ASCII)
WRONG: Final = (ValueError, TypeError, LookupError, OverflowError, RecursionError)


@frozen(kw_only=True)
class TelegramBot(Telegram):
    """What Telegram gives to pages and apps of one bot.

    Attributes:
        page: where Telegram signs people in for a page.
        site: our public address, if there is one.
    """

    token: Secret
    page: str
    site: str | None = None

    @property
    def start(self) -> str | None:
        if self.site is None:
            return None
        number = self.token.reveal().partition(":")[0]
        back = {"origin": self.site, "return_to": f"{self.site}/sign-in"}
        return f"{self.page}/auth?{urlencode({'bot_id': number} | back)}"

    def of_app(self, init_data: str) -> TelegramProof:
        """Read what an app within Telegram is started with."""
        key = hmac.digest(b"WebAppData", self.token.reveal().encode(), sha256)
        try:
            given = parse_qsl(
                init_data,
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=FIELDS_MOST,
            )
            fields = dict(given)
            if len(fields) != len(given):
                refuse()
            digest = checked(fields, key)
            return proof(json.loads(fields["user"]), fields["auth_date"], digest)
        except WRONG:
            refuse()

    def of_page(self, fields: Mapping[str, str | int]) -> TelegramProof:
        """Read what a page gets from Telegram's login."""
        key = sha256(self.token.reveal().encode()).digest()
        try:
            written = {name: str(value) for name, value in fields.items()}
            digest = checked(written, key)
            return proof({**written, "id": int(written["id"])}, written["auth_date"], digest)
        except WRONG:
            refuse()


def checked(fields: Mapping[str, str], key: bytes) -> bytes:
    """Return the digest of all fields but itself, if it is the one that came with them."""
    lines = sorted(f"{name}={value}" for name, value in fields.items() if name != "hash")
    # With a line feed in it, a value could pass for another field.
    if len(fields) > FIELDS_MOST or any("\n" in line for line in lines):
        refuse()
    made = hmac.digest(key, "\n".join(lines).encode(), sha256)
    given = fields["hash"]
    if not HASH.fullmatch(given) or not hmac.compare_digest(made, bytes.fromhex(given)):
        refuse()
    return made


def proof(user: Any, signed_at: str, digest: bytes) -> TelegramProof:
    number = user["id"]
    if type(number) is not int or number <= 0 or not WHOLE.fullmatch(signed_at):
        refuse()
    name = f"{text(user, 'first_name')} {text(user, 'last_name')}".strip()
    vouched = Vouched(
        issuer=TELEGRAM,
        subject=str(number),
        label=text(user, "username") or name or str(number),
        name=name,
    )
    at = datetime.fromtimestamp(int(signed_at), UTC)
    return TelegramProof(vouched=vouched, digest=sha256(digest).digest(), signed_at=at)


def refuse() -> NoReturn:
    raise IssuerRefusedError(issuer=TELEGRAM) from None
