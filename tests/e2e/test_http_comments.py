"""Talking about a portfolio: the owner, an accountant, and those who only look."""

import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from httpx import AsyncClient

from tests.people import EMAIL, OTHER, Place, bearer, place
from tests.service import API
from tests.sharing import Parties, parties

CLEO, CLEO_WORDS = "cleo@example.org", "nine curious badgers"
QUESTION: Final = "Where was this bought?\nThere is no receipt."
THINGS: Final = ("portfolio", "asset:BTC", "figure:value", "figure:gain:2024", "transaction:earned")


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        yield found


@pytest.fixture
async def they(here: Place) -> Parties:
    found = await parties(here)
    await found.other.patch(f"{API}/me", json={"name": "Ben"})
    return found


async def say(client: AsyncClient, base: str, text: str = "?", **more: str) -> dict[str, Any]:
    answer = await client.post(f"{base}/comments", json={"text": text} | more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def heard(client: AsyncClient, base: str, about: str = "portfolio") -> list[dict[str, Any]]:
    answer = await client.get(f"{base}/comments", params={"about": about})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_an_accountant_asks_and_the_owner_answers_and_settles_it(they: Parties) -> None:
    share = await they.share(kind="person", email=OTHER, preset="accountant")
    shared, mine, about = f"{API}/shared/{share['id']}", they.portfolio, "transaction:earned"

    asked = await say(they.other, shared, QUESTION, about=about)
    answered = await say(they.owner, mine, "As income.", about=about)
    settled = await they.owner.patch(f"{mine}/comments/{answered['id']}", json={"resolved": True})
    found = await heard(they.other, shared, about)
    threads = (await they.other.get(f"{shared}/comments/threads")).json()["items"]
    again = await they.other.patch(f"{shared}/comments/{asked['id']}", json={"resolved": False})

    assert [(each["author"], each["by_owner"], each["mine"], each["text"]) for each in found] == [
        ("Ben", False, True, QUESTION),
        ("Ada", True, False, "As income."),
    ]
    assert [each["resolved_at"] is None for each in found] == [False, False]
    assert settled.json()["resolved_at"] == found[0]["resolved_at"]
    assert [(each["about"], each["comments"], each["open"]) for each in threads] == [(about, 2, 0)]
    assert again.json()["resolved_at"] is None
    assert OTHER not in json.dumps(found)


SEEN: Final[Mapping[str, tuple[int, ...]]] = {
    "totals": (200, 200, 200, 403, 403),
    "amounts": (200, 200, 200, 403, 403),
    "transactions": (200, 200, 200, 200, 200),
}


@pytest.mark.parametrize("scope", SEEN)
async def test_who_sees_a_thing_sees_what_is_said_about_it(they: Parties, scope: str) -> None:
    shared = await they.shared(scope)
    for thing in THINGS:
        await say(they.owner, they.portfolio, f"About {thing}", about=thing)

    answers = [
        await they.other.get(f"{shared}/comments", params={"about": each}) for each in THINGS
    ]
    threads = (await they.other.get(f"{shared}/comments/threads")).json()["items"]
    refused = await they.other.post(f"{shared}/comments", json={"text": "?"})

    seen = [thing for thing, status in zip(THINGS, SEEN[scope], strict=True) if status == 200]
    assert tuple(each.status_code for each in answers) == SEEN[scope]
    assert sorted(each["about"] for each in threads) == sorted(seen)
    assert refused.json()["detail"] == "The share does not include comment."


async def test_only_its_author_changes_a_comment_and_the_owner_may_remove_it(
    they: Parties,
) -> None:
    shared, mine = await they.shared("comment"), they.portfolio
    await they.here.invited(CLEO, CLEO_WORDS)
    cleo = they.here.visitor()
    cleo.headers.update(bearer(await they.here.signed_in(CLEO, CLEO_WORDS)))
    hers = await they.shared("write", CLEO)
    said = (await say(they.other, shared, QUESTION))["id"]

    by_cleo = await cleo.patch(f"{hers}/comments/{said}", json={"text": "No."})
    taken = await cleo.delete(f"{hers}/comments/{said}")
    by_owner = await they.owner.patch(f"{mine}/comments/{said}", json={"text": "No."})
    edited = await they.other.patch(f"{shared}/comments/{said}", json={"text": "Forget it."})
    removed = await they.owner.delete(f"{mine}/comments/{said}")
    own = await say(they.other, shared)
    gone = await they.other.delete(f"{shared}/comments/{own['id']}")
    log = (await they.owner.get(f"{API}/me/security-log?limit=1")).json()["items"]

    assert [each.status_code for each in (by_cleo, taken, by_owner)] == [403, 403, 403]
    assert (edited.json()["text"], edited.json()["edited_at"] is None) == ("Forget it.", False)
    assert [each.status_code for each in (removed, gone)] == [204, 204]
    assert await heard(they.owner, mine) == []
    assert [(each["what"], each["facts"]["comment"]) for each in log] == [("comment_removed", said)]


async def test_a_share_that_is_narrowed_or_over_says_nothing_any_more(they: Parties) -> None:
    share = await they.share(kind="person", email=OTHER, scope="comment")
    shared, kept = f"{API}/shared/{share['id']}", f"{they.portfolio}/shares/{share['id']}"
    said = (await say(they.other, shared))["id"]

    await they.owner.patch(kept, json={"scope": "transactions"})
    narrowed = await they.other.patch(f"{shared}/comments/{said}", json={"text": "!"})
    still = await heard(they.other, shared)
    await they.owner.delete(kept)
    over = await they.other.get(f"{shared}/comments")

    assert [each["text"] for each in still] == ["?"]
    assert (narrowed.status_code, over.status_code) == (403, 404)
    assert [each["author"] for each in await heard(they.owner, they.portfolio)] == ["Ben"]


WRONG: Final[Mapping[str, Mapping[str, object]]] = {
    "#/text": {"text": " \n"},
    "#/text ": {"text": "x" * 2001},
    "#/text  ": {"text": "a\u202eb"},
    "#/text   ": {"text": "a\x00b"},
    "#/about": {"text": "?", "about": "wallet:1"},
    "#/about ": {"text": "?", "about": "asset:"},
    "#/about  ": {"text": "?", "about": "portfolio:1"},
    "#/about   ": {"text": "?", "about": f"asset:{'x' * 201}"},
}


async def test_what_cannot_be_said_is_refused_by_its_place(they: Parties) -> None:
    answers = [
        await they.owner.post(f"{they.portfolio}/comments", json=each) for each in WRONG.values()
    ]
    said = await say(they.owner, they.portfolio, about="asset:BTC")
    neither = await they.owner.patch(f"{they.portfolio}/comments/{said['id']}", json={})

    assert [(each.status_code, each.json()["errors"][0]["pointer"]) for each in answers] == [
        (400, pointer.strip()) for pointer in WRONG
    ]
    assert neither.status_code == 400
    assert await heard(they.owner, they.portfolio) == []


async def test_who_talks_without_end_is_asked_to_wait(they: Parties) -> None:
    for _ in range(30):
        await say(they.owner, they.portfolio)

    first = await they.owner.post(f"{they.portfolio}/comments", json={"text": "?"})
    refused = await they.owner.post(f"{they.portfolio}/comments", json={"text": "?"})
    page = (await they.owner.get(f"{they.portfolio}/comments?limit=20")).json()
    rest = f"{they.portfolio}/comments?limit=20&cursor={page['next_cursor']}"

    assert (first.status_code, refused.status_code) == (201, 429)
    assert int(refused.headers["Retry-After"]) <= 60
    assert [len(page["items"]), len((await they.owner.get(rest)).json()["items"])] == [20, 11]


async def test_who_is_let_in_by_a_link_hears_nothing(they: Parties) -> None:
    await say(they.owner, they.portfolio)
    visitor = await they.visitor(await they.linked(scope="transactions"))

    answers = [
        await visitor.get(f"{API}/links/current/comments"),
        await visitor.get(f"{they.portfolio}/comments"),
    ]

    assert [each.status_code for each in answers] == [404, 401]
    assert EMAIL not in answers[0].text
