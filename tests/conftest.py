"""Hypothesis profiles: `dev` is quick, `ci` finds the same examples every time, `thorough` is for a night.

Choose with --hypothesis-profile=NAME; without it, `ci` where the environment variable CI is set and `dev` elsewhere.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Two engines and a brute-force twin run in one example: slow is no defect there, and no deadline is fair on a loaded machine.
_PATIENT = [HealthCheck.too_slow]

settings.register_profile("dev", max_examples=25, deadline=None, suppress_health_check=_PATIENT)
settings.register_profile(
    "ci", max_examples=60, deadline=None, derandomize=True, database=None, print_blob=True, suppress_health_check=_PATIENT
)
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=_PATIENT)
settings.load_profile("ci" if os.environ.get("CI") else "dev")
