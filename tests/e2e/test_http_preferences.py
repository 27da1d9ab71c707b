"""What somebody chooses for themselves, over HTTP: who may, what is read of it, what is told."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import pytest
from httpx import Response
from PIL import Image

from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer, place
from tests.service import API, LEDGER

PREFERENCES: Final = f"{API}/me/preferences"
AVATAR: Final = f"{API}/me/avatar"
USUAL: Final = {
    "base_currency": "USD",
    "time_zone": None,
    "country": None,
    "locale": None,
    "week_start": "mon",
    "hide_amounts": False,
    "theme": "system",
    "notices": [
        {"kind": "security", "channel": "email", "on": True, "fixed": True},
        {"kind": "sharing", "channel": "email", "on": True, "fixed": False},
    ],
    "avatar": None,
    "version": 1,
}
CHOSEN: Final = {
    "base_currency": "EUR",
    "time_zone": "Europe/Berlin",
    "country": "DE",
    "locale": "de-DE",
    "week_start": "sun",
    "hide_amounts": True,
    "theme": "dark",
}
NO_LETTERS: Final = {"notices": [{"kind": "sharing", "channel": "email", "on": False}]}


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        await found.invited(OTHER, OTHER_WORDS)
        yield found


async def mine(here: Place, email: str = EMAIL, words: str = WORDS) -> dict[str, str]:
    return bearer(await here.signed_in(email, words))


async def change(here: Place, headers: dict[str, str], **given: Any) -> Response:
    return await here.client.patch(PREFERENCES, json=given, headers=headers)


def png(side: int = 300) -> bytes:
    file = BytesIO()
    Image.new("RGB", (side, side), (200, 30, 30)).save(file, "PNG")
    return file.getvalue()


async def test_what_is_chosen_is_kept_and_anybody_else_has_the_usual(here: Place) -> None:
    ada, bob = await mine(here), await mine(here, OTHER, OTHER_WORDS)

    before = await here.client.get(PREFERENCES, headers=ada)
    changed = await change(here, ada, **CHOSEN, **NO_LETTERS)
    after = await here.client.get(PREFERENCES, headers=ada)
    others = await here.client.get(PREFERENCES, headers=bob)

    assert (before.json(), before.headers["etag"]) == (USUAL, '"1"')
    assert changed.json() == after.json()
    assert after.json().items() >= (CHOSEN | {"version": 2}).items()
    assert [each["on"] for each in after.json()["notices"]] == [True, False]
    assert others.json() == USUAL


async def test_a_second_edit_of_one_version_is_refused(here: Place) -> None:
    ada = await mine(here)
    await change(here, ada, theme="dark")

    late = await change(here, ada | {"If-Match": '"1"'}, theme="light")
    again = await change(here, ada | {"If-Match": '"2"'}, theme="light")

    assert (late.status_code, late.headers["etag"]) == (412, '"2"')
    assert (again.status_code, again.json()["version"]) == (200, 3)


async def test_what_nobody_can_mean_is_refused(here: Place) -> None:
    ada = await mine(here)
    no_letters_at_all = [{"kind": "security", "channel": "email", "on": False}]

    answers = [
        await change(here, ada, theme="dark", **{name: value})
        for name, value in {
            "base_currency": "BTC",
            "time_zone": "Mars/Base",
            "country": "UK",
            "locale": "de_DE",
            "week_start": "fri",
            "colour": "red",
            "notices": no_letters_at_all,
        }.items()
    ]

    assert {each.status_code for each in answers} <= {400, 422}
    assert [each["pointer"] for answer in answers for each in answer.json()["errors"]] == [
        "#/base_currency",
        "#/time_zone",
        "#/country",
        "#/locale",
        "#/week_start",
        "#/colour",
        "#/on",
    ]
    assert (await here.client.get(PREFERENCES, headers=ada)).json() == USUAL


async def test_a_new_portfolio_is_as_its_owner_prefers(here: Place) -> None:
    ada = await mine(here)
    await change(here, ada, **CHOSEN)

    usual = await here.client.post(f"{API}/portfolios", json={"name": "One"}, headers=ada)
    wanted = {"name": "Two", "currency": "CHF", "time_zone": "UTC"}
    named = await here.client.post(f"{API}/portfolios", json=wanted, headers=ada)

    assert [usual.json()[name] for name in ("currency", "time_zone")] == ["EUR", "Europe/Berlin"]
    assert [named.json()[name] for name in ("currency", "time_zone")] == ["CHF", "UTC"]


async def test_each_change_is_in_the_log_without_where_somebody_is(here: Place) -> None:
    ada = await mine(here)
    await change(here, ada, country="DE", theme="dark", **NO_LETTERS)
    await change(here, ada, theme="dark")
    await here.client.put(AVATAR, content=png(), headers=ada)

    log = (await here.client.get(f"{API}/me/security-log", headers=ada)).json()["items"]

    told = [each["facts"] for each in log if each["what"] == "profile_changed"]
    assert told == [
        {"fields": "avatar"},
        {"fields": "country theme sharing_email", "theme": "dark", "sharing_email": "off"},
    ]


async def test_who_wants_no_letters_about_shares_gets_none_and_the_share_all_the_same(
    here: Place,
) -> None:
    ada, bob = await mine(here), await mine(here, OTHER, OTHER_WORDS)
    await change(here, bob, **NO_LETTERS)
    made = await here.client.post(f"{API}/portfolios", json={"name": "One"}, headers=ada)
    form: Any = {"file": ("ledger.csv", LEDGER)}
    await here.client.post(f"{API}/portfolios/{made.json()['id']}/imports", files=form, headers=ada)
    here.box.letters.clear()

    shares = f"{API}/portfolios/{made.json()['id']}/shares"
    for email in (OTHER, "carol@example.org"):
        await here.client.post(shares, json={"kind": "person", "email": email}, headers=ada)

    seen = await here.client.get(f"{API}/shared", headers=bob)
    assert here.box.subjects() == [("carol@example.org", "A portfolio is shared with you")]
    assert len(seen.json()["items"]) == 1


async def test_a_picture_is_given_to_whom_it_shows_and_to_nobody_else(here: Place) -> None:
    ada, bob = await mine(here), await mine(here, OTHER, OTHER_WORDS)

    sent = await here.client.put(AVATAR, content=png(), headers=ada)
    got = await here.client.get(AVATAR, headers=ada)
    tag = {"If-None-Match": got.headers["etag"]}
    known = await here.client.get(AVATAR, headers=ada | tag)
    others = await here.client.get(AVATAR, headers=bob | tag)
    nobodys = await here.client.get(AVATAR)

    assert got.headers["etag"] == f'"{sent.json()["avatar"]}"'
    assert Image.open(BytesIO(got.content)).size == (256, 256)
    assert {
        name: got.headers[name]
        for name in ("content-type", "x-content-type-options", "cache-control")
    } == {
        "content-type": "image/webp",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-cache",
    }
    assert [each.status_code for each in (known, others, nobodys)] == [304, 404, 401]


async def test_a_picture_that_is_taken_away_is_gone(here: Place) -> None:
    ada = await mine(here)
    await here.client.put(AVATAR, content=png(), headers=ada)

    removed = await here.client.delete(AVATAR, headers=ada)

    assert removed.status_code == 204
    assert (await here.client.get(AVATAR, headers=ada)).status_code == 404
    assert (await here.client.get(PREFERENCES, headers=ada)).json()["avatar"] is None


async def test_what_is_no_picture_is_refused(here: Place) -> None:
    ada = await mine(here)

    answers = [
        await here.client.put(AVATAR, content=sent, headers=ada)
        for sent in (b"<svg/>", png()[:-9], bytes(2 * 1024**2 + 1))
    ]

    assert [each.status_code for each in answers] == [422, 422, 413]
    assert answers[0].json()["detail"] == "It is no PNG, JPEG or WebP; save it as one of these."
    assert (await here.client.get(AVATAR, headers=ada)).status_code == 404
