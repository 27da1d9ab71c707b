"""Sharing a portfolio with a person, and what they see of it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.people import EMAIL, OTHER, Place, bearer, place
from tests.service import API
from tests.sharing import Parties, parties

NEW, NEW_WORDS = "cleo@example.org", "nine curious badgers"
POSITION: Final = {"asset", "percentage", "value"}
POINT: Final = {"date", "at", "value", "cost_basis", "flow_in", "flow_out"}
SUMS: Final = {"cost_basis", "value", "unrealised_gain"}
GIFT: Final = b"""time,type,account,received_asset,received_quantity,value,value_currency
2024-09-01T10:00:00Z,gift_in,cold,BTC,1,60000,EUR
"""
MORE: Final = {"quantity", "cost_basis", "basis", "price", "price_time", "unrealised_gain"}


@pytest.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Place]:
    async with place(database_url, tmp_path) as found:
        yield found


@pytest.fixture
async def they(here: Place) -> Parties:
    return await parties(here)


async def test_a_person_reads_what_is_shared_with_them(they: Parties) -> None:
    address = await they.shared("transactions")

    listed = (await they.other.get(f"{API}/shared")).json()["items"]
    shown = (await they.other.get(address)).json()
    held = (await they.other.get(f"{address}/holdings")).json()
    own = (await they.owner.get(f"{they.portfolio}/holdings")).json()
    entries = (await they.other.get(f"{address}/transactions?limit=1")).json()
    gains = (await they.other.get(f"{address}/gains?year=2024")).json()
    income = (await they.other.get(f"{address}/income")).json()["items"]

    assert listed == [shown]
    assert (shown["shared_by"], shown["portfolio"]["name"]) == ("Ada", "Mine")
    assert [each["quantity"] for each in held["assets"]] == ["0.5", "0.5"]
    assert held["accounts"][2] == own["accounts"][2]
    assert (entries["items"][0]["event"], entries["next_cursor"] is None) == ("earned", False)
    assert [each["gain"] for each in gains["disposals"]] == ["-5", "85"]
    assert [each["value"] for each in income] == ["1000"]


@pytest.mark.parametrize(
    ("scope", "fields", "position"),
    [
        ("totals", {"at", "currency", "assets", "totals", "price_source"}, POSITION),
        ("amounts", {"at", "currency", "assets", "totals", "price_source"}, POSITION | MORE),
    ],
)
async def test_what_a_share_does_not_include_is_absent(
    they: Parties, scope: str, fields: set[str], position: set[str]
) -> None:
    address = await they.shared(scope)

    held = await they.other.get(f"{address}/holdings")
    worth = (await they.other.get(f"{address}/net-worth")).json()
    shown = (await they.other.get(address)).json()

    assert set(held.json()) == fields
    assert {frozenset(each) for each in held.json()["assets"]} == {frozenset(position)}
    assert set(held.json()["totals"]) == SUMS
    assert "kraken" not in held.text
    assert set(worth["points"][0]) == POINT
    assert set(shown["portfolio"]) == {"name", "currency"}


async def test_nothing_tells_whether_an_address_has_an_account(they: Parties) -> None:
    known = await they.share(kind="person", email=OTHER, scope="totals")
    unknown = await they.share(kind="person", email=NEW, scope="totals")
    listed = (await they.owner.get(f"{they.portfolio}/shares")).json()["items"]

    differing = {name for name in known if known[name] != unknown[name]}
    texts = [each.text for each in they.here.box.letters[-2:]]
    assert differing == {"id", "email", "created_at", "expires_at"}
    assert listed == [known, unknown]
    assert texts == [texts[0]] * 2
    assert [to for to, _ in they.here.box.subjects()[-2:]] == [OTHER, NEW]


async def test_who_registers_later_finds_what_was_shared(they: Parties) -> None:
    address = await they.shared("totals", NEW)
    await they.here.invited(NEW, NEW_WORDS)
    headers = bearer(await they.here.signed_in(NEW, NEW_WORDS))

    shown = await they.here.client.get(address, headers=headers)
    listed = await they.here.client.get(f"{API}/shared", headers=headers)
    foreign = await they.other.get(address)

    assert (shown.status_code, len(listed.json()["items"])) == (200, 1)
    assert foreign.status_code == 404


@pytest.mark.parametrize("by", ["shared", "address"])
async def test_a_share_is_a_persons_whoever_has_their_address_next(they: Parties, by: str) -> None:
    """Let somebody see a share, move away, and somebody else come by that address."""
    address = await they.shared("totals", NEW)
    await they.here.invited(NEW, NEW_WORDS)
    first = bearer(await they.here.signed_in(NEW, NEW_WORDS))
    places = {"shared": f"{API}/shared", "address": address}
    seen = await they.here.client.get(places[by], headers=first)
    moving = {"email": "cleo@elsewhere.org"}
    await they.here.client.put(f"{API}/me/email", json=moving, headers=first)
    await they.here.post("verify", token=they.here.box.secret("cleo@elsewhere.org"))
    await they.here.invited(NEW, NEW_WORDS)
    next_one = bearer(await they.here.signed_in(NEW, NEW_WORDS))
    moved = bearer(await they.here.signed_in("cleo@elsewhere.org", NEW_WORDS))

    assert seen.status_code == 200
    assert (await they.here.client.get(address, headers=next_one)).status_code == 404
    assert (await they.here.client.get(address, headers=moved)).status_code == 200


async def test_a_change_counts_at_once(they: Parties) -> None:
    address = await they.shared("transactions")
    share = f"{they.portfolio}/shares/{address.rpartition('/')[2]}"

    before = await they.other.get(f"{address}/transactions")
    await they.owner.patch(share, json={"scope": "totals", "days": 365, "label": "Bob"})
    narrowed = await they.other.get(f"{address}/transactions")
    (changed,) = (await they.owner.get(f"{they.portfolio}/shares")).json()["items"]
    await they.owner.delete(share)
    revoked = await they.other.get(address)
    log = (await they.owner.get(f"{API}/me/security-log?limit=3")).json()["items"]

    assert [each["what"] for each in log] == ["share_revoked", "share_changed", "share_made"]
    assert [each.status_code for each in (before, narrowed, revoked)] == [200, 403, 404]
    assert narrowed.json()["detail"] == "The share does not include transactions."
    assert (changed["scope"], changed["label"]) == ("totals", "Bob")


async def test_what_an_accountant_gets_has_a_name(they: Parties) -> None:
    share = await they.share(kind="person", email=OTHER, preset="accountant")

    lasts = int(share["expires_at"][:4]) * 12 + int(share["expires_at"][5:7])
    begun = int(share["created_at"][:4]) * 12 + int(share["created_at"][5:7])
    assert share["scope"] == "comment"
    assert lasts - begun in {2, 3}


async def test_a_share_ends_with_what_it_is_of(they: Parties) -> None:
    address = await they.shared("totals")

    await they.owner.delete(they.portfolio)

    assert (await they.other.get(address)).status_code == 404
    assert (await they.other.get(f"{API}/shared")).json()["items"] == []


async def test_who_is_kept_out_shares_nothing(they: Parties) -> None:
    address = await they.shared("totals")

    await they.here.relieved()
    await they.here.people.administration.disable(EMAIL)

    assert (await they.other.get(address)).status_code == 404
    assert (await they.other.get(f"{API}/shared")).json()["items"] == []


async def test_one_address_has_one_share(they: Parties) -> None:
    await they.shared("totals")

    again = {"kind": "person", "email": OTHER.upper(), "scope": "amounts"}
    answer = await they.owner.post(f"{they.portfolio}/shares", json=again)

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/share-conflict")


async def test_no_answer_that_tells_a_link_is_kept(they: Parties) -> None:
    answers = [
        await they.owner.post(
            f"{they.portfolio}/shares", json={"kind": "link"}, headers={"Idempotency-Key": "k"}
        )
        for _ in range(2)
    ]

    assert "idempotent-replayed" not in answers[1].headers
    assert answers[0].json()["link"] != answers[1].json()["link"]
    assert answers[0].headers["cache-control"] == "no-store"


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k"}])
async def test_who_may_write_adds_to_what_is_the_owners(they: Parties, key: dict[str, str]) -> None:
    address = await they.shared("write")
    form: Any = {"file": ("gift.csv", GIFT)}

    preview = await they.other.post(f"{address}/imports", files=form | {"dry_run": (None, "true")})
    added = await they.other.post(f"{address}/imports", files=form, headers=key)
    again = await they.other.post(f"{address}/imports", files=form, headers=key)
    imports = (await they.owner.get(f"{they.portfolio}/imports")).json()["items"]
    entries = (await they.other.get(f"{address}/transactions")).json()["items"]

    assert [each.json()["state"] for each in (preview, added, again)] == ["preview", "done", "done"]
    assert [each.json()["added"] for each in (preview, added, again)] == [1, 1, 0]
    assert [each["added_by"] for each in imports] == [OTHER, OTHER, None]
    assert (len(entries), entries[0]["account"]) == (5, "cold")


async def test_who_may_write_takes_back_what_is_theirs_and_nothing_else(they: Parties) -> None:
    address = await they.shared("write")
    form: Any = {"file": ("gift.csv", GIFT)}
    added = (await they.other.post(f"{address}/imports", files=form)).json()["import"]
    imports = (await they.owner.get(f"{they.portfolio}/imports")).json()["items"]

    owners = await they.other.post(f"{address}/imports/{imports[-1]['import']}/undo")
    undone = await they.other.post(f"{address}/imports/{added}/undo")
    again = await they.other.post(f"{address}/imports/{added}/undo")
    after = (await they.owner.get(f"{they.portfolio}/imports")).json()["items"]

    assert (owners.status_code, owners.json()["type"]) == (404, "/problems/import-not-found")
    assert [each.json()["state"] for each in (undone, again)] == ["undone", "undone"]
    assert [each["state"] for each in after] == ["undone", "done"]
