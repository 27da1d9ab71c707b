"""What the calculators' tests ask for by name."""

from tests.e2e.calculating import provide_calculate, provide_run_command

__all__ = ["provide_calculate", "provide_run_command"]
