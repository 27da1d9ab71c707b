"""Somebody's picture over HTTP: sent as a file is, and given to nobody but themselves."""

from dataclasses import dataclass
from typing import Final

from litestar import Controller, Response, delete, get, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import OpenAPIMediaType, Operation, RequestBody, Schema

from cryptotracker.domain.identity.permissions import SESSION, USER
from cryptotracker.entrypoints.http.auth import Asked
from cryptotracker.entrypoints.http.preferences import PreferencesView, versioned
from cryptotracker.entrypoints.tracker import Tracker

LARGEST: Final = 2 * 1024**2
WEBP: Final = "image/webp"
TAKEN: Final = ("image/png", "image/jpeg", WEBP)
PICTURE: Final = Schema(content_media_type="application/octet-stream")
MINE: Final = {"policy": SESSION}


@dataclass
class PictureOperation(Operation):
    """Describes a body that is a picture, which the framework cannot: it does not read it."""

    def __post_init__(self) -> None:
        content = {kind: OpenAPIMediaType(schema=PICTURE) for kind in TAKEN}
        self.request_body = RequestBody(content=content, required=True)


class AvatarController(Controller):
    path = "/me/avatar"
    tags = ("Myself",)
    opt = MINE

    @get(
        operation_id="showAvatar",
        summary="My picture, as a WebP of 256 by 256",
        media_type=WEBP,
        responses={200: ResponseSpec(bytes, media_type=WEBP, generate_examples=False)},
        opt={"policy": USER},
    )
    async def show(self, tracker: NamedDependency[Tracker], request: Asked) -> Response[bytes]:
        known_by, picture = await tracker.preferences.show_avatar()
        tag = f'"{known_by}"'
        headers = {
            "Cache-Control": "private, no-cache",  # somebody else may sit here next
            "ETag": tag,
            "Vary": "Authorization, Cookie",
        }
        if tag in request.headers.get("if-none-match", ""):
            return Response(b"", status_code=304, headers=headers, media_type=WEBP)
        return Response(picture, headers=headers, media_type=WEBP)

    @put(
        operation_id="changeAvatar",
        summary="Take a PNG, JPEG or WebP of at most 2 MiB as my picture",
        request_max_body_size=LARGEST,
        operation_class=PictureOperation,
    )
    async def change(
        self, tracker: NamedDependency[Tracker], request: Asked
    ) -> Response[PreferencesView]:
        return versioned(await tracker.preferences.change_avatar(await request.body()))

    @delete(operation_id="removeAvatar", summary="Take my picture away")
    async def remove(self, tracker: NamedDependency[Tracker]) -> None:
        await tracker.preferences.change_avatar(None)
