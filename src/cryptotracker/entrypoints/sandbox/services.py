"""Who is stood in for: what each is called, what it can do wrong, and the settings that lead to it.

To add one: a line in SERVICES, and its routes in `app`.
"""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES
from cryptotracker.entrypoints.sandbox.faults import BODIES, FAULTS, SLOW, STATUSES
from cryptotracker.entrypoints.sandbox.issuer import LIES, UNKNOWN_KEY

PATH_OF_STREAMS: Final = "/stream"
SENDGRID_KEY: Final = "SG.sandbox"
SMTP: Final = "smtp"
BUCKET: Final = "sandbox"
S3_KEY: Final = "sandbox"
BOT: Final = "42:token_of_the_bot_of_the_sandbox"
COMMON: Final = (*STATUSES, *SLOW)
"""What anybody who is asked over HTTP can do wrong."""


@frozen(kw_only=True)
class Service:
    """A stand-in.

    Attributes:
        does: in the reader's words.
        path: where it is below the sandbox's address.
        faults: what it does wrong when it is told to.
    """

    title: str
    does: str
    path: str = ""
    faults: tuple[str, ...] = FAULTS


PRICES: Final[Mapping[str, Service]] = {
    "coingecko": Service(title="CoinGecko", does="prices", path="/coingecko/api/v3"),
    "coinmarketcap": Service(title="CoinMarketCap", does="prices", path="/coinmarketcap"),
    "exchangerate": Service(title="ExchangeRate-API", does="prices", path="/exchangerate/v6"),
}
TRADES: Final[Mapping[str, Service]] = {
    name: Service(
        title="OKX" if name == "okx" else name.title(), does="trades and candles", path=f"/{name}"
    )
    for name in SPEECHES
}
DELIVERIES: Final[Mapping[str, Service]] = {
    SMTP: Service(
        title="A mail server",
        does="letters",
        faults=("greylisted", "unknown_recipient", "later", "refused", "silent", "cut"),
    ),
    "sendgrid": Service(
        title="SendGrid",
        does="letters",
        path="/sendgrid",
        faults=("sender_refused", "no_permission", "too_large", *COMMON, *BODIES),
    ),
    "telegram": Service(
        title="Telegram's Bot API",
        does="messages",
        path="/telegram",
        faults=("blocked", "deactivated", "migrated", *COMMON, *BODIES),
    ),
    "firebase": Service(
        title="Firebase Cloud Messaging",
        does="pushes to phones",
        path="/firebase",
        faults=(
            *("unregistered", "quota_exceeded", "sender_mismatch", "third_party_auth_error"),
            *(*COMMON, *BODIES),
        ),
    ),
    "push": Service(
        title="A push service of browsers",
        does="pushes to browsers",
        path="/push",
        faults=("gone", "too_large", *COMMON),
    ),
}
FILES: Final[Mapping[str, Service]] = {
    "s3": Service(title="Amazon S3", does="files", path="/s3", faults=COMMON),
}
SIGN_IN: Final[Mapping[str, Service]] = {
    "issuer": Service(
        title="An issuer of OpenID Connect, and GitHub",
        does="signing in",
        path="/issuer",
        faults=(*LIES, UNKNOWN_KEY, *COMMON, *BODIES),
    ),
}
NEWS: Final[Mapping[str, Service]] = {
    "feeds": Service(
        title="Feeds of news", does="news; each name does one thing wrong", path="/feeds", faults=()
    ),
}
SERVICES: Final[Mapping[str, Service]] = {
    **PRICES,
    **TRADES,
    **DELIVERIES,
    **FILES,
    **SIGN_IN,
    **NEWS,
}
