"""Registering with somebody else by an invitation, on every kind of database."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from tests.e2e.test_http_elsewhere import who
from tests.elsewhere import BOB, START, came_back, chosen
from tests.issuing import Provider, provider
from tests.people import OTHER, WORDS, place


@pytest.fixture
def issuer() -> Iterator[Provider]:
    with provider() as found:
        yield found


async def test_by_invitation_only(database_url: str, tmp_path: Path, issuer: Provider) -> None:
    async with place(database_url, tmp_path, **chosen(issuer)) as here:
        await here.invited()
        link = await here.people.administration.invite(OTHER)
        invitation = {"invitation": link.partition("#")[2]}
        elsewhere = BOB | {"email": "bob@elsewhere.org", "email_verified": False}

        uninvited = await came_back(here.visitor(), issuer, BOB)
        browsers = here.visitor(), here.visitor()
        begun = [await each.post(START, json=invitation) for each in browsers]
        backs = [
            await each.get(issuer.consent(to.json()["address"], person))
            for each, to, person in zip(
                browsers, begun, (elsewhere, BOB | {"sub": "2"}), strict=True
            )
        ]

        closed = "/sign-in#problem=registration-closed"
        assert [each.headers["location"] for each in (uninvited, *backs)] == [closed, "/", closed]
        assert await who(browsers[0]) == OTHER


async def test_nobody_is_sent_away_with_an_invitation_that_is_of_no_use(
    database_url: str, tmp_path: Path, issuer: Provider
) -> None:
    async with place(database_url, tmp_path, **chosen(issuer)) as here:
        await here.invited()
        links = [await here.people.administration.invite(OTHER) for _ in range(2)]
        used, old = [{"invitation": each.partition("#")[2]} for each in links]
        begun = await here.client.post(START, json=used)
        await here.client.get(issuer.consent(begun.json()["address"], BOB))
        body = {"email": OTHER, "password": WORDS, "name": "Bob"}

        with travel(SystemClock().now() + timedelta(hours=24, seconds=1), tick=True):
            answers = [
                await here.client.post(START, json=used),
                await here.client.post(START, json=old),
                await here.client.post(START, json={"invitation": "x" * 43}),
                await here.post("register", **body, **old),
            ]

    assert [each.status_code for each in answers] == [403] * 4
    assert len({each.content for each in answers}) == 1
    assert answers[0].json()["type"] == "/problems/registration-closed"


async def test_an_invitation_is_kept_by_whoever_is_not_let_in(
    database_url: str, tmp_path: Path, issuer: Provider
) -> None:
    async with place(database_url, tmp_path, **chosen(issuer)) as here:
        await here.invited()
        link = await here.people.administration.invite(OTHER)
        invitation = {"invitation": link.partition("#")[2]}
        begun = await here.client.post(START, json=invitation)
        back = issuer.consent(begun.json()["address"], BOB, code=None, error="access_denied")
        refused = await here.client.get(back)

        again = await here.client.post(START, json=invitation)
        landed = await here.client.get(issuer.consent(again.json()["address"], BOB))

        assert refused.headers["location"] == "/sign-in#problem=issuer-refused"
        assert (landed.headers["location"], await who(here.client)) == ("/", OTHER)
