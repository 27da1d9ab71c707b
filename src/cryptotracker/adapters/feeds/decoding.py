"""Make text of the bytes of a feed, whose charset may be said three times, or wrongly."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import Final

BOMS: Final = {BOM_UTF8: "utf-8", BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}
DECLARED: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
KNOWN: Final = re.compile(
    r"utf-?8|us-ascii|utf-?16(-?[lb]e)?|iso-8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|koi8-[ru]"
    r"|gb(k|2312|18030)|big5|shift[_-]jis|euc-(jp|kr)"
)
"""Python knows more, and some of those are no charsets, or take long."""

LAST: Final = "windows-1252"
DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


def text_of(body: bytes, charset: str = "") -> str:
    r"""Read bytes in the first charset that they can be in: a mark, the header, the declaration.

    What is wrong in all of them is read as most wrong ones are meant, a bad character for each.

    >>> text_of("<a>café</a>".encode("latin-1"), "utf-8")
    '<a>café</a>'
    """
    for each in charsets(body, charset.lower()):
        try:
            return body.decode(each).removeprefix("\ufeff")
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode(LAST, errors="replace")


def charsets(body: bytes, charset: str) -> Iterator[str]:
    yield from (name for mark, name in BOMS.items() if body.startswith(mark))
    if KNOWN.fullmatch(charset):
        yield charset
    declared = DECLARED.match(body)
    if declared and KNOWN.fullmatch(name := declared[1].decode("ascii", "ignore").lower()):
        yield name
    yield "utf-8"


def without_declaration(text: str) -> str:
    """Leave out what names a charset: it is text by now."""
    return DECLARATION.sub("", text, count=1).lstrip()
