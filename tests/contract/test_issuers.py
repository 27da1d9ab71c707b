"""What every issuer promises: whom it vouches for if all holds, and nobody if not."""

import time
from collections.abc import AsyncIterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import pytest
from attrs import evolve
from httpx import AsyncClient, AsyncHTTPTransport

from cryptotracker.domain.identity.identity_errors import (
    IssuerRefusedError,
    IssuerUnavailableError,
)
from cryptotracker.ports.issuers import Answered
from tests.contract.issuers import ASKED, BACK, KINDS, Case, opened
from tests.issuing import CLIENT_ID

PATHS: Final = {"openid": "/token", "github": "/login/oauth/access_token"}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
async def case(kind: str) -> AsyncIterator[Case]:
    async with opened(kind) as found:
        yield found


async def test_whoever_agrees_is_vouched_for(case: Case) -> None:
    found = await case.vouched()

    known = {
        "openid": ("4711", "ada@example.org", "Ada L.", "ada@example.org"),
        "github": ("583231", "octocat", "The Octocat", "octocat@example.org"),
    }
    assert found.issuer == case.issuer.identifier == case.there.address
    assert (found.subject, found.label, found.name, found.email) == known[case.kind]


async def test_an_issuer_is_asked_to_the_letter(case: Case) -> None:
    asked = dict(parse_qsl(urlsplit(await case.issuer.address(ASKED)).query))
    again = dict(parse_qsl(urlsplit(await case.issuer.address(evolve(ASKED, again=True))).query))

    scope = {"openid": "openid email profile", "github": "read:user user:email"}
    own = {"openid": {"response_type": "code", "nonce": "the nonce"}, "github": {}}
    assert asked == own[case.kind] | {
        "client_id": CLIENT_ID,
        "redirect_uri": BACK,
        "scope": scope[case.kind],
        "state": "the state",
        "code_challenge": "7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM",
        "code_challenge_method": "S256",
    }
    assert again == asked | {"prompt": "login"}


async def test_a_code_is_good_once(case: Case) -> None:
    answered = Answered(code=await case.code())

    await case.issuer.vouched(answered, ASKED)

    with pytest.raises(IssuerRefusedError):
        await case.issuer.vouched(answered, ASKED)


async def test_a_code_needs_what_was_asked_with(case: Case) -> None:
    with pytest.raises(IssuerRefusedError):
        await case.vouched(evolve(ASKED, verifier="w" * 43))


async def test_no_other_issuer_answers_for_this_one(case: Case) -> None:
    await case.vouched(named=case.there.address)

    with pytest.raises(IssuerRefusedError):
        await case.vouched(named="https://evil.example.org")
    assert case.there.times(PATHS[case.kind]) == 1


LARGE: Final = b'{"a": "' + b"x" * 300_000 + b'"}'
FAULTS: Final[dict[str, tuple[int, dict[str, str], bytes]]] = {
    "a fault": (500, {}, b"{}"),
    "elsewhere": (302, {"location": "https://evil.example.org"}, b""),
    "too large": (200, {}, LARGE),
    "longer than it says": (200, {"content-length": "400000"}, b"{}"),
    "no JSON": (200, {}, b"<html>"),
    "no object": (200, {}, b"[]"),
    "deep": (200, {}, b"[" * 100_000),
    "compressed": (200, {"content-encoding": "gzip"}, b"\x1f\x8b"),
    "empty": (200, {}, b"{}"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_answer_that_makes_no_sense_is_no_answer(case: Case, fault: str) -> None:
    case.there.instead[PATHS[case.kind]] = FAULTS[fault]

    with pytest.raises(IssuerUnavailableError):
        await case.vouched()


async def test_an_issuer_may_not_keep_us_waiting(kind: str) -> None:
    async with opened(kind, seconds=0.3) as case:
        code = await case.code()
        case.there.ready.clear()

        began = time.monotonic()
        with pytest.raises(IssuerUnavailableError):
            await case.issuer.vouched(Answered(code=code), ASKED)

        assert time.monotonic() - began < 2


async def test_an_issuer_that_is_gone_is_no_issuer_that_refuses(case: Case) -> None:
    code = await case.code()
    gone: Any = case.issuer
    nowhere = evolve(gone.fetch, client=AsyncClient(transport=AsyncHTTPTransport(uds="/nowhere")))

    with pytest.raises(IssuerUnavailableError):
        await evolve(gone, fetch=nowhere).vouched(Answered(code=code), ASKED)


EMAILS: Final[dict[str, Any]] = {
    "not verified": [{"email": "ada@example.org", "primary": True, "verified": False}],
    "not the first": [{"email": "ada@example.org", "primary": False, "verified": True}],
    "none": [],
    "no list": {"message": "Not Found"},
    "nonsense": [1, {"primary": True, "verified": True}, None],
}


@pytest.mark.parametrize("emails", EMAILS)
async def test_github_vouches_for_the_first_address_if_it_is_verified(emails: str) -> None:
    async with opened("github") as case:
        case.there.github["emails"] = EMAILS[emails]

        assert (await case.vouched()).email is None


@pytest.mark.parametrize("number", [None, 0, -1, True, "583231", 1.5])
async def test_github_knows_people_by_a_number(number: object) -> None:
    async with opened("github") as case:
        case.there.github["user"] = {"id": number, "login": "octocat"}

        with pytest.raises(IssuerUnavailableError):
            await case.vouched()
