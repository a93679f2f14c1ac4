"""Whether the tool is well, for programs that watch it: `/health`, `/ready`, `/metrics`."""

from annotator.web.health.blueprint import blueprint
from annotator.web.health.measured_requests import init_app

__all__ = ["blueprint", "init_app"]
