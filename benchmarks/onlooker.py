"""Somebody who looks at a plan without a browser: a stream held open, and the plan read anew when it says so."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4


@dataclass
class Onlooker:
    """Somebody's page of a plan: it listens, and reads the plan anew when it hears of news."""

    port: int
    family: UUID
    token: str
    seen_at: dict[str, float] = field(default_factory=dict)
    saw: asyncio.Event = field(default_factory=asyncio.Event)

    async def look_on(self, listening: asyncio.Barrier) -> None:
        """Opens the plan and stays on it."""
        plan = await self.plan()
        found = re.search(r'data-live="([^"]+)"', plan)
        assert found
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self.asks(found[1]))
        await reader.readuntil(b"retry:")
        await listening.wait()
        try:
            while True:
                await reader.readuntil(b"data: new\n\n")
                plan = await self.plan()
                now = time.perf_counter()
                for number in re.findall(r"Addition ([0-9a-f-]{36})", plan):
                    self.seen_at.setdefault(number, now)
                self.saw.set()
        finally:
            writer.close()

    async def sees(self, number: str) -> float:
        """Waits until that addition is on the plan; returns when it was."""
        while number not in self.seen_at:
            self.saw.clear()
            await self.saw.wait()
        return self.seen_at[number]

    async def plan(self) -> str:
        """The plan as it is now, as a page asks for it that looks on."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(self.asks(f"/families/{self.family}/plan", "Purpose: prefetch"))
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        assert head.startswith("HTTP/1.1 200"), head
        length = re.search(r"content-length: (\d+)", head)
        assert length
        body = await reader.readexactly(int(length[1]))
        writer.close()
        return body.decode()

    def asks(self, path: str, *more: str) -> bytes:
        """A request of this person's."""
        return _request("GET", self.port, path, self.token, *more)

    async def add(self, port: int, words: str) -> float:
        """Adds a strength; returns when Send was pressed."""
        body = f"id={uuid4()}&text={words.replace(' ', '+')}&audience=circle".encode()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        form = ("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}")
        path = f"/families/{self.family}/plan/strengths/add"
        began = time.perf_counter()
        writer.write(
            _request("POST", port, path, self.token, *form, f"Origin: http://localhost:{self.port}") + body
        )
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 303"), head
        writer.close()
        return began


def _request(method: str, port: int, path: str, token: str, *more: str) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: localhost:{port}",
        f"Cookie: __Host-session={token}",
        *more,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
