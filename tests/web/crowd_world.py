"""The world of `pages_world` with a second study: 4 annotators, 24 articles, two groups of mind."""

from __future__ import annotations

from dataclasses import dataclass

from pages_world import World, publish_without_labelstudio

from annotator import store
from annotator.models import Annotation, Answer, Article, Span, State
from annotator.store.annotation_rows import Incoming
from annotator.workflow.studies import create_study

SENTENCE = "The brazen council met again. Critics say the plan is a disgrace to the town."
LOADED = ("loaded_language", "brazen")
CLAIM = ("unattributed_claim", "Critics say the plan")
ARTICLES = 24
WHO = ("cleo", "dora", "emil", "fay")  # A01 to A04


@dataclass(frozen=True)
class Crowd:
    """cleo and dora mark both passages everywhere; emil and fay a different label and half."""

    study_id: int
    annotators: tuple[str, ...]

    def address(self, page: str) -> str:
        return f"/studies/{self.study_id}/agreement/{page}"


def make_crowd(world: World) -> Crowd:
    db = world.open_store()
    study = create_study(db, "Council of Marl", "framing", seed=3)
    texts = [Article(f"Council {n}", f"{SENTENCE} Part {n}.") for n in range(ARTICLES)]
    articles = [one.id for one in store.save_articles(db, study.id, texts)]
    people = []
    for name in WHO:
        account = store.create_account(db, email=f"{name}@example.org", role="annotator")
        people.append(store.add_annotator(db, study.id, account.id))
    ids = [one.id for one in people]
    publish_without_labelstudio(db, study.id, ids, articles)
    place = {
        (one.annotator_id, one.article_id): one.id for one in store.load_assignments(db, study.id)
    }
    incoming = []
    for n, article in enumerate(articles):
        for who, annotator in enumerate(ids):
            at = place[annotator, article]
            found = _annotation(at, n, who)
            incoming.append(Incoming(at, study.scheme_id, found))
    store.save_annotations(db, incoming, "collect")
    db.close()
    return Crowd(study.id, tuple(one.pseudonym for one in people))


def _annotation(number: int, n: int, who: int) -> Annotation:
    marks = [LOADED, CLAIM]
    if who >= 2:
        marks = [("name_calling", "brazen"), CLAIM][n % 2 :]
        if who == 3 and n % 3 == 0:
            marks = [LOADED]
    spans = []
    for place, (label, words) in enumerate(marks):
        start = SENTENCE.index(words)
        end = start + len(words)
        spans.append(Span(f"r{place}", label, start, end, start, end, words))
    frame = ("political", "economic")[n % 2] if who < 2 or n % 4 else "morality"
    at = f"2026-02-{1 + n:02d}T1{who}:00:00.000000Z"
    return Annotation(
        9000 + number, 1000 + number, State.SUBMITTED, at, at, 60.0, tuple(spans),
        (Answer("primary_frame", frame),), (), raw="{}",
    )  # fmt: skip
