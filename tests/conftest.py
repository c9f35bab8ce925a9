"""Loads the support that every test may ask for; each plugin says what it gives."""

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
