"""Users and their sessions, as they are shown to themselves."""

from uuid import UUID

from msgspec import Struct

from cryptotracker.domain.identity.sessions import Session
from cryptotracker.domain.identity.users import User
from cryptotracker.entrypoints.documents.text import instant


class UserView(Struct, frozen=True, kw_only=True):
    id: UUID
    email: str
    name: str
    role: str
    has_password: bool
    created_at: str | None

    @classmethod
    def of(cls, user: User) -> "UserView":
        return cls(
            id=user.id,
            email=user.email,
            name=user.name,
            role=user.role,
            has_password=user.password is not None,
            created_at=instant(user.created_at),
        )


class SessionView(Struct, frozen=True, kw_only=True):
    """A session that goes on; `current` is the one that asks."""

    id: UUID
    client: str
    device: str
    address: str
    created_at: str | None
    seen_at: str | None
    expires_at: str | None
    current: bool

    @classmethod
    def of(cls, session: Session, current: UUID | None) -> "SessionView":
        return cls(
            id=session.id,
            client=session.client,
            device=session.device,
            address=session.address,
            created_at=instant(session.created_at),
            seen_at=instant(session.seen_at),
            expires_at=instant(session.expires_at),
            current=session.id == current,
        )
