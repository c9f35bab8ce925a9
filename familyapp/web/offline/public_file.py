"""Files that are the same for everybody who asks, and asked for anew each time whether they have changed."""

import gzip
import hashlib

from starlette.requests import Request
from starlette.responses import Response


class PublicFile:
    """Bytes with their mark, compressed once. A browser keeps them, and asks before each use (`no-cache`)."""

    def __init__(self, content: bytes, media_type: str) -> None:
        self.content = content
        self.packed = gzip.compress(content, 9, mtime=0)
        self.media_type = media_type
        self.mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'

    def answer(self, request: Request) -> Response:
        """The bytes, or 304 for a browser that holds them already (RFC 9110, 13.1.2)."""
        headers = {"cache-control": "no-cache", "etag": self.mark}
        held = {
            each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")
        }
        if held & {self.mark, "*"}:
            return Response(status_code=304, headers=headers)
        content = self.content
        if "gzip" in request.headers.get("accept-encoding", ""):
            content = self.packed
            headers |= {"content-encoding": "gzip", "vary": "Accept-Encoding"}
        return Response(content, headers=headers, media_type=self.media_type)
