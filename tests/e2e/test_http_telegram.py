"""Signing in by what Telegram signed, over HTTP, on every kind of database."""

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx import Response

from cryptotracker.ports.secrets import Secret
from tests.elsewhere import identities
from tests.people import EMAIL, OTHER, Place, bearer, place
from tests.service import API
from tests.telegrams import BOT, USER, init_data, of_page

CHOSEN: dict[str, Any] = {"telegram_bot_token": Secret(BOT)}


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path, registration="open", **CHOSEN) as found:
        await found.invited()
        yield found


async def link(here: Place, tokens: dict[str, Any], **given: Any) -> Response:
    route = f"{API}/me/identities/telegram"
    return await here.client.post(route, json=given, headers=bearer(tokens))


async def enter(here: Place, **given: Any) -> Response:
    return await here.post("telegram", **({"client": "api"} | given))


async def test_who_links_telegram_is_let_in_by_it(here: Place) -> None:
    tokens = await here.signed_in()

    done = await link(here, tokens, fields=of_page(age=1))
    by_app = await enter(here, init_data=init_data(age=2))
    by_page = await enter(here, fields=of_page(age=3))
    by_browser = await enter(here, init_data=init_data(age=4), client="web")

    assert [each.status_code for each in (done, by_app, by_page, by_browser)] == [204, *[200] * 3]
    assert [await here.me(each.json()) for each in (by_app, by_page)] == [200, 200]
    assert by_browser.json() == {"expires_in": 300}
    (found,) = await identities(here, tokens)
    assert (found["issuer"], found["title"], found["label"]) == ("telegram", "Telegram", "ada")
    assert here.box.subjects()[-1] == (EMAIL, "There is one more way into your account")


async def test_the_door_says_where_telegram_signs_in(here: Place) -> None:
    (found,) = (await here.client.get(f"{API}/auth")).json()["issuers"]

    assert (found["name"], found["title"]) == ("telegram", "Telegram")
    assert found["start"].startswith("https://oauth.telegram.org/auth?bot_id=42&")
    assert "canary" not in found["start"]


@pytest.mark.parametrize(
    "given",
    [
        {"init_data": init_data(age=301)},
        {"init_data": init_data(age=-86_400)},
        {"fields": of_page(age=301)},
        {"init_data": init_data(bot="43:another-bot")},
    ],
    ids=["too old", "of the future", "a page too old", "another bot"],
)
async def test_what_does_not_hold_now_lets_nobody_in(here: Place, given: dict[str, Any]) -> None:
    tokens = await here.signed_in()

    answers = [await enter(here, **given), await link(here, tokens, **given)]

    assert [each.json()["type"] for each in answers] == ["/problems/issuer-refused"] * 2
    assert await identities(here, tokens) == []


async def test_what_telegram_signed_is_good_once(here: Place) -> None:
    shown, given = init_data(age=9), init_data(age=1)
    await link(here, await here.signed_in(), init_data=shown)

    at_once = await asyncio.gather(*(enter(here, init_data=given) for _ in range(3)))
    other = await enter(here, init_data=shown)

    assert sorted(each.status_code for each in at_once) == [200, 401, 401]
    assert other.status_code == 401


async def test_who_is_new_needs_an_invitation(here: Place) -> None:
    invitation = (await here.people.administration.invite(OTHER)).partition("#")[2]

    without = await enter(here, init_data=init_data(age=1))
    invited = await enter(here, init_data=init_data(age=2), invitation=invitation)
    again = await enter(here, init_data=init_data(age=3, user=USER | {"id": 1}), invitation="x")

    assert without.json()["type"] == "/problems/address-needed"
    assert invited.status_code == 200
    assert again.json()["type"] == "/problems/registration-closed"
    me = await here.client.get(f"{API}/me", headers=bearer(invited.json()))
    assert (me.json()["email"], me.json()["name"]) == (OTHER, "Ada L.")


@pytest.mark.parametrize("given", [{}, {"init_data": "x", "fields": {}}, {"fields": {"id": 1.5}}])
async def test_one_of_the_two_is_given(here: Place, given: dict[str, Any]) -> None:
    assert (await enter(here, **given)).status_code == 400


async def test_without_a_bot_nobody_comes_by_telegram(empty_sqlite: str, tmp_path: Path) -> None:
    async with place(empty_sqlite, tmp_path) as here:
        await here.invited()
        answer = await enter(here, init_data=init_data())

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/issuer-not-found")


async def test_nothing_secret_is_logged(here: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "cryptotracker")
    given = init_data()

    await enter(here, init_data=given)
    await enter(here, init_data=given + "&x=1")

    ours = [each for each in caplog.records if each.name.startswith("cryptotracker")]
    said = "".join(f"{each.getMessage()} {vars(each)}" for each in ours)
    assert said
    assert [each for each in ("canary", given[-64:], "first_name") if each in said] == []
