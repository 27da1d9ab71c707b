"""How it is answered over HTTP when something is wrong with a picture."""

from collections.abc import Mapping
from typing import Final

from cryptotracker.domain.errors import CryptoTrackerError
from cryptotracker.domain.identity.profile_errors import AvatarNotFoundError, PictureRefusedError
from cryptotracker.entrypoints.http.kind import Kind

PROFILE_KINDS: Final[Mapping[type[CryptoTrackerError], Kind]] = {
    PictureRefusedError: Kind(422, "The picture is not taken", lambda e: e.reason),
    AvatarNotFoundError: Kind(404, "There is no picture", lambda _: "None was sent yet."),
}
