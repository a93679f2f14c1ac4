"""Annotated corpora: bring one, see what will come, and make a study of it in the background.

A file waits in the data folder, under a name nobody can guess, until it is confirmed or a day old.
What will come of a large one is found out in a process of its own, while the page shows a bar; its
study is made in one, too.
"""

from __future__ import annotations

import re
import secrets
import shutil
import threading
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from annotator.corpora.formats import CORPUS_FORMATS
from annotator.errors import CorpusError, InputError
from annotator.store import Store, load_job
from annotator.store.records import Job
from annotator.web.access import INSTALLERS, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.jobs import Ended, Progress, run_in_background
from annotator.workflow.importing import check_title
from annotator.workflow.studies import scheme_names
from annotator.workflow.waiting import waits_too_long
from annotator.workflow.waiting.corpus import SeenCorpus, WaitingCorpus
from annotator.workflow.waiting.study_of_corpus import make_study

__all__ = ["blueprint"]

blueprint = Blueprint("corpora", __name__, url_prefix="/corpora")

_CHOSEN = ("title", "scheme", "format")
KEPT_SECONDS = 24 * 3600
SHOWN_LABELS = 60
_TICKET = re.compile(r"[0-9a-f]{32}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_JOBS = "annotator.corpora.jobs"  # that read a corpus, by where they keep what they find

_starting = threading.Lock()  # two looks at once begin one job


@blueprint.route("/import", methods=["GET", "POST"])
@open_to(INSTALLERS)
def bring() -> ResponseReturnValue:
    if request.method == "POST":
        file = request.files.get("corpus")
        if file is None or not file.filename:
            flash("Choose a file: an archive (.zip) of the corpus's folder, or its one file.",
                  "error")  # fmt: skip
        else:
            ticket = secrets.token_hex(16)
            folder = _folder() / ticket
            folder.mkdir(parents=True, mode=0o700)
            name = _UNSAFE.sub("-", Path(file.filename).name).lstrip(".-") or "corpus"
            try:
                file.save(folder / name[-100:])
            except OSError:
                shutil.rmtree(folder, ignore_errors=True)  # half of it takes up room for nothing
                raise
            chosen = {key: request.form.get(key, "") for key in _CHOSEN}
            place = url_for("corpora.preview", ticket=ticket)
            return redirect(f"{place}?{urlencode(chosen)}")
    _remove_old()
    return render_template(
        "corpora/bring.html", formats=CORPUS_FORMATS, schemes=scheme_names(get_db())
    )


@blueprint.get("/import/<ticket>")
@open_to(INSTALLERS)
def preview(ticket: str) -> ResponseReturnValue:
    """What will come, and what will not; while a large corpus is read, how far that is."""
    chosen = {key: request.args.get(key, "") for key in _CHOSEN}
    waiting = WaitingCorpus(_waiting(ticket), chosen["format"], chosen["scheme"])
    here = f"{url_for('corpora.preview', ticket=ticket)}?{urlencode(chosen)}"
    seen: SeenCorpus | Job | None = waiting.find_seen(get_db())
    if seen is None:
        seen = waiting.see(get_db()) if waiting.is_small else _read_in_background(waiting)
    if isinstance(seen, Job):
        if request.args.get("again"):
            return redirect(here)
        return render_template(
            "corpora/reading.html", job=seen, file_name=waiting.path.name, here=here
        )
    if seen.preview is None:
        flash(seen.refused, "error")
        return redirect(f"{url_for('corpora.bring')}?{urlencode(chosen)}")
    return render_template(
        "corpora/preview.html",
        ticket=ticket,
        file_name=waiting.path.name,
        format_title=CORPUS_FORMATS[seen.preview.format].title,
        found=seen.preview,
        shown_questions=SHOWN_LABELS,
        shown_labels=seen.preview.labels[:SHOWN_LABELS],
        scheme=chosen["scheme"],
        title=chosen["title"] or waiting.path.stem,
    )


@blueprint.post("/import/<ticket>/keep")
@open_to(INSTALLERS)
def keep(ticket: str) -> ResponseReturnValue:
    """Make the study, in the background."""
    title, scheme = request.form.get("title", "").strip(), request.form.get("scheme", "")
    file_format = request.form.get("format", "")
    waiting = WaitingCorpus(_waiting(ticket), file_format, scheme)
    try:
        if not title:
            raise CorpusError("A study needs a title; none was given.")
        check_title(get_db(), title)
    except InputError as error:
        flash(str(error), "error")
        back = url_for("corpora.preview", ticket=ticket, title=title, scheme=scheme,
                       format=file_format)  # fmt: skip
        return redirect(back)

    def task(db: Store, report: Progress) -> Ended:
        made = make_study(db, waiting, title, report)
        shutil.rmtree(waiting.path.parent, ignore_errors=True)
        return Ended(made.sentence, made.id)

    job = run_in_background("import", None, task)
    return redirect(url_for("jobs.show", job_id=job.id))


def _read_in_background(waiting: WaitingCorpus) -> Job | SeenCorpus:
    """The job that reads it, begun once; what was found where it has just ended. One that ended
    with an error is begun again only when that is asked for."""
    db = get_db()
    jobs: dict[Path, int] = current_app.extensions.setdefault(_JOBS, {})

    def task(db: Store, report: Progress) -> str:
        waiting.see_in_process(db, report)
        return "What will come of it is there."

    with _starting:
        place = waiting.kept_at(db)
        job = load_job(db, jobs[place]) if place in jobs else None
        seen = waiting.find_seen(db)
        if seen is not None:
            return seen
        if job is None or job.state == "done" or (
            job.state == "failed" and request.args.get("again")
        ):  # fmt: skip
            job = run_in_background("corpus", None, task)
            jobs[place] = job.id
        return job


def _folder() -> Path:
    return get_settings().data_dir / "corpora"


def _waiting(ticket: str) -> Path:
    """The file that waits under this name; 404 for any other. What is hidden beside it is ours."""
    folder = _folder() / ticket
    files = sorted(folder.iterdir()) if _TICKET.fullmatch(ticket) and folder.is_dir() else []
    files = [one for one in files if not one.name.startswith(".")]
    if not files:
        abort(404, "This corpus does not wait here (any more): bring it again.")
    return files[0]


def _remove_old() -> None:
    """By when the file came: what is found out about it later keeps it no longer."""
    for folder in _folder().glob("*"):
        with suppress(FileNotFoundError):  # somebody else removes it now
            came = min(one.stat().st_mtime for one in (folder, *folder.iterdir()))
            if waits_too_long(came, KEPT_SECONDS):
                shutil.rmtree(folder, ignore_errors=True)
