"""Models beside people: what they said, brought in and compared; annotators never see it."""

from annotator.web.models.blueprint import blueprint
from annotator.web.models.bringing import add, remove
from annotator.web.models.differing_page import passages
from annotator.web.models.show import show

__all__ = ["add", "blueprint", "passages", "remove", "show"]
