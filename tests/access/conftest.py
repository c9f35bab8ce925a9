"""The circle that every test of this room may ask for."""

from tests.access.circle import circle, small_circle

__all__ = ["circle", "small_circle"]
