"""Values that are made by the million.

A frozen attrs class takes twice as long to make as one that is not, and the engine makes a dozen
for every event. A record is frozen for whoever reads or checks the code, mypy among them, and
costs nothing for it when it runs.
"""

from typing import Any, TypeVar, cast, dataclass_transform

from attrs import define, evolve, field

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[Class]) -> type[Class]:
    """Make a class of values that nobody may change, as mypy sees to."""
    return define(cls)


def changed(original: Class, **changes: object) -> Class:
    """Copy a record but for what is named; mypy does not take it for a class of attrs."""
    copy: Class = evolve(cast(Any, original), **changes)
    return copy
