"""Parts of long lists."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from attrs import frozen

Item = TypeVar("Item", covariant=True)  # noqa: PLC0105 - a page is no `Item_co` to its readers


@frozen(kw_only=True)
class Page(Generic[Item]):
    """Part of a list; the cursor asks for what follows, None when nothing does."""

    items: Sequence[Item]
    next_cursor: str | None = None
