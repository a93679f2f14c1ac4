"""The sample study straight in a store: no Label Studio, the same ids and times every time."""

from __future__ import annotations

from annotator import schemes, store
from annotator.adjudication import Rules, parse_rule
from annotator.labelstudio.results import read_annotation
from annotator.sample import load_sample, to_result
from annotator.store.adjudication import Settler
from annotator.store.annotation_rows import Incoming
from annotator.workflow.adjudication.settling import apply_rules

SEED = 2026


def put_sample(db: store.Store, *, settled: bool = False) -> int:
    """The study's id. `settled`: the majority's marks are gold."""
    sample = load_sample()
    scheme = schemes.load_builtin(sample.scheme)
    scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
    study = store.create_study(db, title=sample.title, scheme_id=scheme_id, seed=SEED)
    saved = store.save_articles(db, study, sample.articles)
    people = []
    for name in sample.annotators:
        email = f"{name.lower()}@sample.invalid"
        account = store.create_account(db, email=email, role="annotator", name=f"{name} (sample)")
        people.append(store.add_annotator(db, study, account.id))
    for person in people:
        places = [(one.id, person.id, place) for place, one in enumerate(saved)]
        store.save_assignments(db, study, places)
    numbers = {one.id: one for one in store.load_assignments(db, study)}
    incoming = []
    for number, (name, person) in enumerate(zip(sample.annotators, people, strict=True)):
        for assignment in numbers.values():
            if assignment.annotator_id != person.id:
                continue
            place = [one.id for one in saved].index(assignment.article_id)
            work = sample.work[name].get(place)
            if work is None:
                continue
            moment = f"2026-03-{place + 1:02d}T{9 + number:02d}:00:00.000000Z"
            raw = {
                "id": assignment.id, "task": assignment.id, "result": to_result(work, scheme),
                "was_cancelled": work.skipped, "lead_time": float(work.seconds),
                "created_at": moment, "updated_at": moment,
            }  # fmt: skip
            text = sample.articles[place].text
            incoming.append(Incoming(assignment.id, scheme_id, read_annotation(raw, text, scheme)))
    store.save_annotations(db, incoming, "collect")
    store.set_published(db, study, len(people))
    if settled:
        apply_rules(db, study, Rules(parse_rule("majority")), Settler())
    return study
