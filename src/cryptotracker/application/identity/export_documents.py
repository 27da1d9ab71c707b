"""What is exported of a user, field by field: what is not named here does not get out."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, TypeAlias
from uuid import UUID

from cryptotracker.domain.identity.api_tokens import ApiToken
from cryptotracker.domain.identity.audit import Record
from cryptotracker.domain.identity.comments import Comment
from cryptotracker.domain.identity.identities import Identity
from cryptotracker.domain.identity.notices import places, wants
from cryptotracker.domain.identity.passkeys import Passkey
from cryptotracker.domain.identity.preferences import Preferences
from cryptotracker.domain.identity.sessions import Session
from cryptotracker.domain.identity.totp import Totp
from cryptotracker.domain.identity.users import User
from cryptotracker.domain.numbers import plain
from cryptotracker.domain.portfolio.own_prices import OwnPrice
from cryptotracker.domain.portfolio.portfolios import Import, Portfolio
from cryptotracker.domain.watching.watch_lists import WatchList

Document: TypeAlias = dict[str, object]

READ_ME: Final = """\
What CryptoTracker keeps of you.

profile.json        who you are to us
preferences.json    how you want things to be
avatar.webp         your picture, if you have one
sessions.json       where you are signed in
factors.json        your second factors, without what makes them factors
identities.json     who you are elsewhere, where you sign in by that
tokens.json         the tokens of your programs, without what makes them tokens
security-log.jsonl  what was done to your account, newest first
watchlists.json     the assets that you keep an eye on, and those with a star
prices.jsonl        the prices that you stated yourself
comments.jsonl      what you said about portfolios, yours and those shared with you
portfolios/         of each: its settings, its transactions as a ledger file that can be imported
                    again, its imports, the files they were read from, and what was said about it

Passwords, keys and other secrets are not in it.
"""


def written(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, default=text_of) + "\n"


def line(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, default=text_of) + "\n"


def text_of(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    assert isinstance(value, UUID)
    return str(value)


def of_user(user: User | None) -> Document:
    """Describe a user; of the implied owner nobody knows anything."""
    if user is None:
        return {}
    return {
        "id": user.id,
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "created_at": user.created_at,
    }


def of_preferences(preferences: Preferences) -> Document:
    return {
        "base_currency": preferences.base_currency,
        "time_zone": preferences.time_zone,
        "country": preferences.country,
        "locale": preferences.locale,
        "week_start": preferences.week_start,
        "hide_amounts": preferences.hide_amounts,
        "theme": preferences.theme,
        "notices": [
            {"kind": kind, "channel": channel, "on": wants(preferences.notices, kind, channel)}
            for kind, channel in places()
        ],
    }


def of_session(session: Session) -> Document:
    return {
        "id": session.id,
        "client": session.client,
        "device": session.device,
        "address": session.address,
        "created_at": session.created_at,
        "seen_at": session.seen_at,
    }


def of_factors(totp: Totp | None, passkeys: Sequence[Passkey]) -> Document:
    return {
        "app_since": totp.on_since if totp is not None else None,
        "passkeys": [
            {"id": each.id, "name": each.name, "created_at": each.created_at} for each in passkeys
        ],
    }


def of_identity(identity: Identity) -> Document:
    return {
        "id": identity.id,
        "issuer": identity.issuer,
        "subject": identity.subject,
        "label": identity.label,
        "linked_at": identity.linked_at,
        "used_at": identity.used_at,
    }


def of_token(token: ApiToken) -> Document:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": sorted(token.scopes),
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
    }


def of_record(record: Record) -> Document:
    entry, whence = record.entry, record.entry.whence
    return {
        "number": record.number,
        "at": entry.at,
        "what": entry.what,
        "by": whence.by,
        "actor": whence.actor,
        "through": whence.through,
        "address": whence.address,
        "agent": whence.agent,
        "facts": dict(entry.facts),
        "digest": record.digest.hex(),
    }


def of_own_price(price: OwnPrice) -> Document:
    return {
        "id": price.id,
        "asset": price.asset,
        "currency": price.currency,
        "at": price.as_of,
        "whole_day": price.whole_day,
        "price": plain(price.price),
        "note": price.note,
        "overrides": price.overrides,
        "stated_at": price.stated_at,
    }


def of_portfolio(portfolio: Portfolio) -> Document:
    settings = portfolio.settings
    return {
        "id": portfolio.id,
        "name": settings.name,
        "currency": settings.currency,
        "method": settings.method,
        "scope": settings.scope,
        "time_zone": settings.time_zone,
        "long_term_days": settings.long_term_days,
        "created_at": portfolio.created_at,
        "transactions": portfolio.transactions,
    }


def of_watched(watch_lists: Sequence[WatchList], stars: Sequence[str]) -> Document:
    return {
        "lists": [
            {
                "id": each.id,
                "name": each.name,
                "assets": list(each.assets),
                "created_at": each.created_at,
            }
            for each in watch_lists
        ],
        "stars": list(stars),
    }


def of_import(record: Import) -> Document:
    return {
        "id": record.id,
        "file": record.file,
        "format": record.format,
        "created_at": record.created_at,
        "state": record.state,
        "added": record.added,
        "known": record.known,
        "skipped": record.skipped,
        "needs_answer": record.needs_answer,
        "rejected": record.rejected,
    }


def of_comment(comment: Comment, user_id: UUID | None) -> Document:
    """Describe a comment; who else wrote one is not told."""
    return {
        "id": comment.id,
        "portfolio": comment.portfolio_id,
        "about": str(comment.about),
        "mine": comment.user_id == user_id,
        "text": comment.text,
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "resolved_at": comment.resolved_at,
    }
