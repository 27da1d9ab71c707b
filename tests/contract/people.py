"""Somebody who may sign in, and what they have."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptotracker.domain.identity.identities import Identity
from cryptotracker.domain.identity.one_time import RECOVER, OneTimeToken
from cryptotracker.domain.identity.sessions import FRESH, Session
from cryptotracker.domain.identity.users import User

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC)
LATER = NOW + timedelta(minutes=1)
HASH = "$argon2id$…"
ADA, BOB = (
    User(id=UUID(int=7), email="Ada@example.org", name="Ada", created_at=NOW, password=HASH),
    User(id=UUID(int=8), email="bob@example.org", name="Bob", created_at=NOW, role="admin"),
)
ELSEWHERE = Identity(
    id=UUID(int=1),
    user_id=ADA.id,
    issuer="https://issuer.example.org",
    subject="4711",
    label="ada@example.org",
    linked_at=NOW,
)
FIRST, SECOND, OTHER = (bytes([number]) * 32 for number in (1, 2, 3))


def session(number: int = 1, user: User = ADA, seen_at: datetime = NOW) -> Session:
    return Session(
        id=UUID(int=number),
        user_id=user.id,
        client="web",
        device="Firefox",
        address="127.0.0.1",
        created_at=NOW,
        seen_at=seen_at,
        fresh_until=NOW + FRESH,
        csrf=bytes(range(32)),
    )


def sent(digest: bytes = FIRST, user: User | None = ADA) -> OneTimeToken:
    return OneTimeToken(
        digest=digest,
        kind=RECOVER,
        email=ADA.email,
        expires_at=LATER,
        user_id=user.id if user else None,
    )
