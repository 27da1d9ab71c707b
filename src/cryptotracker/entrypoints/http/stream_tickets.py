"""Tickets to the stream, over HTTP."""

from litestar import Controller, post
from litestar.di import NamedDependency
from msgspec import Struct

from cryptotracker.application.identity.stream_tickets import LASTING
from cryptotracker.domain.errors import SignInNeededError
from cryptotracker.entrypoints.http.auth import ANYBODYS, Asked
from cryptotracker.entrypoints.http.principals import THE_PRINCIPAL, asking
from cryptotracker.entrypoints.people import People


class TicketView(Struct, frozen=True, kw_only=True):
    """A ticket, good once and for so many seconds; none where nobody has to sign in."""

    ticket: str | None
    expires_in: int


class StreamTicketsController(Controller):
    path = "/stream/tickets"
    tags = ("Signing in",)

    @post(operation_id="issueTicket", opt=dict(ANYBODYS), summary="Get a ticket to the stream")
    async def issue(self, people: NamedDependency[People], request: Asked) -> TicketView:
        seconds, found = int(LASTING.total_seconds()), asking(request.scope)
        if found == THE_PRINCIPAL:
            return TicketView(ticket=None, expires_in=seconds)
        if found.session_id is None:
            raise SignInNeededError
        ticket = await people.stream_tickets.issue(found.user_id, found.session_id)
        return TicketView(ticket=ticket, expires_in=seconds)
