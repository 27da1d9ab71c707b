"""Make plain text of what a feed sends: no markup of others is ever kept, or shown."""

import re
from html import unescape
from typing import Final

import nh3

SPACE: Final = re.compile(r"\s+")
HIDDEN: Final = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]"
)
"""What is not seen, or turns a text around."""

BLOCK: Final = re.compile(r"<(?=/?(?:p|br|div|li|ul|ol|h\d|td|tr|blockquote)\b)", re.IGNORECASE)
GONE: Final = {"script", "style", "iframe", "object", "template", "noscript", "svg", "math"}
READ_MOST: Final = 20_000
"""So much of one text is looked at: what is kept is far shorter."""


def plain(html: str) -> str:
    """Return the text of some HTML in one line.

    >>> plain('<p>A &amp; B</p><script>alert(1)</script><p onclick="x()">C</p>')
    'A & B C'
    """
    spaced = BLOCK.sub(" <", html[:READ_MOST])
    text = unescape(nh3.clean(spaced, tags=set(), clean_content_tags=GONE))
    return SPACE.sub(" ", HIDDEN.sub("", SPACE.sub(" ", text))).strip()
