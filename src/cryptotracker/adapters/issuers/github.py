"""GitHub vouches for people by OAuth and its API; it signs nothing."""

from typing import Any, Final
from urllib.parse import urlencode

from attrs import frozen

from cryptotracker.adapters.issuers.fetching import Fetch
from cryptotracker.adapters.issuers.openid import Client, redeemed, requested
from cryptotracker.adapters.issuers.vouching import address, text
from cryptotracker.ports.issuers import Answered, Asked, Issuer, Vouched

SCOPE: Final = "read:user user:email"
API: Final = {
    "accept": "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
    "user-agent": "cryptotracker",
}
ADDRESSES_MOST: Final = 200


@frozen(kw_only=True)
class GitHub(Issuer):
    """GitHub, or a server of its kind; people are known by their number there, not by a name.

    Attributes:
        api: where it tells of people.
    """

    identifier: str
    api: str
    client: Client
    fetch: Fetch

    @property
    def title(self) -> str:
        return self.client.title

    async def address(self, asked: Asked) -> str:
        wanted = urlencode(requested(self.client, asked, SCOPE))
        return f"{self.identifier}/login/oauth/authorize?{wanted}"

    async def vouched(self, answered: Answered, asked: Asked) -> Vouched:
        # It need not say who it is, but nobody else may.
        if answered.issuer not in {None, self.identifier, f"{self.identifier}/login/oauth"}:
            self.fetch.refuse("another issuer has answered")
        headers = API | await self._authorization(answered, asked)
        user = self.fetch.an_object(await self.fetch.get(f"{self.api}/user", headers))
        number = user.get("id")
        if type(number) is not int or number <= 0:
            self.fetch.fail("it does not say who that is")
        addresses = await self.fetch.get(f"{self.api}/user/emails", headers)
        return Vouched(
            issuer=self.identifier,
            subject=str(number),
            label=text(user, "login") or str(number),
            name=text(user, "name") or text(user, "login"),
            email=primary(addresses),
        )

    async def _authorization(self, answered: Answered, asked: Asked) -> dict[str, str]:
        secret = self.client.secret
        form = redeemed(self.client, answered, asked) | {
            "client_id": self.client.id,
            "client_secret": secret.reveal() if secret else "",
        }
        place = f"{self.identifier}/login/oauth/access_token"
        return self.fetch.bearer((await self.fetch.granted(place, form)).get("access_token"))


def primary(addresses: Any) -> str | None:
    """Return the first address of a person if it is verified."""
    found = addresses[:ADDRESSES_MOST] if isinstance(addresses, list) else []
    for each in found:
        if isinstance(each, dict) and each.get("primary") is True:
            return address(each.get("email"), verified=each.get("verified"))
    return None
