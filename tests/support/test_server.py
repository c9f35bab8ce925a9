"""The support itself: a server that is killed comes back on the same port with the same data."""

import httpx

from tests.support.server import NewServer


def test_a_killed_server_comes_back(new_server: NewServer) -> None:
    server = new_server("demo")
    first = server.pid
    server.kill()
    server.start()
    assert server.pid != first
    assert httpx.get(f"{server.address}/health", trust_env=False).is_success
