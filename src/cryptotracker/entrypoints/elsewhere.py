"""Every use case of those who come from elsewhere in one place."""

from collections.abc import Mapping

from attrs import frozen

from cryptotracker.application.identity.finishing import Finish
from cryptotracker.application.identity.handshakes import Begin, TakeHandshake
from cryptotracker.application.identity.identities import ListIdentities, Unlink
from cryptotracker.application.identity.telegram import ByTelegram
from cryptotracker.ports.issuers import Issuer, Telegram


@frozen(kw_only=True)
class Vouching:
    """Those who vouch for people, by their names in the settings."""

    issuers: Mapping[str, Issuer]
    telegram: Telegram | None


@frozen(kw_only=True)
class Elsewhere:
    """Signing in elsewhere, and what users do with who they are there."""

    vouching: Vouching
    begin: Begin
    take: TakeHandshake
    finish: Finish
    by_telegram: ByTelegram
    list: ListIdentities
    unlink: Unlink
