"""Who may do what."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.domain.errors import NotAllowedError, SignInNeededError, StepUpNeededError
from cryptotracker.domain.identity.permissions import Principal, refusal

NOW = datetime(2026, 1, 31, tzinfo=UTC)
SOON, JUST_NOW = NOW + timedelta(seconds=1), NOW
SIGNED_IN = Principal(user_id=UUID(int=1), session_id=UUID(int=2))
PROVED = evolve(SIGNED_IN, fresh_until=SOON)
ADMINISTRATOR = evolve(SIGNED_IN, role="admin")
READER = Principal(
    user_id=UUID(int=1), token_id=UUID(int=3), scopes=frozenset({"read"}), fresh_until=SOON
)
WRITER = evolve(READER, scopes=frozenset({"read", "write"}))


@pytest.mark.parametrize(
    ("policy", "principal", "writes"),
    [
        ("public", None, True),
        ("public", READER, True),
        ("user", SIGNED_IN, True),
        ("user", READER, False),
        ("user", WRITER, True),
        ("session", SIGNED_IN, True),
        ("session", Principal(user_id=UUID(int=1)), True),
        ("fresh", PROVED, True),
        ("admin", ADMINISTRATOR, True),
        ("admin", evolve(WRITER, role="admin", scopes=frozenset({"admin"})), True),
    ],
)
def test_whom_the_policy_allows_may(
    policy: str, principal: Principal | None, *, writes: bool
) -> None:
    assert refusal(policy, principal, writes=writes, now=NOW) is None


@pytest.mark.parametrize("policy", ["user", "session", "fresh", "admin", "operator", "", "no such"])
def test_nobody_is_asked_to_sign_in(policy: str) -> None:
    assert isinstance(refusal(policy, None, writes=False, now=NOW), SignInNeededError)


@pytest.mark.parametrize(
    ("policy", "principal", "writes", "reason"),
    [
        ("user", READER, True, "the token lacks the scope write"),
        ("user", evolve(WRITER, scopes=frozenset()), False, "the token lacks the scope read"),
        ("session", WRITER, False, "a token may not do this; sign in"),
        ("fresh", WRITER, True, "a token may not do this; sign in"),
        ("admin", PROVED, False, "only administrators may"),
        ("admin", evolve(SIGNED_IN, role="support"), False, "only administrators may"),
        ("admin", evolve(WRITER, role="admin"), True, "the token lacks the scope admin"),
        ("", ADMINISTRATOR, False, "nobody may"),
        ("no such", ADMINISTRATOR, False, "nobody may"),
        ("operator", ADMINISTRATOR, False, "nobody may"),
    ],
)
def test_whom_the_policy_does_not_allow_is_told_why(
    policy: str, principal: Principal, *, writes: bool, reason: str
) -> None:
    error = refusal(policy, principal, writes=writes, now=NOW)

    assert isinstance(error, NotAllowedError)
    assert error.reason == reason


@pytest.mark.parametrize("principal", [SIGNED_IN, evolve(SIGNED_IN, fresh_until=JUST_NOW)])
def test_who_has_proved_nothing_of_late_has_to(principal: Principal) -> None:
    assert isinstance(refusal("fresh", principal, writes=True, now=NOW), StepUpNeededError)
