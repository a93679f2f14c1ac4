"""Annotated corpora: bring one, see what will come, and make a study of it in the background.

A file waits in the data folder, under a name nobody can guess, until it is confirmed or a day old.
"""

from __future__ import annotations

import re
import secrets
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.corpora.corpus import Corpus, Loss
from annotator.corpora.files import open_corpus
from annotator.corpora.fitting import fitted
from annotator.corpora.formats import CORPUS_FORMATS, read_corpus
from annotator.errors import CorpusError, InputError
from annotator.store import Store
from annotator.web.access import INSTALLERS, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.jobs import Ended, Progress, run_in_background
from annotator.workflow.importing import check_title, import_path, with_annotators
from annotator.workflow.studies import find_scheme, scheme_names

__all__ = ["blueprint"]

blueprint = Blueprint("corpora", __name__, url_prefix="/corpora")

_CHOSEN = ("title", "scheme", "format")
KEPT_SECONDS = 24 * 3600
SHOWN_LOSSES = 100  # kinds of them
SHOWN_ALIKE = 20  # of one kind
SHOWN_LABELS = 60
_TICKET = re.compile(r"[0-9a-f]{32}")
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")  # words quoted and numbers
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Preview:
    """What will come of a corpus."""

    documents: int
    marks: int
    relations: int
    annotators: Sequence[tuple[str, int]]  # name, documents
    models: Sequence[tuple[str, int]]  # whose predictions it brings, documents
    labels: Sequence[tuple[str, int]]  # label, marks
    questions: Sequence[tuple[str, str, int]]  # question, what it is about, answers
    losses: Sequence[Sequence[Loss]]  # those like each other together, the most first
    lost: int
    golds: int  # documents with gold beside the annotators' work
    text: str  # the beginning of the first document


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
            file.save(folder / name[-100:])
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
    """What will come, and what will not."""
    path = _waiting(ticket)
    scheme_name, file_format = request.args.get("scheme", ""), request.args.get("format", "")
    try:
        scheme = find_scheme(get_db(), scheme_name) if scheme_name else None
        name, corpus = read_corpus(open_corpus(path), file_format)
        corpus = with_annotators(corpus)
        found = preview_of(corpus if scheme is None else fitted(corpus, scheme))
    except InputError as error:
        flash(str(error), "error")
        chosen = urlencode({key: request.args.get(key, "") for key in _CHOSEN})
        return redirect(f"{url_for('corpora.bring')}?{chosen}")
    return render_template(
        "corpora/preview.html",
        ticket=ticket,
        file_name=path.name,
        format=name,
        format_title=CORPUS_FORMATS[name].title,
        found=found,
        shown_losses=found.losses[:SHOWN_LOSSES],
        shown_alike=SHOWN_ALIKE,
        shown_questions=SHOWN_LABELS,
        shown_labels=found.labels[:SHOWN_LABELS],
        scheme=scheme_name,
        title=request.args.get("title", "") or path.stem,
    )


@blueprint.post("/import/<ticket>/keep")
@open_to(INSTALLERS)
def keep(ticket: str) -> ResponseReturnValue:
    """Make the study, in the background."""
    path = _waiting(ticket)
    title, scheme = request.form.get("title", "").strip(), request.form.get("scheme", "")
    file_format = request.form.get("format", "")
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
        made = import_path(db, path, title, file_format=file_format, scheme_name=scheme,
                           progress=report)  # fmt: skip
        _remove(path.parent)
        return Ended(made.sentence, made.study_id)

    job = run_in_background("import", None, task)
    return redirect(url_for("jobs.show", job_id=job.id))


def preview_of(corpus: Corpus) -> Preview:
    documents = Counter(one.annotator for one in corpus.work)
    labels = Counter(span.label for one in corpus.work for span in one.spans)
    questions = Counter((answer.question, "marks" if answer.region else "documents")
                        for one in corpus.work for answer in one.answers)  # fmt: skip
    return Preview(
        documents=len(corpus.documents),
        marks=sum(len(one.spans) for one in corpus.work),
        relations=sum(len(one.relations) for one in corpus.work),
        annotators=sorted(documents.items()),
        models=sorted(Counter(one.annotator for one in corpus.predictions).items()),
        labels=sorted(labels.items(), key=lambda one: (-one[1], one[0])),
        questions=[(*question, count) for question, count in sorted(questions.items())],
        losses=alike(corpus.losses),
        lost=len(corpus.losses),
        golds=len(corpus.gold),
        text=corpus.documents[0].article.text[:400],
    )


def alike(losses: Sequence[Loss]) -> list[list[Loss]]:
    """Losses that differ in numbers and quoted words only together, the most first.

    >>> losses = [Loss("a", 1, "no 'x'"), Loss("a", 2, "bad"), Loss("b", 1, "no 'y'")]
    >>> [len(some) for some in alike(losses)]
    [2, 1]
    """
    found: dict[str, list[Loss]] = defaultdict(list)
    for one in losses:
        found[_PARTICULAR.sub("…", one.sentence)].append(one)
    return sorted(found.values(), key=len, reverse=True)


def _folder() -> Path:
    return get_settings().data_dir / "corpora"


def _waiting(ticket: str) -> Path:
    """The file that waits under this name; 404 for any other."""
    folder = _folder() / ticket
    files = sorted(folder.iterdir()) if _TICKET.fullmatch(ticket) and folder.is_dir() else []
    if not files:
        abort(404, "This corpus does not wait here (any more): bring it again.")
    return files[0]


def _remove_old() -> None:
    for folder in _folder().glob("*"):
        if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
            _remove(folder)


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
    folder.rmdir()
