"""What is written down of an account, as its user sees it over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.people import EMAIL, OTHER, OTHER_WORDS, WORDS, Place, bearer, place
from tests.service import API

LOG = f"{API}/me/security-log"
NEW_WORDS = "nine sleepy badgers"
TOKEN = {"name": "Spreadsheet", "scopes": ["read"], "days": 1}


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        await found.invited()
        yield found


async def log(here: Place, tokens: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    answer = await here.client.get(LOG + query, headers=bearer(tokens))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def whats(records: list[dict[str, Any]]) -> list[str]:
    return [each["what"] for each in reversed(records)]


async def test_all_that_is_done_in_a_session_is_written_down(here: Place) -> None:
    mine, other = await here.signed_in(), await here.signed_in()
    ask, headers = here.client.request, bearer(mine)

    await ask("PATCH", f"{API}/me", json={"name": "Ada L."}, headers=headers)
    await ask("POST", f"{API}/auth/step-up", json={"password": WORDS}, headers=headers)
    token = (await ask("POST", f"{API}/me/tokens", json=TOKEN, headers=headers)).json()
    await ask("DELETE", f"{API}/me/tokens/{token['id']}", headers=headers)
    await ask("DELETE", f"{API}/me/tokens", headers=headers)
    await ask("PUT", f"{API}/me/email", json={"email": "a@example.org"}, headers=headers)
    await ask("DELETE", f"{API}/me/sessions", headers=headers)
    await ask("PUT", f"{API}/me/password", json={"password": NEW_WORDS}, headers=headers)
    await ask("POST", f"{API}/auth/logout", json={}, headers=headers)

    last = await here.signed_in(words=NEW_WORDS)
    found = await log(here, last)
    assert whats(found) == [
        "registered",
        "signed_in",
        "signed_in",
        "profile_changed",
        "stepped_up",
        "token_made",
        "token_revoked",
        "all_tokens_revoked",
        "email_change_asked",
        "other_sessions_revoked",
        "password_changed",
        "signed_out",
        "signed_in",
    ]
    assert [each["number"] for each in found] == [*range(13, 0, -1)]
    assert token["token"] not in str(found)
    assert await here.me(other) == 401


async def test_a_record_says_who_did_what_from_where(here: Place) -> None:
    await here.post("login", email=EMAIL, password=NEW_WORDS, client="api")
    here.client.headers["User-Agent"] = "Agent\t7\x7f" + "x" * 500
    mine = await here.signed_in()

    await here.client.patch(f"{API}/me", json={"name": "Ada L."}, headers=bearer(mine))

    changed, signed_in, _ = await log(here, mine)
    me = (await here.client.get(f"{API}/me", headers=bearer(mine))).json()["id"]
    assert [signed_in[name] for name in ("by", "actor")] == ["nobody", None]
    assert [changed[name] for name in ("by", "actor")] == ["session", me]
    assert (signed_in["facts"]["failed"], changed["facts"]) == ("1", {"name": "Ada L."})
    assert changed["through"] == signed_in["facts"]["session"]
    assert (changed["address"], len(changed["agent"])) == ("127.0.0.1", 200)
    assert changed["agent"].startswith("Agent7xxx")


async def test_a_copied_refresh_token_is_written_down_once(here: Place) -> None:
    first = await here.signed_in()
    for _ in range(3):
        await here.post("refresh", refresh_token=first["refresh_token"])

    found = await log(here, await here.signed_in())

    assert whats(found) == ["registered", "signed_in", "refresh_token_reused", "signed_in"]


async def test_what_letters_do_is_written_down(here: Place) -> None:
    mine = await here.signed_in()
    await here.client.put(
        f"{API}/me/email", json={"email": "new@example.org"}, headers=bearer(mine)
    )
    await here.post("verify", token=here.box.secret("new@example.org"))
    await here.post("recover", email="new@example.org")
    await here.post("reset", token=here.box.secret("new@example.org"), password=NEW_WORDS)

    found = await log(here, await here.signed_in("new@example.org", NEW_WORDS))

    assert whats(found)[2:5] == ["email_change_asked", "email_changed", "password_reset"]
    assert found[2]["facts"] == {"after": "new@example.org", "before": EMAIL}


async def test_what_the_operator_does_is_written_down(here: Place) -> None:
    await here.relieved()
    await here.people.administration.disable(EMAIL)
    await here.people.administration.enable(EMAIL)

    found = await log(here, await here.signed_in())

    assert [(each["what"], each["by"]) for each in found[1:3]] == [
        ("user_enabled", "operator"),
        ("user_disabled", "operator"),
    ]


async def test_signing_out_everywhere_is_written_down(here: Place) -> None:
    mine = await here.signed_in()
    await here.client.post(f"{API}/auth/logout", json={"everywhere": True}, headers=bearer(mine))

    assert whats(await log(here, await here.signed_in()))[2] == "signed_out_everywhere"


async def test_the_log_comes_in_pages_and_is_ones_own(here: Place) -> None:
    await here.invited(OTHER, OTHER_WORDS)
    mine, theirs = await here.signed_in(), await here.signed_in(OTHER, OTHER_WORDS)
    page = (await here.client.get(f"{LOG}?limit=1", headers=bearer(mine))).json()
    rest = await log(here, mine, f"?limit=9&cursor={page['next_cursor']}")
    wrong = await here.client.get(f"{LOG}?cursor=x", headers=bearer(mine))

    assert [each["what"] for each in (*page["items"], *rest)] == ["signed_in", "registered"]
    assert len(await log(here, theirs)) == 2
    assert wrong.status_code == 400


async def test_no_token_reads_the_log(here: Place) -> None:
    mine = await here.signed_in()
    made = await here.client.post(f"{API}/me/tokens", json=TOKEN, headers=bearer(mine))

    answer = await here.client.get(LOG, headers={"Authorization": f"Bearer {made.json()['token']}"})

    assert answer.status_code == 403
