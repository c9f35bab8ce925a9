"""The people of these tests, each with a phone of their own."""

import pytest
from playwright.sync_api import Page

from tests.offline.steps import phone_of
from tests.support.browser import NewPhone
from tests.support.line import Line


@pytest.fixture
def nan(line: Line, new_phone: NewPhone) -> Page:
    """Nan's phone, which keeps her pages; on the plan."""
    return phone_of("Nan", line, new_phone)
