"""What must never be shown."""

from attrs import field, frozen


@frozen(repr=False)
class Secret:
    """A text that is printed as `[secret]`, wherever it is printed; only `reveal` gives it."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        return self._text

    def __str__(self) -> str:
        return "[secret]"

    __repr__ = __str__
