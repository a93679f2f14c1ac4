"""Pages as their readers see them: how a template is broken into lines makes no difference."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_BLOCK = (
    "html|head|body|header|main|nav|section|article|div|p|h[1-6]|ul|ol|li|dl|dt|dd|form|fieldset|"
    "table|caption|thead|tbody|tr|th|td|figure|figcaption|details|summary|select|optgroup|option|"
    "label|button|textarea"
)
_AROUND_BLOCKS = re.compile(rf"\s+(?=</?(?:{_BLOCK})\b)|(</?(?:{_BLOCK})\b[^>]*>)\s+")


def as_read(html: str) -> str:
    """A page in one line, without the space that a browser does not show.

    >>> as_read("<p>\\n  1 of\\n  3 <em>articles</em>\\n</p>")
    '<p>1 of 3 <em>articles</em></p>'
    """
    return re.sub(r"\s+", " ", _AROUND_BLOCKS.sub(lambda found: found[1] or "", html))


class Browser(FlaskClient):
    """A test client whose HTML answers have as their `.text` the page as it is read."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        answer = super().open(*args, **options)
        if answer.mimetype == "text/html":
            answer.text = as_read(answer.get_data(as_text=True))
        return answer


def browsed(app: Flask) -> Flask:
    """The application, its test clients being browsers as above."""
    app.test_client_class = Browser
    return app
