"""What a small server on the loopback may be told to answer."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reply:
    """What one post is answered. `act`: answer, hang (never), drip (byte by byte, without end), reset (cut off)."""

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    act: str = "answer"
    wait: float = 0.0
    """Seconds before it."""

    def raw(self) -> bytes:
        """The whole answer as it travels."""
        lines = {"Content-Length": "0"} | self.headers
        return (
            f"HTTP/1.1 {self.status} Scripted\r\n"
            + "".join(f"{n}: {v}\r\n" for n, v in lines.items())
            + "\r\n"
        ).encode()


OK = Reply()
SLOW = Reply(wait=0.2)
HANG = Reply(act="hang")
DRIP = Reply(act="drip")
RESET = Reply(act="reset")


def read_head(head: bytes) -> tuple[str, dict[str, str]]:
    """The first line, and the headers by their small names."""
    first, *rest = head.decode("latin-1").rstrip("\r\n").split("\r\n")
    pairs = (each.partition(":") for each in rest)
    return first, {name.strip().lower(): value.strip() for name, _, value in pairs}
