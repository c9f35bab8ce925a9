"""Three phones at once against a server that dies and workers that are stopped. `make stress` does it for longer."""

import time
from random import Random

import pytest

from tests.offline.steps import phone_of
from tests.offline.stressing import Stress
from tests.support.browser import NewPhone
from tests.support.lines import NewLine

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMES = ("Nan", "Mum", "Jo")
EACH, KILLS = 10, 3


def test_what_three_phones_write_while_the_server_is_killed_is_kept_once_each(
    new_line: NewLine, new_phone: NewPhone
) -> None:
    seed = int(time.time())
    print(f"seed {seed}")
    line = new_line()
    phones = {name: phone_of(name, line, new_phone) for name in NAMES}
    outcome = Stress(line, phones, Random(seed)).run(EACH, KILLS)
    print(outcome)
    assert outcome.written == EACH * len(NAMES)
    assert outcome.kills == KILLS
    assert outcome.is_good(), outcome
