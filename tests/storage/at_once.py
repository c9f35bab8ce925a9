"""Several people in the same moment."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

Answer = TypeVar("Answer")


def at_once(acts: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Does all acts at the same moment, each in a thread of its own; returns their answers in the order of the acts.

    An act that fails fails the test, after all have ended.
    """
    start = threading.Barrier(len(acts))
    answers: dict[int, Answer] = {}
    faults: list[BaseException] = []

    def act(number: int) -> None:
        start.wait(30)
        try:
            answers[number] = acts[number]()
        except BaseException as fault:  # noqa: BLE001  handed on below
            faults.append(fault)

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return [answers[number] for number in range(len(acts))]
