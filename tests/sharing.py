"""A portfolio that is shared: its owner, somebody it is shared with, and whoever has a link."""

from typing import Any

from attrs import frozen
from httpx import AsyncClient, Response

from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer
from tests.service import API, filled

PASSCODE = "open sesame"


@frozen
class Parties:
    """The clients of an owner and of somebody else, and the owner's portfolio."""

    here: Place
    owner: AsyncClient
    other: AsyncClient
    portfolio: str

    async def share(self, **wanted: object) -> dict[str, Any]:
        """Share as the owner does, and return the share."""
        answer = await self.owner.post(f"{self.portfolio}/shares", json=wanted)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def shared(self, scope: str, email: str = OTHER) -> str:
        """Share with the other user, and return the address at which they read."""
        share = await self.share(kind="person", email=email, scope=scope)
        return f"{API}/shared/{share['id']}"

    async def linked(self, **wanted: object) -> str:
        """Make a link, and return what stands behind its hash."""
        share = await self.share(**({"kind": "link"} | wanted))
        link: str = share["link"]
        return link.partition("#")[2]

    async def open(self, token: str, **given: object) -> Response:
        return await self.here.client.post(f"{API}/links/open", json={"token": token} | given)

    async def visitor(self, token: str, **given: object) -> AsyncClient:
        """Give the client of somebody who has opened a link."""
        answer = await self.open(token, **given)
        assert answer.status_code == 200, answer.text
        client = self.here.visitor()
        client.headers["Authorization"] = f"Link {answer.json()['session']}"
        return client


async def parties(here: Place) -> Parties:
    await here.invited()
    await here.invited(OTHER, OTHER_WORDS)
    owner, other = here.visitor(), here.visitor()
    owner.headers.update(bearer(await here.signed_in(EMAIL, WORDS)))
    other.headers.update(bearer(await here.signed_in(OTHER, OTHER_WORDS)))
    return Parties(here, owner, other, await filled(owner))
