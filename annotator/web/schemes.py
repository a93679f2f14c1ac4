"""The codebooks: what may be marked, when, with examples; and bringing an own one."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator import schemes
from annotator.errors import SchemeError, StudyError
from annotator.models import Scheme
from annotator.reports.glance.published_figures import sentences_of
from annotator.store import load_scheme, load_schemes, load_studies, save_event
from annotator.store.records import SchemeRecord
from annotator.store.studies import parsed
from annotator.web.access import INSTALLERS, OVERSEERS, account, open_to, part_in
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.workflow.studies import save_own_scheme

__all__ = ["blueprint", "builtin", "own_schemes"]

blueprint = Blueprint("schemes", __name__, url_prefix="/schemes")

MAX_SCHEME_BYTES = 1024 * 1024


@blueprint.get("/")
@open_to(INSTALLERS)
def index() -> ResponseReturnValue:
    builtin_ones = [builtin(name) for name in schemes.builtin_names()]
    return render_template("schemes/index.html", builtin=builtin_ones, own=own_schemes())


@blueprint.get("/<name>")
@open_to(INSTALLERS)
def show(name: str) -> ResponseReturnValue:
    return _page(_builtin_or_404(name), kept=None)


@blueprint.get("/kept/<int:scheme_id>")
@open_to(OVERSEERS)
def show_kept(scheme_id: int) -> ResponseReturnValue:
    """A codebook as a study uses it, or one that was brought."""
    record = _kept_or_404(scheme_id)
    return _page(parsed(record), kept=record)


@blueprint.get("/<name>.yaml")
@open_to(INSTALLERS)
def download(name: str) -> ResponseReturnValue:
    """The source, to start an own codebook from."""
    return _file(_builtin_or_404(name).yaml, f"{name}.yaml")


@blueprint.get("/kept/<int:scheme_id>.yaml")
@open_to(OVERSEERS)
def download_kept(scheme_id: int) -> ResponseReturnValue:
    record = _kept_or_404(scheme_id)
    return _file(record.yaml, f"{record.name}.yaml")


@blueprint.post("/")
@open_to(INSTALLERS)
def bring() -> ResponseReturnValue:
    """Keep an own codebook (YAML) or Label Studio configuration (XML), or say what is wrong."""
    try:
        scheme = _read_upload()
        scheme_id = save_own_scheme(get_db(), scheme)
    except SchemeError as error:
        builtin_ones = [builtin(name) for name in schemes.builtin_names()]
        page = render_template(
            "schemes/index.html",
            builtin=builtin_ones,
            own=own_schemes(),
            problems=str(error).splitlines(),
        )
        return page, 400
    save_event(get_db(), "scheme brought", scheme.name, account_id=account().id)
    flash(f"The scheme {scheme.title} is kept. New studies can use it.", "success")
    if any(
        (one.name, one.version) == (scheme.name, scheme.version) and one.id != scheme_id
        for one in load_schemes(get_db())
    ):
        flash(
            f"There is a {scheme.name} version {scheme.version} with other content already. Give a "
            "changed scheme a new version, and bring it again: reports and releases tell them "
            "apart by it.",
            "warning",
        )
    return redirect(url_for("schemes.show_kept", scheme_id=scheme_id))


@lru_cache(maxsize=64)
def builtin(name: str) -> Scheme:
    """One of the codebooks that come with the tool."""
    return schemes.load_builtin(name)


def own_schemes() -> list[SchemeRecord]:
    """The newest version of each codebook that somebody brought."""
    names = set(schemes.builtin_names())
    newest = {one.name: one for one in load_schemes(get_db()) if one.name not in names}
    return sorted(newest.values(), key=lambda one: one.title.casefold())


def _read_upload() -> Scheme:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise SchemeError("No file was chosen. Choose a .yaml codebook or a Label Studio .xml.")
    name = PurePath(file.filename.replace("\\", "/")).name
    content = file.read(MAX_SCHEME_BYTES + 1)
    if len(content) > MAX_SCHEME_BYTES:
        raise SchemeError(f"{name}: a codebook has at most 1 MB; this file is larger.")
    stem, _, ending = name.rpartition(".")
    if ending.lower() in ("yaml", "yml"):
        problems = schemes.check_scheme(content, name)
        if problems:
            raise SchemeError("\n".join(problems))
        return schemes.load_scheme(content, name)
    if ending.lower() != "xml":
        raise SchemeError(f"{name}: expected a file ending in .yaml, .yml or .xml.")
    try:
        return schemes.scheme_from_labelstudio_xml(content.decode("utf-8-sig"), stem)
    except UnicodeDecodeError as error:
        raise SchemeError(f"{name}: the file is not UTF-8 text (byte {error.start}).") from error


def _page(scheme: Scheme, kept: SchemeRecord | None) -> str:
    return render_template(
        "schemes/show.html", scheme=scheme, kept=kept, colours=label_colours(scheme),
        published=sentences_of(scheme),
    )  # fmt: skip


def _builtin_or_404(name: str) -> Scheme:
    if name not in schemes.builtin_names():
        abort(404, f"There is no scheme {name!r}.")
    return builtin(name)


def _kept_or_404(scheme_id: int) -> SchemeRecord:
    try:
        found = load_scheme(get_db(), scheme_id)
    except StudyError as error:
        abort(404, str(error))
    theirs = any(one.scheme_id == scheme_id and part_in(one.id) for one in load_studies(get_db()))
    if not theirs and not account().is_manager:
        abort(403)
    return found


def _file(text: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(text, mimetype="application/yaml", headers={"Content-Disposition": disposition})
