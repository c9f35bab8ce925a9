"""How long generated worlds and walks go on: briefly in `make test`, long with HYPOTHESIS_PROFILE=deep (a soak)."""

import os

from hypothesis import HealthCheck, Phase, settings

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


def bounded(examples: int, steps: int = 50) -> settings:
    """That many examples of that many steps; twenty times as many, each twice as long, when asked to go deep."""
    return settings(
        max_examples=examples * (20 if DEEP else 1),
        stateful_step_count=steps * (2 if DEEP else 1),
        deadline=None,
        # Making a found walk shorter takes minutes: worth it when somebody soaks, not in every run.
        phases=[phase for phase in Phase if DEEP or phase not in {Phase.shrink, Phase.explain}],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
