"""What a form of ours sent, read before anything else looks at it: small, whole, UTF-8, or not at all."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

# The longest our forms can be: a password of a few thousand letters, each as nine signs.
LONGEST = 65_536
_KIND = "application/x-www-form-urlencoded"

Form = Mapping[str, str]


class FormError(ValueError):
    """What was sent is no form of ours; `status` is 400, or 413 where it is too long. Its words quote nothing of it."""

    def __init__(self, status: int) -> None:
        super().__init__(f"not a form: {status}")
        self.status = status


async def read(request: Request, max_fields: int) -> Form:
    """The fields of a form, the last of a name; FormError for whatever a page of ours would not send."""
    body = await _body(request)
    if not body:
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _KIND:
        raise FormError(400)
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=max_fields))
    except ValueError:
        # The fault itself would quote what was sent.
        raise FormError(400) from None


async def _body(request: Request) -> bytes:
    """The body, never more of it in memory than a form may be long."""
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LONGEST:
                raise FormError(413)
    except ClientDisconnect:
        raise FormError(400) from None
    return bytes(body)
