"""Downloads of a study, and the page on which a release is looked at before it is made."""

from annotator.web.releases.blueprint import blueprint
from annotator.web.releases.release import release_page

__all__ = ["blueprint", "release_page"]
