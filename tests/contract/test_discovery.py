"""What an issuer says of itself is believed where it is as it should be."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any, Final

import pytest

from cryptotracker.domain.identity.identity_errors import (
    IssuerRefusedError,
    IssuerUnavailableError,
)
from tests.contract.issuers import ASKED, Case, opened
from tests.issuing import CLIENT_SECRET


@pytest.fixture
async def acme() -> AsyncIterator[Case]:
    async with opened("openid") as found:
        yield found


async def test_an_issuer_that_names_itself_always_does(acme: Case) -> None:
    acme.there.described = {"authorization_response_iss_parameter_supported": True}

    with pytest.raises(IssuerRefusedError):
        await acme.vouched()
    assert (await acme.vouched(named=acme.there.address)).subject == "4711"


DESCRIPTIONS: Final[dict[str, dict[str, Any]]] = {
    "of another issuer": {"issuer": "https://evil.example.org"},
    "without a name": {"issuer": None},
    "a token endpoint that is no address": {"token_endpoint": "/token"},
    "keys in a file": {"jwks_uri": "file:///etc/passwd"},
    "an address with a user": {"jwks_uri": "https://a:b@example.org/keys"},
    "an address that cannot be read": {"token_endpoint": "https://[::1"},
    "a number": {"authorization_endpoint": 1},
    "at length": {"claims_supported": ["x" * 300_000]},
}


@pytest.mark.parametrize("description", DESCRIPTIONS)
async def test_an_issuer_describes_itself_as_it_should(acme: Case, description: str) -> None:
    acme.there.described = DESCRIPTIONS[description]

    with pytest.raises(IssuerUnavailableError):
        await acme.issuer.address(ASKED)


async def test_a_secret_goes_where_the_issuer_takes_it(acme: Case) -> None:
    await acme.vouched()
    in_header = acme.there.asked[-2]
    acme.there.described = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    acme.clock.today += timedelta(hours=1)

    await acme.vouched()

    in_form = next(each for each in reversed(acme.there.asked) if each[1] == "/token")
    assert "client_secret" not in in_header[3]
    assert (in_form[3]["client_secret"], "authorization" in in_form[2]) == (CLIENT_SECRET, False)


async def test_who_comes_while_an_issuer_hangs_waits_no_longer_than_the_first() -> None:
    async with opened("openid", seconds=0.3) as acme:
        acme.there.ready.clear()

        began = time.monotonic()
        tries = (acme.issuer.address(ASKED) for _ in range(20))
        answers = await asyncio.gather(*tries, return_exceptions=True)
        took = time.monotonic() - began
        acme.there.ready.set()
        acme.clock.today += timedelta(seconds=10)

        assert {type(each) for each in answers} == {IssuerUnavailableError}
        assert took < 3
        assert "code_challenge" in await acme.issuer.address(ASKED)
