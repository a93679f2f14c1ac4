"""The pages of a study's agreement that everybody looks at first: report and disputed passages."""

from annotator.web.agreement.blueprint import blueprint
from annotator.web.agreement.labels_page import labels
from annotator.web.agreement.method_page import method
from annotator.web.agreement.newest import newest
from annotator.web.agreement.passages_page import passages
from annotator.web.agreement.profile_page import profile
from annotator.web.agreement.report_page import show, state
from annotator.web.agreement.shown_words import KINDS, MEASURES

__all__ = [
    "KINDS",
    "MEASURES",
    "blueprint",
    "labels",
    "method",
    "newest",
    "passages",
    "profile",
    "show",
    "state",
]
