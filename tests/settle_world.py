"""A small study with submitted work, straight in the store: no Label Studio is needed to settle."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator import store
from annotator.models import Annotation, Answer, Article, Relation, Span, State
from annotator.store.annotation_rows import Incoming
from annotator.store.records import Study
from annotator.workflow.studies import create_study

TEXT = (
    "The brazen vote came after ten minutes 🌉 of debate. Critics say the mayor had long made up "
    "her mind.\n\nThe regime at the town hall slammed the protest as a stunt. It is believed that "
    "more closures will follow."
)
LOADED, CLAIM, VAGUE, NAME = (
    "loaded_language", "unattributed_claim", "vague_attribution", "name_calling",
)  # fmt: skip

Mark = tuple[str, str]  # label and passage


@dataclass
class SettleStudy:
    """Annotators are numbered from 0; articles too."""

    db: store.Store
    study: Study
    article_ids: list[int]
    annotator_ids: list[int]
    texts: list[str]
    turns: dict[tuple[int, int], int] = field(default_factory=dict)

    def submit(
        self,
        who: int,
        marks: Sequence[Mark],
        *,
        article: int = 0,
        answers: Mapping[str, str] | None = None,
        attributes: Mapping[int, Mapping[str, str]] | None = None,
        relations: Sequence[tuple[int, int]] = (),
        state: State = State.SUBMITTED,
    ) -> None:
        """Submit (again: a later version). `attributes` and `relations` name marks by place."""
        assignment = self.assignment(who, article)
        turn = self.turns[who, article] = self.turns.get((who, article), 0) + 1
        text = self.texts[article]
        spans = []
        for number, (label, passage) in enumerate(marks):
            start = text.index(passage)
            end = start + len(passage)
            spans.append(
                Span(f"{label}-{passage}-{number}", label, start, end, start, end, passage)
            )
        given = [_answer(key, value) for key, value in (answers or {}).items()]
        for place, asked in (attributes or {}).items():
            given += [_answer(key, value, spans[place].region) for key, value in asked.items()]
        links = tuple(Relation(spans[a].region, spans[b].region, "") for a, b in relations)
        content = [state.value, list(map(str, spans)), list(map(str, given)), list(map(str, links))]
        annotation = Annotation(
            labelstudio_id=5000 + assignment,
            task_id=1000 + assignment,
            state=state,
            updated_at=f"2026-11-24T08:00:{turn:02d}.000000Z",
            created_at="2026-11-24T07:59:00.000000Z",
            lead_time=61.5,
            spans=tuple(spans),
            answers=tuple(given),
            relations=links,
            raw=json.dumps({"result": content}),
        )
        store.save_annotations(
            self.db, [Incoming(assignment, self.study.scheme_id, annotation)], "collect"
        )

    def assignment(self, who: int, article: int) -> int:
        given = store.assignments_of_annotator(self.db, self.annotator_ids[who])
        return next(one.id for one in given if one.article_id == self.article_ids[article])

    def gold(self) -> list[tuple[str, str, str]]:
        """Label, text and provenance of every gold mark, as Datasette shows them."""
        rows = self.db.execute("SELECT label, text, how FROM gold_table ORDER BY article_id, start")
        return [tuple(row) for row in rows.fetchall()]

    def allow_alternatives(self) -> None:
        """The codebook lets adjudicators keep two marks as equally acceptable."""
        self.db.execute("UPDATE schemes SET yaml = 'alternatives: true\n' || yaml")
        self.db.conn.commit()

    def count(self, table: str) -> int:
        return int(self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def make_study(
    db: store.Store,
    *,
    people: int = 3,
    texts: Sequence[str] = (TEXT,),
    scheme: str = "framing",
    title: str = "Bridges of Marl",
) -> SettleStudy:
    """A published study in which everybody has every article and nothing is submitted."""
    study = create_study(db, title, scheme, seed=7)
    saved = store.save_articles(
        db, study.id, [Article(f"Article {n}", text) for n, text in enumerate(texts)]
    )
    article_ids = [one.id for one in saved]
    annotators = []
    for number in range(people):
        account = store.create_account(
            db, email=f"{title.split()[0].lower()}{number}@example.org", role="annotator",
            name=f"Person {number}",
        )  # fmt: skip
        annotators.append(store.add_annotator(db, study.id, account.id).id)
        store.save_assignments(
            db, study.id, [(one, annotators[-1], n) for n, one in enumerate(article_ids)]
        )
    store.set_task_ids(db, {one.id: 1000 + one.id for one in store.load_assignments(db, study.id)})
    store.set_published(db, study.id, people)
    return SettleStudy(db, store.load_study(db, study.id), article_ids, annotators, list(texts))


def _answer(key: str, value: str, region: str = "") -> Answer:
    ordered = {"mild": 1.0, "clear": 2.0, "strong": 3.0, "no": 1.0, "partly": 2.0, "yes": 3.0}
    return Answer(key, value, ordered.get(value), region)
