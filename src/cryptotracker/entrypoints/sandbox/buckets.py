"""A stand-in of Amazon S3, whose buckets are kept in memory and end with it.

Who asks has to name the right access key; how a request is signed is not looked at, but an address
that was signed for a while is good for no longer.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape, unescape
from re import findall, search
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from attrs import define, field, frozen
from litestar import Response, route
from litestar.params import FromPath
from litestar.types import Method

from cryptotracker.entrypoints.sandbox.answering import Said, spoilt, takes
from cryptotracker.entrypoints.sandbox.services import BUCKET, S3_KEY
from cryptotracker.entrypoints.sandbox.state import Asked, Sandbox

NAME: Final = "s3"
XML: Final = "application/xml"
SPACE: Final = "http://s3.amazonaws.com/doc/2006-03-01/"
KEPT: Final = ("content-type", "x-amz-server-side-encryption")
AT_ONCE: Final = 1000
METHODS: Final[Sequence[Method]] = ("GET", "PUT", "POST", "DELETE")
STAMP: Final = "%Y%m%dT%H%M%SZ"
CODES: Final = {
    401: "InvalidAccessKeyId",
    403: "AccessDenied",
    404: "NoSuchKey",
    429: "TooManyRequests",
    500: "InternalError",
    503: "SlowDown",
}


@frozen(kw_only=True)
class Kept:
    """An object of a bucket."""

    body: bytes
    changed: datetime
    headers: Mapping[str, str]

    @property
    def tag(self) -> str:
        return tag_of(self.body)


def tag_of(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:32]}"'


@define
class Buckets:
    """What is kept, by bucket and key, and the parts of what is still coming."""

    kept: dict[str, dict[str, Kept]] = field(factory=lambda: {BUCKET: {}})
    coming: dict[str, tuple[Mapping[str, str], dict[int, bytes]]] = field(factory=dict)
    count: int = 0


@frozen(kw_only=True)
class Wanted:
    """A request that is about a bucket, or an object of it."""

    method: str
    bucket: str
    key: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    now: datetime


Done: TypeAlias = Callable[[Buckets, Wanted], Said]


def routes(sandbox: Sandbox) -> list[Any]:
    buckets = Buckets()

    @route("/s3/{place:path}", http_method=METHODS, request_max_body_size=None)
    async def ask(request: Asked, place: FromPath[str]) -> Response[Any]:
        fault = sandbox.fault(NAME)
        bucket, _, key = place.removeprefix("/").partition("/")
        wanted = Wanted(
            method=request.method,
            bucket=bucket,
            key=key,
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=await request.body(),
            now=sandbox.market.clock.now(),
        )
        right = answered(buckets, wanted) if takes(fault) else Said()
        return spoilt(right, fault, refused)

    return [ask]


def answered(buckets: Buckets, wanted: Wanted) -> Said:
    reason = forbidden(wanted)
    if reason:
        return error(403, reason)
    if not wanted.key and wanted.method == "PUT":
        buckets.kept.setdefault(wanted.bucket, {})
        return Said(kind=XML)
    if wanted.bucket not in buckets.kept:
        return error(404, "NoSuchBucket")
    does = (OF_OBJECT if wanted.key else OF_BUCKET).get(wanted.method)
    return does(buckets, wanted) if does else error(405, "MethodNotAllowed")


def forbidden(wanted: Wanted) -> str:
    """Say why somebody may not; empty if they may."""
    signed = wanted.query.get("X-Amz-Credential", "")
    named = signed or wanted.headers.get("authorization", "").partition("Credential=")[2]
    if named.partition("/")[0] != S3_KEY:
        return "InvalidAccessKeyId" if named else "AccessDenied"
    if not signed:
        return ""
    try:
        at = datetime.strptime(wanted.query["X-Amz-Date"], STAMP).replace(tzinfo=UTC)
        good_for = timedelta(seconds=int(wanted.query["X-Amz-Expires"]))
    except (LookupError, ValueError):
        return "AuthorizationQueryParametersError"
    return "" if wanted.now <= at + good_for else "AccessDenied"


def get(buckets: Buckets, wanted: Wanted) -> Said:
    found = buckets.kept[wanted.bucket].get(wanted.key)
    if found is None:
        return error(404, "NoSuchKey")
    date = format_datetime(found.changed.astimezone(UTC), usegmt=True)
    headers = {"etag": found.tag, "last-modified": date, "accept-ranges": "bytes", **found.headers}
    kind = headers.pop("content-type", "binary/octet-stream")
    span = search(r"bytes=(\d+)-(\d*)", wanted.headers.get("range", ""))
    if span is None:
        return Said(body=found.body, headers=headers, kind=kind)
    start, end = int(span[1]), min(int(span[2] or len(found.body)), len(found.body) - 1)
    if start > end:
        return error(416, "InvalidRange")
    headers["content-range"] = f"bytes {start}-{end}/{len(found.body)}"
    return Said(body=found.body[start : end + 1], status=206, headers=headers, kind=kind)


def put(buckets: Buckets, wanted: Wanted) -> Said:
    if "uploadId" in wanted.query:
        return put_part(buckets, wanted)
    source = unquote(wanted.headers.get("x-amz-copy-source", "")).removeprefix("/")
    if not source:
        return keep(buckets, wanted, wanted.body, wanted.headers)
    bucket, _, key = source.partition("/")
    found = buckets.kept.get(bucket, {}).get(key)
    if found is None:
        return error(404, "NoSuchKey")
    keep(buckets, wanted, found.body, found.headers)
    told = {"ETag": found.tag, "LastModified": iso(wanted.now)}
    return xml("CopyObjectResult", tags(told))


def keep(buckets: Buckets, wanted: Wanted, body: bytes, headers: Mapping[str, str]) -> Said:
    told = {name: headers[name] for name in KEPT if name in headers}
    kept = Kept(body=body, changed=wanted.now, headers=told)
    buckets.kept[wanted.bucket][wanted.key] = kept
    return Said(headers={"etag": kept.tag}, kind=XML)


def put_part(buckets: Buckets, wanted: Wanted) -> Said:
    coming = buckets.coming.get(wanted.query["uploadId"])
    if coming is None:
        return error(404, "NoSuchUpload")
    coming[1][int(wanted.query["partNumber"])] = wanted.body
    return Said(headers={"etag": tag_of(wanted.body)}, kind=XML)


def post(buckets: Buckets, wanted: Wanted) -> Said:
    """Begin what comes in parts, or end it."""
    if "uploads" in wanted.query:
        buckets.count += 1
        name = f"upload-{buckets.count}"
        buckets.coming[name] = (wanted.headers, {})
        told = {"Bucket": wanted.bucket, "Key": wanted.key, "UploadId": name}
        return xml("InitiateMultipartUploadResult", tags(told))
    coming = buckets.coming.pop(wanted.query.get("uploadId", ""), None)
    if coming is None:
        return error(404, "NoSuchUpload")
    headers, parts = coming
    kept = keep(buckets, wanted, b"".join(parts[number] for number in sorted(parts)), headers)
    told = {"Bucket": wanted.bucket, "Key": wanted.key, "ETag": kept.headers["etag"]}
    return xml("CompleteMultipartUploadResult", tags(told))


def delete(buckets: Buckets, wanted: Wanted) -> Said:
    if "uploadId" in wanted.query:
        buckets.coming.pop(wanted.query["uploadId"], None)
    else:
        buckets.kept[wanted.bucket].pop(wanted.key, None)
    return Said(status=204, kind=XML)


def delete_many(buckets: Buckets, wanted: Wanted) -> Said:
    keys = [unescape(each) for each in findall(r"<Key>(.*?)</Key>", wanted.body.decode())]
    for key in keys:
        buckets.kept[wanted.bucket].pop(key, None)
    return xml("DeleteResult", "".join(f"<Deleted>{tags({'Key': key})}</Deleted>" for key in keys))


def listed(buckets: Buckets, wanted: Wanted) -> Said:
    """List by prefix, so many at once; a token is the last key that was listed."""
    prefix, after = wanted.query.get("prefix", ""), wanted.query.get("continuation-token", "")
    after = after or wanted.query.get("start-after", "")
    kept = buckets.kept[wanted.bucket]
    keys = sorted(key for key in kept if key.startswith(prefix) and key > after)
    most = min(int(wanted.query.get("max-keys", AT_ONCE)), AT_ONCE)
    shown = keys[:most]
    about = {
        "Name": wanted.bucket,
        "Prefix": prefix,
        "KeyCount": str(len(shown)),
        "MaxKeys": str(most),
        "IsTruncated": str(len(keys) > most).lower(),
    }
    if len(keys) > most:
        about["NextContinuationToken"] = shown[-1]
    return xml("ListBucketResult", tags(about) + "".join(entry(key, kept[key]) for key in shown))


def entry(key: str, kept: Kept) -> str:
    told = {"Key": key, "LastModified": iso(kept.changed), "ETag": kept.tag}
    size = {"Size": str(len(kept.body)), "StorageClass": "STANDARD"}
    return f"<Contents>{tags(told | size)}</Contents>"


def iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def tags(told: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in told.items())


def xml(name: str, inside: str, status: int = 200) -> Said:
    text = f'<?xml version="1.0" encoding="UTF-8"?><{name} xmlns="{SPACE}">{inside}</{name}>'
    return Said(body=text.encode(), status=status, kind=XML)


def error(status: int, code: str) -> Said:
    text = f"<Error>{tags({'Code': code, 'Message': code})}</Error>"
    return Said(body=text.encode(), status=status, kind=XML)


def refused(status: int, _: Mapping[str, str]) -> Said:
    return error(status, CODES[status])


OF_OBJECT: Final[Mapping[str, Done]] = {"GET": get, "PUT": put, "POST": post, "DELETE": delete}
OF_BUCKET: Final[Mapping[str, Done]] = {"GET": listed, "POST": delete_many}
