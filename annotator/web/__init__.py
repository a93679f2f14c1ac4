"""The web application: everything around the labelling editor.

One concept = one blueprint = one module = one template folder = one test file, all of one name
(a test checks it; the file is `test_NAME.py`, or `test_NAME_page.py` where the name is taken).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, request
from flask_wtf import CSRFProtect

from annotator.keys import Keys
from annotator.settings import Settings
from annotator.web import (
    access,
    accounts,
    adjudication,
    agreement,
    annotator_differences,
    annotators,
    articles,
    charts,
    context,
    corpora,
    enough,
    error_pages,
    gamma,
    gateway,
    gold,
    groups,
    health,
    jobs,
    models,
    numbers,
    people,
    releases,
    report_files,
    schemes,
    security,
    studies,
    uploads,
    wording,
    work,
)
from annotator.web.edge.bodies import MAX_FORM_BYTES, body_limit

if TYPE_CHECKING:
    from annotator.labelstudio import LabelStudio

__all__ = ["create_app"]


BLUEPRINTS = (
    accounts.blueprint,
    studies.blueprint,
    annotators.blueprint,
    people.blueprint,
    articles.blueprint,
    uploads.blueprint,
    corpora.blueprint,
    schemes.blueprint,
    work.blueprint,
    agreement.blueprint,
    report_files.blueprint,
    adjudication.blueprint,
    annotator_differences.blueprint,
    groups.blueprint,
    enough.blueprint,
    gamma.blueprint,
    gold.blueprint,
    models.blueprint,
    charts.blueprint,
    releases.blueprint,
    jobs.blueprint,
    health.blueprint,
)


def create_app(
    settings: Settings,
    keys: Keys,
    labelstudio_url: str | Callable[[], str],
    labelstudio: LabelStudio | None = None,
) -> Flask:
    """The application of one installation. `labelstudio` is the administrator's client."""
    app = Flask(__name__, static_url_path="/assets")
    app.config.update(
        SECRET_KEY=keys.secret_key,
        SESSION_COOKIE_NAME="annotator_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.origin.startswith("https://"),
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # our files' addresses change with their content
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open overnight still works
        WTF_CSRF_SSL_STRICT=False,  # invitation pages send no Referer, on purpose
    )
    numbers.init_app(app)
    context.init_app(app, settings, keys, labelstudio_url, labelstudio)
    wording.init_app(app)
    security.init_app(app)
    error_pages.init_app(app)
    access.init_app(app)
    health.init_app(app)
    app.before_request(_limit_the_body)
    csrf = CSRFProtect(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    csrf.exempt(gateway.blueprint)  # Label Studio's page sends no token; the gateway checks Origin
    app.register_blueprint(gateway.blueprint, url_prefix=security.GATEWAY_PREFIX)
    return app


def _limit_the_body() -> None:
    """The same limits that the server in front sets before a body has come."""
    if not (request.endpoint or "").startswith("gateway."):  # it says more when it refuses
        request.max_content_length = body_limit(request.endpoint or "", context.get_settings())
