"""Loads the support that every test may ask for; each plugin says what it gives.

It also puts the tests in order: the long ones first, so that at the end no core waits for one of them alone.
"""

import gc

import pytest

pytest_plugins = [
    "tests.support.asking",
    "tests.support.storage",
    "tests.support.postgres",
    "tests.support.server",
    "tests.support.lines",
    "tests.support.browser",
    "tests.support.pocket",
    "tests.support.house",
    "tests.support.permitted",
    "tests.support.authority",
    "tests.support.push_service",
    "tests.support.sender",
    "tests.support.smtp_server",
    "tests.support.notify_service",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever is marked as slow goes first; all others keep their order."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is there by now stays until the end: to look through it for garbage again and again takes a tenth."""
    gc.collect()
    gc.freeze()
