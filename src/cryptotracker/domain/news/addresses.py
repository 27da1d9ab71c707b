"""Write the address of an article in one way, so that the same article is known again.

>>> canonical("HTTPS://News.example.org:443/a/?id=7&utm_source=rss#top")
'https://news.example.org/a/?id=7'
>>> key("https://www.news.example.org/a/?id=7") == key("http://news.example.org/a?id=7")
True
>>> canonical("javascript:alert(1)") is None
True
"""

import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

LONGEST: Final = 2_000
PORTS: Final = {"http": 80, "https": 443}
TRACKING: Final = frozenset(
    "fbclid gclid dclid msclkid yclid twclid igshid mc_cid mc_eid cmpid ocid ref_src".split()
)
"""Parameters that say who sent a reader, and not what is read; so do those of CAMPAIGN."""

CAMPAIGN: Final = "utm_"
PRINTABLE: Final = re.compile(r"[!-~]+", re.ASCII)


def canonical(address: str) -> str | None:
    """Return the address to open, without what follows readers around; None if it is no page's."""
    text = address.strip()
    if len(text) > LONGEST:
        return None
    try:
        parts = urlsplit(text)
        host, port = host_of(parts.hostname), parts.port
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in PORTS or not host or parts.username is not None:
        return None
    place = host if port in {None, PORTS[parts.scheme]} else f"{host}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    found = urlunsplit((parts.scheme, place, path, without_tracking(parts.query), ""))
    return found if len(found) <= LONGEST else None


def host_of(name: str | None) -> str:
    """Write a host in ASCII; one that nobody could ask a name server for raises an error."""
    if not name or name.startswith("."):
        return ""
    if ":" in name:
        return f"[{name}]"
    written = name.encode("idna").decode().lower()
    return written if PRINTABLE.fullmatch(written) else ""


def without_tracking(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not is_tracking(name.lower())]
    return urlencode(kept)


def is_tracking(name: str) -> bool:
    return name in TRACKING or name.startswith(CAMPAIGN)


def key(link: str) -> str:
    """Return what two addresses of one article have in common; of a link that is canonical."""
    parts = urlsplit(link)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}?{query}".rstrip("?")


def site(url: str) -> str:
    """Return the host of an address, as a reader would name it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
