"""Where people sign in, too, the running product keeps to its description, whoever asks."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Final, Literal, TypeAlias

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from attrs import frozen
from hypothesis import settings
from schemathesis import Case

from cryptotracker.application.identity.entering import Caller
from cryptotracker.domain.identity.errors import UserNotFoundError
from cryptotracker.domain.identity.users import ROLES, Role, User
from tests.askers import entering, user
from tests.people import SITE, Place, place
from tests.property.operations import SCHEMA, SETTINGS, Stock
from tests.service import API, started

Who: TypeAlias = Role | Literal["nobody"]
WHO: Final[tuple[Who, ...]] = ("nobody", *ROLES)
CALLER: Final = Caller(client="api", address="198.51.100.1")
EXAMPLES: Final = settings().max_examples // 2
"""Each operation is tried so often by each role: what differs between them is who may."""


@frozen
class Service:
    """A product that runs, and a second process of it, in which sessions are opened."""

    portal: BlockingPortal
    place: Place
    stocks: dict[Who, Stock]

    def stock(self, who: Who) -> Stock:
        """Give what somebody has; what was tried last may have ended their session."""
        stock = self.stocks[who]
        if who != "nobody" and stock.client.get(f"{API}/me").is_error:
            token = self.portal.call(opened, self.place, who)
            stock.client.headers["Authorization"] = f"Bearer {token}"
        return stock


async def opened(at: Place, role: Role) -> str:
    """Open a session without a password, for that may have been changed; return its token."""
    return (await entering(at)(await somebody(at, role), CALLER)).access


async def somebody(at: Place, role: Role) -> User:
    """Return the user of a role, who may have asked for their account to be deleted."""
    email = f"{role}@example.org"
    try:
        return await at.people.administration.enable(email)
    except UserNotFoundError:
        return await user(at, role, role)


@pytest.fixture(scope="module", name="service")
def provide_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("data")
    another = place(f"sqlite:///{data / 'cryptotracker.db'}", data)
    with (
        started(data, public_url=SITE, **SETTINGS) as running,
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(another) as at,
        ExitStack() as clients,
    ):
        portal.call(somebody, at, "admin")  # the first one runs the place, whatever role is asked
        stocks: dict[Who, Stock] = {}
        for who in WHO:
            client = clients.enter_context(httpx.Client(base_url=running.address))
            stocks[who] = Stock(client, of_nobody=who == "nobody")
        yield Service(portal, at, stocks)


@pytest.mark.parametrize("who", WHO)
@SCHEMA.parametrize()
@settings(max_examples=EXAMPLES)
def test_every_operation_keeps_to_its_description_for(
    case: Case[Any], who: Who, service: Service
) -> None:
    service.stock(who).try_out(case)
