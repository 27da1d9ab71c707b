"""Watch-lists and stars over HTTP, on every kind of database."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest
from httpx import AsyncClient, Response

from tests.service import API, client_of

LISTS: Final = f"{API}/watchlists"


@pytest.fixture
async def client(database_url: str, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with client_of(database_url, tmp_path) as client:
        yield client


async def made(client: AsyncClient, *assets: str, name: str = "Mine") -> dict[str, Any]:
    answer = await client.post(LISTS, json={"name": name, "assets": assets})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ids(answer: Response) -> list[str]:
    return [each["id"] for each in answer.json()["assets"]]


async def test_a_list_keeps_its_order_and_every_asset_once(client: AsyncClient) -> None:
    found = await made(client, "SOL", "bitcoin", "BTC")
    place = f"{LISTS}/{found['id']}"

    added = await client.put(f"{place}/assets/eth")
    again = await client.put(f"{place}/assets/ETH")
    less = await client.delete(f"{place}/assets/SOL")
    ordered = await client.patch(place, json={"assets": ["ETH", "BTC"], "name": "Two"})

    assert [each["symbol"] for each in found["assets"]] == ["SOL", "BTC"]
    assert ids(added) == ids(again) == ["solana", "bitcoin", "ethereum"]
    assert added.headers["etag"] == again.headers["etag"] == '"2"'
    assert ids(less) == ["bitcoin", "ethereum"]
    assert (ids(ordered), ordered.json()["name"]) == (["ethereum", "bitcoin"], "Two")
    assert (await client.get(LISTS)).json()["items"] == [ordered.json()]
    assert (await client.delete(place)).status_code == 204
    assert (await client.get(place)).json()["type"] == "/problems/watch-list-not-found"


async def test_an_edit_of_what_somebody_else_changed_is_refused(client: AsyncClient) -> None:
    found = await made(client, "BTC")
    place, seen = f"{LISTS}/{found['id']}", {"If-Match": '"1"'}

    first = await client.patch(place, json={"name": "First"}, headers=seen)
    second = await client.patch(place, json={"name": "Second"}, headers=seen)
    removed = await client.delete(place, headers=seen)

    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    assert [each.status_code for each in (second, removed)] == [412, 412]
    assert (await client.get(place)).json()["name"] == "First"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"name": "Mine", "assets": ["BTC", "nothing"]}, 400, "unknown-asset"),
        ({"name": "Taken"}, 409, "watch-list-name-taken"),
        ({"name": "Mine", "assets": ["BTC"] * 501}, 400, "invalid-request"),
        ({"name": ""}, 400, "invalid-request"),
    ],
)
async def test_what_cannot_be_is_refused_with_the_reason(
    client: AsyncClient, body: dict[str, Any], status: int, kind: str
) -> None:
    await made(client, name="Taken")

    answer = await client.post(LISTS, json=body)

    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{kind}")
    assert len((await client.get(LISTS)).json()["items"]) == 1


async def test_there_are_fifty_lists_at_most(client: AsyncClient) -> None:
    for number in range(50):
        await made(client, name=str(number))

    answer = await client.post(LISTS, json={"name": "One more"})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/too-much-watched")
    assert answer.json()["detail"] == "There is room for 50 watch-lists. Drop one first."


async def test_stars_are_given_and_taken_back(client: AsyncClient) -> None:
    given = [await client.put(f"{LISTS}/stars/{each}") for each in ("SOL", "BTC", "solana")]
    unknown = await client.put(f"{LISTS}/stars/nothing")
    starred = (await client.get(f"{LISTS}/stars")).json()["items"]
    taken = await client.delete(f"{LISTS}/stars/SOL")

    assert [each.status_code for each in (*given, unknown, taken)] == [204, 204, 204, 400, 204]
    assert [each["symbol"] for each in starred] == ["SOL", "BTC"]
    left = (await client.get(f"{LISTS}/stars")).json()["items"]
    assert [each["id"] for each in left] == ["bitcoin"]
