"""What is taken out of a text before anybody reads it."""

import pytest

from cryptotracker.adapters.telemetry.scrubbing import Scrubber, on_one_line, without_amounts

SCRUBBER = Scrubber(["hunter2", "hunter2-longer", "abc"])


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("password hunter2-longer!", "password [removed]!"),
        ("postgresql://me:canary@db/x", "postgresql://[removed]@db/x"),
        ("GET https://api.example.org/v1/a?signature=canary", "GET https://api.example.org/v1/a"),
        ("Authorization: Bearer canary.a-b", "Authorization: [removed] [removed]"),
        ("{'api_key': 'canary', 'page': '2'}", "{'api_key': '[removed]', 'page': '2'}"),
        ("apiSecret=canary&page=2", "apiSecret=[removed]&page=2"),
        ("it was ct_pat_0canary0 then", "it was [removed] then"),
        ("sent to ann@example.org today", "sent to [removed] today"),
        ("an abc is too short to look for", "an abc is too short to look for"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_secrets_addresses_and_people_are_taken_out(text: str, clean: str) -> None:
    assert SCRUBBER.text(text) == clean


def test_a_value_is_scrubbed_however_deep_it_lies() -> None:
    found = SCRUBBER.value({"a": [{"token": "canary", "b": ("hunter2", 3)}], "cookie": "canary"})

    assert found == {"a": [{"token": "[removed]", "b": ["[removed]", 3]}], "cookie": "[removed]"}


def test_what_lies_too_deep_is_left_out() -> None:
    deep: object = "canary"
    for _ in range(20):
        deep = [deep]

    assert "canary" not in str(SCRUBBER.value(deep))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("cannot read 1234.56 of it", "cannot read [number] of it"),
        ("Decimal('-0.5')", "Decimal('[number]')"),
        ("invalid literal: 123456789", "invalid literal: [number]"),
        (
            'File "/usr/lib/python3.11/x.py", line 1234',
            'File "/usr/lib/python3.11/x.py", line 1234',
        ),
        ("nobody at 127.0.0.1:54321", "nobody at 127.0.0.1:54321"),
    ],
)
def test_amounts_are_taken_out_of_messages(text: str, clean: str) -> None:
    assert without_amounts(text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\nlevel=error", "a\\nlevel=error"),
        ("a\r\x1b[31mred", "a\\r\\x1b[31mred"),
        ("a\u2028b\u202ec", "a\\u2028b\\u202ec"),
    ],
)
def test_what_somebody_sent_cannot_pass_for_a_line_of_ours(text: str, clean: str) -> None:
    assert on_one_line(text) == clean
