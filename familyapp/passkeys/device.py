"""What a phone or computer is called in a list, in plain words; never a fingerprint of it."""

DEVICES = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows computer"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux computer"),
)
UNKNOWN = "Phone or computer"


def device_called(user_agent: str) -> str:
    """A few plain words from the User-Agent, such as "Android phone". The whole of it is not kept."""
    if "Android" in user_agent:
        # Android browsers say "Mobile" on phones only.
        return "Android phone" if "Mobile" in user_agent else "Android tablet"
    return next((words for mark, words in DEVICES if mark in user_agent), UNKNOWN)
