"""What a phone is called in its person's list."""

import pytest

from familyapp.passkeys.device import device_called


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/150.0 Mobile Safari/537.36", "Android phone"),
        ("Mozilla/5.0 (Linux; Android 16; SM-X910) Chrome/150.0 Safari/537.36", "Android tablet"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148", "iPhone"),
        ("Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X)", "iPad"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Windows computer"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "Mac"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0)", "Chromebook"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux computer"),
        ("", "Phone or computer"),
        ("<script>alert(1)</script>", "Phone or computer"),
    ],
)
def test_a_phone_has_a_plain_name(user_agent: str, words: str) -> None:
    assert device_called(user_agent) == words
