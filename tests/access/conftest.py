"""The circle and the street that every test of this room may ask for."""

from tests.access.circle import circle, small_circle
from tests.access.street import quiet_street, street

__all__ = ["circle", "quiet_street", "small_circle", "street"]
