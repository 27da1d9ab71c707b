"""Whatever a server sends for a feed, it is read or refused with a reason."""

from contextlib import suppress

from hypothesis import example, given
from hypothesis import strategies as st

from cryptotracker.adapters.feeds.reader import items_of
from cryptotracker.domain.news.addresses import canonical
from cryptotracker.domain.news.errors import FeedFailedError
from cryptotracker.entrypoints.sandbox.feeds import TELLING, bomb

URL = "https://example.org/feed"
BODIES = [body for _, body in TELLING.values()]


@given(st.sampled_from(BODIES), st.integers(0, 2_000), st.binary(max_size=40), st.text(max_size=12))
@example(bomb(), 0, b"", "utf-16")
@example(b"<a>" * 100_000, 0, b"", "")
@example(b"[" * 100_000, 0, b"", "")
def test_a_feed_is_read_or_refused(body: bytes, place: int, put: bytes, charset: str) -> None:
    changed = body[:place] + put + body[place + len(put) :]

    with suppress(FeedFailedError):
        for item in items_of(changed, charset, URL):
            assert item.title
            assert canonical(item.link) == item.link
            assert item.link.startswith(("http://", "https://"))


@given(st.text(max_size=300))
def test_an_address_is_canonical_or_none(text: str) -> None:
    found = canonical(text)

    assert found is None or canonical(found) == found
