"""The street of the access tests, for whoever looks at papers there."""

from tests.access.street import quiet_street

__all__ = ["quiet_street"]
