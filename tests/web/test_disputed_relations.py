"""Relations that annotators drew differently, with their words, on the report's page."""

from __future__ import annotations

from pages_world import MANAGER, World, publish_without_labelstudio

from annotator import store
from annotator.models import Annotation, Article, Relation, Span, State
from annotator.store.annotation_rows import Incoming
from annotator.workflow.studies import create_study

TEXT = "The board said on Monday that the bridge is safe."
MARKS = (("Source", "The board"), ("Cue", "said"), ("Content", "the bridge is safe"))


def test_a_disputed_relation_is_shown_by_its_words_and_who_drew_it(world: World) -> None:
    db = world.open_store()
    study = create_study(db, "Who said it", "attribution", seed=3)
    (article,) = store.save_articles(db, study.id, [Article("Bridge <safe>", TEXT)])
    people = []
    for name in ("cleo", "dora"):
        account = store.create_account(db, email=f"{name}@example.org", role="annotator")
        people.append(store.add_annotator(db, study.id, account.id).id)
    publish_without_labelstudio(db, study.id, people, [article.id])
    spans = tuple(
        Span(f"r{n}", label, at, at + len(words), at, at + len(words), words)
        for n, (label, words) in enumerate(MARKS)
        for at in [TEXT.index(words)]
    )
    incoming = []
    for one in store.load_assignments(db, study.id):
        drawn = (Relation("r2", "r0", "Content_to_Source"),) * (one.annotator_id == people[0])
        stamp = "2026-02-01T10:00:00.000000Z"
        annotation = Annotation(
            9000 + one.id, 1000 + one.id, State.SUBMITTED, stamp, stamp, 60.0, spans, (), drawn,
            raw="{}",
        )  # fmt: skip
        incoming.append(Incoming(one.id, study.scheme_id, annotation))
    store.save_annotations(db, incoming, "collect")
    db.close()
    client = world.client(MANAGER)
    page = client.get(f"/studies/{study.id}/agreement/").text
    said = " ".join(page[page.index('id="disputed-relations"') :].split())
    assert '<q dir="auto">the bridge is safe</q> → <q dir="auto">The board</q>' in said
    assert "Content to source, in <a" in said
    assert "Bridge &lt;safe&gt;" in said
    assert "Drawn by A01; others did not connect the two marks." in said
    assert f"/studies/{study.id}/agreement/tables/relations.csv" in page
    csv = client.get(f"/studies/{study.id}/agreement/tables/relations.csv").text
    assert csv.splitlines()[1].startswith(f"{article.id},Content_to_Source,30,48,0,9,A01,missed")
