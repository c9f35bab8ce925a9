"""Which certificates are believed: those that this machine believes, or those in SSL_CERT_FILE."""

import os
import ssl
from functools import lru_cache


def trust(speaking: str) -> ssl.SSLContext:
    """What believes them, one for each way of speaking: who speaks sets it up for itself.

    Reading a machine's hundred and more authorities takes as long as sending a message; it is done once.
    """
    return _trust(speaking, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@lru_cache(maxsize=8)
def _trust(_speaking: str, _file: str | None, _folder: str | None) -> ssl.SSLContext:
    return ssl.create_default_context()
