"""What is no HTTP never reaches the app: the server refuses it by itself, and does so with our headers too."""

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from familyapp.web.headers import ALWAYS

WORDS = "We could not read that.\n"


class Guarded(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's reading of HTTP (one of its two, whichever is installed), with a refusal that holds the web rules."""

    def send_400_response(self, _why: str) -> None:
        """Answers and hangs up: nobody knows where the next request would begin."""
        headers = ALWAYS | {
            "cache-control": "no-store",
            "content-type": "text/plain; charset=utf-8",
            "content-length": str(len(WORDS)),
            "connection": "close",
        }
        lines = [
            "HTTP/1.1 400 Bad Request",
            *(f"{name}: {value}" for name, value in headers.items()),
            "",
            WORDS,
        ]
        self.transport.write("\r\n".join(lines).encode())
        self.transport.close()
