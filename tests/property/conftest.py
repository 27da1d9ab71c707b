"""How hard properties are tried: HYPOTHESIS_PROFILE=deep looks twenty times as long."""

import os

from hypothesis import HealthCheck, settings

SLOW_IS_FINE = [HealthCheck.too_slow]

settings.register_profile(
    "quick", max_examples=25, deadline=None, suppress_health_check=SLOW_IS_FINE
)
settings.register_profile(
    "deep", max_examples=500, deadline=None, suppress_health_check=SLOW_IS_FINE
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
