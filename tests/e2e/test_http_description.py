"""The description of the API is what the API does."""

import json
from pathlib import Path

from cryptotracker.entrypoints.http.app import application, describe
from cryptotracker.entrypoints.http.guard import Guard
from tests.service import API, client_to

COMMITTED = Path(__file__).parents[2] / "openapi.json"


def test_the_committed_description_is_that_of_the_application() -> None:
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))

    assert describe() == committed, "run: .venv/bin/python tools/openapi.py"


async def test_the_description_is_served_to_programs_and_to_people() -> None:
    async with client_to(Guard(application(None))) as client:
        document = (await client.get(f"{API}/openapi.json")).json()
        page = await client.get("/docs")

    assert document["openapi"].startswith("3.1")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert [path for path in document["paths"] if f"<code>{path}</code>" not in page.text] == []


def test_money_is_described_as_text() -> None:
    schemas = describe()["components"]["schemas"]

    numbers = {
        (name, field)
        for name, schema in schemas.items()
        for field, kind in schema.get("properties", {}).items()
        if kind.get("type") in {"integer", "number"}
    }

    assert {field for _, field in numbers} == {
        "added",
        "age_seconds",
        "attempts",
        "comments",
        "count",
        "days",
        "disposal_count",
        "done",
        "expires_in",
        "failures",
        "known",
        "line",
        "max_attempts",
        "needs_answer",
        "number",
        "passkeys",
        "recovery_codes_left",
        "open",
        "rejected_count",
        "skipped",
        "status",
        "transactions",
        "version",
        "above",
        "assets",
        "days_a_year",
        "falling",
        "fewest",
        "fewest_days",
        "fewest_months",
        "found",
        "of",
        "priced",
        "rising",
        "samples",
        "unchanged",
        "unknown",
    }


def test_any_route_may_answer_with_a_problem() -> None:
    paths = describe()["paths"]

    answers = [
        operation["responses"]["default"]["content"]
        for operations in paths.values()
        for operation in operations.values()
    ]

    assert len(answers) == 146
    assert {kind for answer in answers for kind in answer} == {"application/problem+json"}
