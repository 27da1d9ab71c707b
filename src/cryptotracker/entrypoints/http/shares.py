"""What an owner shares of a portfolio, over HTTP."""

from typing import Annotated, Final, Literal
from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType, structs

from cryptotracker.application.shares.offering import Changes, Made, Offer
from cryptotracker.domain.identity.permissions import FRESH
from cryptotracker.domain.identity.shares import ALLOWED, DAYS_USUAL, PRESETS, Share, Terms
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.auth import Asked, Body, Email
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, sliced
from cryptotracker.entrypoints.people import People

PROVED: Final = {"policy": FRESH, UNKEPT: True}
"""It is told once how a link goes on: the answer is not kept."""

Chosen = Literal["percentages", "totals", "amounts", "transactions", "comment", "write"]
Days = Annotated[int, Meta(ge=1, le=365)]
Label = Annotated[str, Meta(max_length=100)]
Passcode = Annotated[str, Meta(max_length=128)]


class NewShare(Body, frozen=True, kw_only=True):
    """What to share; a preset stands for a scope and a number of days."""

    kind: Literal["person", "link", "public"]
    email: Email | UnsetType = UNSET
    preset: Literal["accountant"] | UnsetType = UNSET
    scope: Chosen | UnsetType = UNSET
    days: Days | UnsetType = UNSET
    label: Label = ""
    passcode: Passcode | UnsetType = UNSET

    def offer(self) -> Offer:
        self._check()
        usual = Terms(scope=ALLOWED[self.kind][0], days=DAYS_USUAL)
        terms = PRESETS[self.preset] if self.preset else usual
        return Offer(
            kind=self.kind,
            scope=self.scope or terms.scope,
            days=self.days or terms.days,
            label=self.label,
            email=self.email or "",
            passcode=None if self.passcode is UNSET else self.passcode,
        )

    def _check(self) -> None:
        if (self.kind == "person") != (self.email is not UNSET):
            reason = "is needed, and only needed, to share with a person"
            raise InputError(pointer="#/email", reason=reason)
        if self.preset and self.scope:
            raise InputError(pointer="#/scope", reason="is what the preset says")


class ShareEdit(Body, frozen=True, kw_only=True):
    """What is to be otherwise; days count from now, and an empty passcode is none."""

    scope: Chosen | UnsetType = UNSET
    days: Days | UnsetType = UNSET
    label: Label | UnsetType = UNSET
    passcode: Passcode | UnsetType = UNSET

    def changes(self) -> Changes:
        given = structs.asdict(self).items()
        return Changes(**{name: value for name, value in given if value is not UNSET})


class ShareView(Struct, frozen=True, kw_only=True):
    """A share as its owner sees it; `link` is told once, when it is made."""

    id: UUID
    kind: str
    scope: str
    label: str
    email: str | None
    has_passcode: bool
    created_at: str | None
    expires_at: str | None
    link: str | UnsetType = UNSET

    @classmethod
    def of(cls, share: Share, link: str | None = None) -> "ShareView":
        return cls(
            id=share.id,
            kind=share.kind,
            scope=share.scope,
            label=share.label,
            email=share.email or None,
            has_passcode=share.passcode is not None,
            created_at=instant(share.created_at),
            expires_at=instant(share.expires_at),
            link=link or UNSET,
        )


class ShareController(Controller):
    path = "/portfolios/{portfolio_id:uuid}/shares"
    tags = ("Shares",)

    @get(operation_id="listShares", summary="What is shared of it, oldest first")
    async def list_all(
        self,
        people: NamedDependency[People],
        request: Asked,
        portfolio_id: FromPath[UUID],
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[ShareView]:
        found = await people.sharing.list(asking(request.scope).user_id, portfolio_id)
        return sliced([ShareView.of(each) for each in found], limit, cursor)

    @post(operation_id="makeShare", summary="Share it for some days", opt=dict(PROVED))
    async def make(
        self,
        people: NamedDependency[People],
        request: Asked,
        portfolio_id: FromPath[UUID],
        data: JSONBody[NewShare],
    ) -> ShareView:
        user_id = asking(request.scope).user_id
        made: Made = await people.sharing.make(user_id, portfolio_id, data.offer())
        return ShareView.of(made.share, made.link)

    @patch(
        "/{share_id:uuid}",
        operation_id="editShare",
        summary="Change what is shared, and for how long",
        opt=dict(PROVED),
    )
    async def edit(
        self,
        people: NamedDependency[People],
        request: Asked,
        portfolio_id: FromPath[UUID],
        share_id: FromPath[UUID],
        data: JSONBody[ShareEdit],
    ) -> ShareView:
        user_id = asking(request.scope).user_id
        edited = await people.sharing.edit(user_id, portfolio_id, share_id, data.changes())
        return ShareView.of(edited)

    @delete("/{share_id:uuid}", operation_id="revokeShare", summary="End it at once")
    async def revoke(
        self,
        people: NamedDependency[People],
        request: Asked,
        portfolio_id: FromPath[UUID],
        share_id: FromPath[UUID],
    ) -> None:
        await people.sharing.revoke(asking(request.scope).user_id, portfolio_id, share_id)
