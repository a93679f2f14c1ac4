"""The sample study, made through the same path as real work.

Articles are loaded, three people are invited, the study is published, and each person's technical
account submits its annotations to Label Studio, from where they are collected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from annotator import store
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio, LabelStudioSession, submit_annotation
from annotator.sample import Sample, load_sample, to_result
from annotator.store.records import Annotator, Study
from annotator.workflow import loading, studies
from annotator.workflow.collecting import collect
from annotator.workflow.publishing import publish

MADE = "sample study made"  # the event that says it need not be made again
SEED = 2026
OVERLAP = 3


def ensure_sample(
    db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    *,
    progress: Callable[[str], object] = lambda words: None,
) -> None:
    """Make the sample study once; one that a manager removed stays removed.

    Killed in the middle, it is completed at the next start: every step may be repeated.
    """
    if store.has_event(db, MADE):
        return
    progress("Making the sample study: its articles ...")
    sample = load_sample()
    study = _study(db, sample)
    articles = store.save_articles(db, study.id, sample.articles)
    if any(one.is_new for one in articles):
        loading.add_articles(db, study.id, sample.articles)
    people = {name: _annotator(db, study, name) for name in sample.annotators}
    progress("Making the sample study: publishing ...")
    publish(db, labelstudio, keys, study.id, OVERLAP)
    collect(db, labelstudio, study.id)
    article_ids = [one.id for one in articles]
    for number, (name, annotator) in enumerate(people.items(), start=1):
        progress(f"Making the sample study: annotator {number} of {len(people)} works ...")
        _annotate(db, labelstudio, keys, sample, name, annotator, article_ids)
    collect(db, labelstudio, study.id)
    store.save_event(db, MADE, sample.title, study.id)


def _study(db: store.Store, sample: Sample) -> Study:
    for study in store.load_studies(db):
        if study.is_sample:
            return study
    return studies.create_study(db, sample.title, sample.scheme, seed=SEED, is_sample=True)


def _annotator(db: store.Store, study: Study, name: str) -> Annotator:
    """A person nobody can sign in as: there is no invitation, and the address goes nowhere."""
    email = f"{name.lower()}@sample.invalid"
    account = store.find_account(db, email) or store.create_account(
        db, email=email, role="annotator", name=f"{name} (sample)"
    )
    return store.add_annotator(db, study.id, account.id)


def _annotate(
    db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    sample: Sample,
    name: str,
    annotator: Annotator,
    article_ids: list[int],
) -> None:
    scheme = studies.find_scheme(db, sample.scheme)
    account = store.load_account(db, annotator.account_id)
    email = account.technical_email
    session = LabelStudioSession(labelstudio.url, email, keys.technical_password(email))
    for assignment in store.assignments_of_annotator(db, annotator.id):
        work = sample.work[name].get(article_ids.index(assignment.article_id))
        if work is None or store.annotations_of_assignment(db, assignment.id):
            continue
        seed = f"sample|{keys.secret_key}|{name}|{assignment.article_id}"
        submit_annotation(
            session,
            assignment.task_id or 0,
            result=to_result(work, scheme),
            lead_time=float(work.seconds),
            was_cancelled=work.skipped,
            # Sent again after a crash it is refused as known, not doubled.
            unique_id=hashlib.sha256(seed.encode()).hexdigest()[:32],
        )
