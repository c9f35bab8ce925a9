"""The meetings' doors to the street."""

from familyapp.meetings.pages.arranging import routes

__all__ = ["routes"]
