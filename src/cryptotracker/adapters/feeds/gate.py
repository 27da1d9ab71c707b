"""Let through XML that is whole, flat enough, and declares nothing.

A document type can define entities that grow without bound, or that stand for files of this
machine; no feed needs one. Whoever reads the text after this sees what was seen here.
"""

from io import BytesIO
from typing import Final, NoReturn
from xml.parsers import expat

from attrs import define

from cryptotracker.domain.news.errors import FeedFailedError

DEPTH_MOST: Final = 100
ELEMENTS_MOST: Final = 100_000


@define
class Gate:
    """Counts what opens and closes; it raises at the first thing that does not belong there."""

    depth: int = 0
    elements: int = 0

    def open(self, _name: str, _attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > DEPTH_MOST:
            refuse("it is nested too deep")
        if self.elements > ELEMENTS_MOST:
            refuse("it has too many elements")

    def close(self, _name: str) -> None:
        self.depth -= 1

    def doctype(self, *_: object) -> None:
        refuse("it declares a document type, which may hide what grows without bound")


def check(text: str) -> None:
    """Refuse what is not XML of a feed."""
    gate = Gate()
    parser = expat.ParserCreate("utf-8", " ")  # with namespaces, as the reader after it
    parser.StartElementHandler = gate.open
    parser.EndElementHandler = gate.close
    parser.StartDoctypeDeclHandler = gate.doctype
    try:
        parser.ParseFile(BytesIO(text.encode(errors="replace")))
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise FeedFailedError(reason=f"it is not whole: {what}, line {error.lineno}") from error


def refuse(reason: str) -> NoReturn:
    raise FeedFailedError(reason=reason)
