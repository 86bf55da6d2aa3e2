"""The same random examples in every run; the long tests ask for fresh ones themselves."""

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def no_width_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers are told how wide the terminal is that they were started from: not the tests."""
    monkeypatch.delenv("COLUMNS", raising=False)
