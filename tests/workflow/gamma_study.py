"""A study with invented marks of three annotators, written straight into a store."""

from __future__ import annotations

import random
from pathlib import Path

from annotator import schemes, store
from annotator.models import Annotation, Article, Span, State
from annotator.store import Incoming

TEXT = "The council said that the old bridge, a danger to everybody, must close on Monday. " * 4


class GammaStudy:
    """`articles` with marks of `people`; the last article was opened by one person only."""

    def __init__(self, database: Path, articles: int = 4, people: int = 3) -> None:
        self.database = database
        self.db = store.open_store(database)
        self.scheme = schemes.load_builtin("framing")
        self.scheme_id = store.save_scheme(self.db, self.scheme, schemes.to_xml(self.scheme))
        self.study = store.create_study(self.db, title="Bridge", scheme_id=self.scheme_id, seed=3)
        texts = [Article(f"Report {n}", f"{TEXT}{n}.") for n in range(articles)]
        self.articles = [one.id for one in store.save_articles(self.db, self.study, texts)]
        self.people = []
        for n in range(people):
            account = store.create_account(self.db, email=f"p{n}@example.org", role="annotator")
            self.people.append(store.add_annotator(self.db, self.study, account.id).id)
        plan = [(a, p, 0) for a in self.articles for p in self.people]
        store.save_assignments(self.db, self.study, plan)
        self.version = 0
        rng = random.Random(5)
        for article in range(articles):
            for person in range(people if article < articles - 1 else 1):
                self.write(article, person, *self.some_marks(rng))

    def some_marks(self, rng: random.Random) -> list[tuple[str, int, int]]:
        keys = self.scheme.label_keys[:3]
        starts = sorted(rng.sample(range(5, 280, 6), 6))
        return [
            (rng.choice(keys), at, at + rng.randint(4, 30)) for at in starts if rng.random() < 0.8
        ]

    def write(
        self, article: int, person: int, *marks: tuple[str, int, int],
        state: State = State.SUBMITTED,
    ) -> None:  # fmt: skip
        """Save, or replace, one annotation."""
        self.version += 1
        moment = f"2026-01-01T00:{self.version // 60:02d}:{self.version % 60:02d}Z"
        where = next(
            one.id
            for one in store.load_assignments(self.db, self.study)
            if (one.article_id, one.annotator_id) == (self.articles[article], self.people[person])
        )
        text = store.load_article(self.db, self.articles[article]).article.text
        spans = tuple(
            Span(f"r{n}", label, start, end, start, end, text[start:end])
            for n, (label, start, end) in enumerate(marks)
        )
        annotation = Annotation(
            where, where, state, moment, moment, None, spans, (), (), raw=f"{self.version}"
        )
        store.save_annotations(self.db, [Incoming(where, self.scheme_id, annotation)], "test")
