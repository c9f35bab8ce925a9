"""Scripts and styles without what only people read: comments and space."""

import re

try:
    from rjsmin import jsmin
except ImportError:
    # It is brought for Linux alone (pyproject.toml); elsewhere scripts travel as they were written.
    jsmin = str


def minified_script(script: str) -> str:
    """The same script in fewer bytes; nothing is renamed, and lines stay lines where that may matter.

    One template literal inside another comes out changed: our scripts have none (tests/offline_serving looks).
    """
    return str(jsmin(script))


def minified_style(style: str) -> str:
    """The same style sheet without comments and indentation. More would spare a fiftieth, and need a library."""
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)).strip() + "\n"
