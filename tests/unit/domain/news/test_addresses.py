"""One article has one address, however it is written."""

import pytest

from cryptotracker.domain.news.addresses import canonical, key


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (" https://Example.org ", "https://example.org/"),
        ("https://example.org:443/a?utm_medium=x&fbclid=y&b=1#c", "https://example.org/a?b=1"),
        ("http://example.org:8080/a b", "http://example.org:8080/a%20b"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("http://[2606:4700::1]/a", "http://[2606:4700::1]/a"),
    ],
)
def test_an_address_is_written_one_way(address: str, link: str) -> None:
    assert canonical(address) == link
    assert canonical(link) == link


@pytest.mark.parametrize(
    "address",
    [
        *("", "a", "/a", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"),
        *("ftp://example.org/", "https://user:secret@example.org/", "https://", "https://[::1"),
        *(
            "https://example.org:99999/",
            "https://exa mple.org/",
            "https://example.org/" + "a" * 2000,
        ),
    ],
)
def test_what_is_no_page_has_none(address: str) -> None:
    assert canonical(address) is None


def test_what_differs_in_little_is_one_article() -> None:
    assert key("https://www.example.org/a/?x=1&b=2") == key("http://example.org/a?b=2&x=1")
    assert key("https://example.org/a?x=1") != key("https://example.org/a?x=2")
