"""What was found of one part of an installation."""

from attrs import frozen

OK, OFF, NOT_YET, MISSING, BROKEN = "ok", "off", "not made yet", "missing", "broken"


@frozen(kw_only=True)
class Finding:
    """What is the matter with one part.

    Attributes:
        remedy: what to do about it, if it is missing or broken.
        milliseconds: how long looking took; of a server that is its latency.
    """

    what: str = ""
    state: str
    detail: str = ""
    version: str = ""
    milliseconds: int | None = None
    remedy: str = ""
