"""The drawing library for charts, from the packages installed here: no network is needed."""

from __future__ import annotations

import threading
from importlib.metadata import version
from pathlib import Path

import vl_convert
from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from annotator.web.access import OVERSEERS, open_to
from annotator.web.context import get_settings
from annotator.whole_file import replacing

__all__ = ["blueprint"]

blueprint = Blueprint("charts", __name__, url_prefix="/charts")

_making = threading.Lock()


@blueprint.get("/vega.js")
@open_to(OVERSEERS)
def vega() -> ResponseReturnValue:
    """Vega, Vega-Lite and vegaEmbed as one script."""
    path = _bundle(get_settings().data_dir / "cache")
    answer = send_file(path, mimetype="text/javascript", max_age=86_400)
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def _bundle(folder: Path) -> Path:
    """The script's file; making it takes a second or two, so it is made once a version."""
    path = folder / f"vega-{version('vl-convert-python')}.js"
    with _making:
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            with replacing(path) as part:
                part.write_text(vl_convert.javascript_bundle(), "utf-8")  # type: ignore[call-arg]
    return path
