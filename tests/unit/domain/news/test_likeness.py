"""What tells the same, and what only looks like it."""

from datetime import timedelta
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.domain.news.likeness import Stories
from tests.contract.news import article

FIRST = evolve(
    article(1, "Exchange pays 40 million after the hack of its hot wallet", hours_ago=10),
    summary="The exchange said on Monday that all customers had been paid in full.",
)


def found(
    title: str, *, summary: str = "", source: str = "Two", hours_ago: float = 9
) -> UUID | None:
    other = article(2, title, source=source, hours_ago=hours_ago)
    return Stories.of([FIRST]).find(evolve(other, summary=summary))


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Exchange pays 40 million after the hack of its hot wallet", ""),
        ("EXCHANGE pays $40 million after hack of hot wallet!", ""),
        ("Exchange pays users after hack of hot wallet", FIRST.summary),
    ],
)
def test_a_copy_tells_the_same(title: str, summary: str) -> None:
    assert found(title, summary=summary) == FIRST.id


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("Exchange pays 50 million after the hack of its hot wallet", FIRST.summary),
        ("Exchange pays users after hack of hot wallet", "Something else entirely was said."),
        ("Exchange hack", FIRST.summary),
        ("Bitcoin rises above all that it was before", FIRST.summary),
    ],
)
def test_what_is_merely_like_it_does_not(title: str, summary: str) -> None:
    assert found(title, summary=summary) is None


def test_a_source_does_not_copy_itself_and_old_news_come_again() -> None:
    assert found(FIRST.title, source="One") is None
    assert found(FIRST.title, hours_ago=10 - 49) is None


def test_of_several_stories_the_likest_is_found_in_whatever_order() -> None:
    near = evolve(FIRST, id=UUID(int=5), title="Exchange pays 40 million after hack of wallet")
    later = evolve(FIRST, id=UUID(int=6), published_at=FIRST.published_at + timedelta(hours=1))
    wanted = article(2, FIRST.title, source="Two")

    assert Stories.of([near, later, FIRST]).find(wanted) == FIRST.id
    assert Stories.of([FIRST, later, near]).find(wanted) == FIRST.id
