"""What comes of settling: each annotator against the gold; renewing and confirming it."""

from annotator.web.gold.blueprint import blueprint
from annotator.web.gold.choices import answers_page, choices_page
from annotator.web.gold.renewal import confirm_page, renewal_page
from annotator.web.gold.report import report_page

__all__ = [
    "answers_page",
    "blueprint",
    "choices_page",
    "confirm_page",
    "renewal_page",
    "report_page",
]
