"""What comes of settling: each annotator against the gold, and who settled how much."""

from annotator.web.gold.blueprint import blueprint
from annotator.web.gold.report import report_page

__all__ = ["blueprint", "report_page"]
