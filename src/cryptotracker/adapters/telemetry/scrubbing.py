"""Take out of a text what nobody who reads logs or reports of faults needs to see.

This is the second wall: what is written should hold nothing of this in the first place.
"""

import re
from collections.abc import Collection, Sequence
from numbers import Real
from typing import Final

from attrs import field, frozen

REMOVED: Final = "[removed]"
SHORTEST: Final = 4
"""A shorter secret would be found in every other word."""

DEPTH_MOST: Final = 8
NAMES: Final = re.compile(
    r"pass(word|phrase|wd)|secret|token|api.?key|authorization|cookie|credential|dsn"
    r"|signature|private",
    re.IGNORECASE,
)
"""Names of fields whose values are never shown."""

# In this order: our own, the parts of an address, then what is left.
PATTERNS: Final = (
    (re.compile(r"\bct_pat_[0-9A-Za-z]+"), REMOVED),
    (re.compile(r"(\b[a-z][a-z0-9+.-]{1,20}://)[^\s/@'\"]*@", re.IGNORECASE), rf"\1{REMOVED}@"),
    (re.compile(r"(\b(?:https?|wss?|postgresql|redis|s3)://[^\s?#'\"]*)[?#][^\s'\"]*"), r"\1"),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {REMOVED}"),
    (
        re.compile(
            r"\b([\w-]*(?:password|passphrase|secret|token|api_?key|signature|authorization))"
            r"(['\"]?\s*[=:]\s*['\"]?)[^\s'\"&,;)}]+",
            re.IGNORECASE,
        ),
        rf"\1\2{REMOVED}",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), REMOVED),
)
# Ids and numbers of lines have no point, and versions more than one or a letter before them.
AMOUNT: Final = re.compile(r"(?<![\w.:-])-?(?:\d+\.\d+|\d{7,})(?![\w.:-])")
# Colours, line feeds, and marks that turn the direction of a text could make a line look like two.
CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def longest_first(secrets: Collection[str]) -> Sequence[str]:
    """Let no secret hide a longer one that begins with it."""
    return sorted({each for each in secrets if len(each) >= SHORTEST}, key=len, reverse=True)


@frozen
class Scrubber:
    """Knows the secrets of this installation, and what secrets look like anywhere."""

    secrets: Sequence[str] = field(default=(), converter=longest_first)

    def text(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, REMOVED)
        for pattern, instead in PATTERNS:
            text = pattern.sub(instead, text)
        return text

    def value(self, value: object, depth: int = 0) -> object:
        """Scrub a value and all that is in it."""
        if isinstance(value, str):
            return self.text(value)
        if value is None or isinstance(value, Real):
            return value
        if depth >= DEPTH_MOST:
            return REMOVED
        if isinstance(value, dict):
            return {str(key): self.named(str(key), each, depth) for key, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each, depth + 1) for each in value]
        return self.text(str(value))

    def named(self, name: str, value: object, depth: int = 0) -> object:
        if value and NAMES.search(name):
            return REMOVED
        return self.value(value, depth + 1)


def without_amounts(text: str) -> str:
    return AMOUNT.sub("[number]", text)


def on_one_line(text: str) -> str:
    """Write controls as escapes, so that what somebody sent cannot pass for a line of ours."""
    return escaped(text).replace("\n", "\\n").replace("\t", "\\t")


def escaped(text: str) -> str:
    return CONTROLS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
