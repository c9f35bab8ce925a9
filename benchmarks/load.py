"""A few keep-alive connections that ask for one address as fast as it is answered. Loopback only, and bounded."""

import asyncio
import time


async def _ask(port: int, request: bytes, times: int, status: bytes) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 " + status):
            raise SystemExit(f"expected {status.decode()}, got {head[:40]!r}")
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:") and status != b"304":
                await reader.readexactly(int(line.partition(b":")[2]))
        took.append(time.perf_counter() - began)
    writer.close()
    return took


async def answers_a_second(
    port: int, path: str, headers: dict[str, str], *, status: int = 200, connections: int = 8, times: int = 50
) -> float:
    """Answers a second over `connections` connections that each ask `times` times."""
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: localhost:{port}",
        *(f"{k}: {v}" for k, v in headers.items()),
        "",
        "",
    ]
    request = "\r\n".join(lines).encode()
    began = time.perf_counter()
    await asyncio.gather(*(_ask(port, request, times, str(status).encode()) for _ in range(connections)))
    return connections * times / (time.perf_counter() - began)


async def first_header(port: int, path: str, headers: dict[str, str], name: str) -> str:
    """One header of one answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: localhost:{port}",
        *(f"{k}: {v}" for k, v in headers.items()),
        "",
        "",
    ]
    writer.write("\r\n".join(lines).encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    for line in head.split("\r\n"):
        key, _, value = line.partition(": ")
        if key.lower() == name:
            return value
    raise SystemExit(f"no {name} in {head}")
