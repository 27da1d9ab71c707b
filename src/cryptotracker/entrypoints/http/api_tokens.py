"""The tokens that programs act with for their users, over HTTP."""

from typing import Annotated, Final, Literal
from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct
from msgspec.structs import asdict

from cryptotracker.application.identity.api_tokens import Wanted
from cryptotracker.domain.identity.api_tokens import DAYS_MOST, SCOPES, ApiToken
from cryptotracker.domain.identity.permissions import FRESH, SESSION
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.auth import Asked, Body, Name
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, sliced
from cryptotracker.entrypoints.people import People

Days = Annotated[int, Meta(ge=1, le=DAYS_MOST, description="So long it holds.", examples=[90])]
Scopes = Annotated[list[Literal["read", "write"]], Meta(min_length=1, max_length=len(SCOPES))]

IN_PERSON: Final = {"policy": SESSION}
SHOWN_ONCE: Final = {"policy": FRESH, UNKEPT: True}


class NewToken(Body, frozen=True, kw_only=True):
    name: Name
    scopes: Scopes
    days: Days


class TokenView(Struct, frozen=True, kw_only=True):
    """A token, without what makes it one."""

    id: UUID
    name: str
    scopes: list[str]
    created_at: str | None
    expires_at: str | None
    last_used_at: str | None

    @classmethod
    def of(cls, token: ApiToken) -> "TokenView":
        return cls(
            id=token.id,
            name=token.name,
            scopes=sorted(token.scopes),
            created_at=instant(token.created_at),
            expires_at=instant(token.expires_at),
            last_used_at=instant(token.last_used_at),
        )


class NewTokenView(TokenView, frozen=True, kw_only=True):
    """A token with its text, which is shown this once."""

    token: str


class TokenController(Controller):
    path = "/me/tokens"
    tags = ("Myself",)
    opt = IN_PERSON

    @get(operation_id="listTokens", summary="The tokens of my programs, newest first")
    async def tokens(
        self,
        people: NamedDependency[People],
        request: Asked,
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[TokenView]:
        kept = await people.programs.list(asking(request.scope).user_id)
        return sliced([TokenView.of(each) for each in kept], limit, cursor)

    @post(operation_id="makeToken", summary="Make a token; it is shown once", opt=dict(SHOWN_ONCE))
    async def make(
        self, people: NamedDependency[People], request: Asked, data: JSONBody[NewToken]
    ) -> NewTokenView:
        wanted = Wanted(name=data.name, scopes=data.scopes, days=data.days)
        made = await people.programs.make(asking(request.scope).user_id, wanted)
        return NewTokenView(**asdict(TokenView.of(made.token)), token=made.text)

    @delete(operation_id="revokeTokens", summary="Take all my tokens back")
    async def revoke_all(self, people: NamedDependency[People], request: Asked) -> None:
        await people.programs.revoke_all(asking(request.scope).user_id)

    @delete("/{token_id:uuid}", operation_id="revokeToken", summary="Take a token back")
    async def revoke(
        self, people: NamedDependency[People], request: Asked, token_id: FromPath[UUID]
    ) -> None:
        await people.programs.revoke(asking(request.scope).user_id, token_id)
