"""What the calculators' and the pages' tests ask for by name."""

from tests.e2e.browsing import provide_browser, provide_complaints, provide_page, provide_site
from tests.e2e.calculating import provide_calculate, provide_run_command
from tests.e2e.entering import provide_house

__all__ = [
    "provide_browser",
    "provide_calculate",
    "provide_complaints",
    "provide_house",
    "provide_page",
    "provide_run_command",
    "provide_site",
]
