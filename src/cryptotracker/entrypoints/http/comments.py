"""What people say about a portfolio, over HTTP: its owner, and those with whom it is shared.

By a link nobody comments and nobody reads comments: it does not say whose the portfolio is, and
comments have names.
"""

from collections.abc import Callable
from typing import Annotated, Final
from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import UNSET, Meta, Struct, UnsetType

from cryptotracker.application.shares.commenting import Party, Said
from cryptotracker.domain.identity.comments import About, Thread
from cryptotracker.entrypoints.documents.text import instant
from cryptotracker.entrypoints.http.auth import Asked, Body
from cryptotracker.entrypoints.http.idempotency import UNKEPT
from cryptotracker.entrypoints.http.principals import asking
from cryptotracker.entrypoints.http.problems import InputError
from cryptotracker.entrypoints.http.queries import Cursor, Limit, Listed, sliced
from cryptotracker.entrypoints.http.shared import of_person
from cryptotracker.entrypoints.people import People

Words = Annotated[str, Meta(min_length=1, max_length=2000, examples=["Why is there no cost?"])]
Subject = Annotated[str, Meta(min_length=1, max_length=220, examples=["asset:BTC"])]
OneSubject = Annotated[
    str, QueryParameter(max_length=220, description="`portfolio`, or a name like `asset:BTC`.")
]
OF_TWO: Final = {UNKEPT: True}
"""What is kept for a repeated request is of one owner; here are two."""


class NewComment(Body, frozen=True, kw_only=True):
    """What to say, and about what: `portfolio`, `asset:BTC`, `transaction:row-…`."""

    text: Words
    about: Subject = "portfolio"


class CommentEdit(Body, frozen=True, kw_only=True):
    """Either what it is to say, by its author, or whether it is settled."""

    text: Words | UnsetType = UNSET
    resolved: bool | UnsetType = UNSET


class CommentView(Struct, frozen=True, kw_only=True):
    """A comment as one of those sees it who take part; of others it tells the name alone.

    `by_owner` is whether the owner of the portfolio wrote it, `mine` whether whoever asks did.
    """

    id: UUID
    about: str
    author: str
    by_owner: bool
    mine: bool
    text: str
    created_at: str | None
    edited_at: str | None
    resolved_at: str | None

    @classmethod
    def of(cls, said: Said, party: Party) -> "CommentView":
        comment = said.comment
        return cls(
            id=comment.id,
            about=str(comment.about),
            author=said.author,
            by_owner=comment.user_id == party.owner,
            mine=comment.user_id == party.user_id,
            text=comment.text,
            created_at=instant(comment.created_at),
            edited_at=instant(comment.edited_at),
            resolved_at=instant(comment.resolved_at),
        )


class ThreadView(Struct, frozen=True, kw_only=True):
    """How much is said about one thing, and how much of that is open."""

    about: str
    comments: int
    open: int
    last_at: str | None

    @classmethod
    def of(cls, thread: Thread) -> "ThreadView":
        return cls(
            about=str(thread.about),
            comments=thread.comments,
            open=thread.open,
            last_at=instant(thread.last_at),
        )


async def of_owner(request: Asked, portfolio_id: FromPath[UUID]) -> Party:
    """Take whoever asks for the owner: of somebody else's portfolio they find nothing."""
    user_id = asking(request.scope).user_id
    return Party(user_id=user_id, owner=user_id, portfolio_id=portfolio_id)


async def of_reader(
    people: NamedDependency[People], request: Asked, share_id: FromPath[UUID]
) -> Party:
    """Find the share that is for whoever asks."""
    return Party.of(await of_person(people, request, share_id), asking(request.scope).user_id)


def named(verb: str, what: str) -> Callable[..., str]:
    """Name an operation that there is twice: for the owner, and for those it is shared with."""
    return lambda _handler, _method, path: f"{verb}{'Shared' if 'shared' in path else ''}{what}"


class Talk(Controller):
    """What is said, and how whoever takes part says it."""

    tags = ("Comments",)
    opt = OF_TWO

    @get(operation_id=named("list", "Comments"), summary="What is said about one thing")
    async def list_all(
        self,
        people: NamedDependency[People],
        party: NamedDependency[Party],
        about: OneSubject = "portfolio",
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[CommentView]:
        page = await people.sharing.comments.list(
            party, About.read(about), limit=int(limit), cursor=cursor
        )
        return Listed([CommentView.of(each, party) for each in page.items], page.next_cursor)

    @get("/threads", operation_id=named("list", "Threads"), summary="What there is talk about")
    async def threads(
        self,
        people: NamedDependency[People],
        party: NamedDependency[Party],
        limit: Limit = "100",
        cursor: Cursor = None,
    ) -> Listed[ThreadView]:
        found = await people.sharing.comments.threads(party)
        return sliced([ThreadView.of(each) for each in found], limit, cursor)

    @post(operation_id=named("write", "Comment"), summary="Say something about one thing")
    async def write(
        self,
        people: NamedDependency[People],
        party: NamedDependency[Party],
        data: JSONBody[NewComment],
    ) -> CommentView:
        said = await people.sharing.comments.write(party, About.read(data.about), data.text)
        return CommentView.of(said, party)

    @patch(
        "/{comment_id:uuid}",
        operation_id=named("edit", "Comment"),
        summary="Say it otherwise, settle it, or open it again",
    )
    async def edit(
        self,
        people: NamedDependency[People],
        party: NamedDependency[Party],
        comment_id: FromPath[UUID],
        data: JSONBody[CommentEdit],
    ) -> CommentView:
        if (data.text is UNSET) == (data.resolved is UNSET):
            raise InputError(pointer="#/text", reason="either this is needed, or `resolved`")
        if data.text is not UNSET:
            said = await people.sharing.comments.edit(party, comment_id, data.text)
        else:
            said = await people.sharing.comments.resolve(
                party, comment_id, resolved=data.resolved is True
            )
        return CommentView.of(said, party)

    @delete("/{comment_id:uuid}", operation_id=named("remove", "Comment"), summary="Take it away")
    async def remove(
        self,
        people: NamedDependency[People],
        party: NamedDependency[Party],
        comment_id: FromPath[UUID],
    ) -> None:
        await people.sharing.comments.remove(party, comment_id)


OWNERS: Final = {"party": Provide(of_owner)}
READERS: Final = {"party": Provide(of_reader)}


class CommentController(Talk):
    path = "/portfolios/{portfolio_id:uuid}/comments"
    dependencies = OWNERS


class SharedCommentController(Talk):
    path = "/shared/{share_id:uuid}/comments"
    dependencies = READERS


HANDLERS: Final = (CommentController, SharedCommentController)
