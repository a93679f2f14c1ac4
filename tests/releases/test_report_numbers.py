"""The pages show the engine's own numbers: of the sample study, and of a corpus of six annotators.

Every built-in codebook that asks something of marks shows it.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from said_of_numbers import leads_nowhere, unsaid
from sample_study import put_sample

from annotator import store
from annotator.adjudication import Rules, parse_rule
from annotator.agreement.measure import Measure
from annotator.corpora.corpus import AnnotatedSpan, Corpus, Document, Work
from annotator.keys import load_keys
from annotator.models import Answer, Article, Kind, Relation, Scheme
from annotator.schemes import builtin_names, load_builtin
from annotator.settings import Settings
from annotator.store.adjudication import Settler
from annotator.store.models.records import AboutModel
from annotator.web import create_app
from annotator.workflow.adjudication.settling import apply_rules
from annotator.workflow.agreeing import study_report
from annotator.workflow.grouping import set_groups
from annotator.workflow.importing import import_corpus
from annotator.workflow.inviting import create_manager
from annotator.workflow.models.adding import add_models

SIX = tuple(f"person {n}" for n in range(1, 7))
WORDS = "the council met again and nobody in the harbour said a word of it"
PAGES = (
    "", "labels/", "profile/", "profile/?by=date", "profile/?by=article", "annotators/", "groups/",
    "enough/", "enough/?measure=f1_overlap", "method/", "../gold/", "../models/",
)  # fmt: skip
WITHOUT_PASSAGES = ("Both fits", "As they were described")  # of computing, and of a file
EMAIL, PASSWORD = "mona@example.org", "a long invented password"


class Site:
    def __init__(self, folder: Path) -> None:
        self.settings = Settings(data_dir=folder)
        self.db = store.open_store(self.settings.database)
        create_manager(self.db, EMAIL, PASSWORD, "Mona")
        self.sample = put_sample(self.db)
        app = create_app(self.settings, load_keys(self.settings), "http://127.0.0.1:9")
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        self.client: FlaskClient = app.test_client()
        self.client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})

    def page(self, study: int, place: str = "") -> str:
        folder = "" if place.startswith("../") else "agreement/"
        answer = self.client.get(f"/studies/{study}/{folder}{place.removeprefix('../')}")
        assert answer.status_code == 200, answer.text
        return " ".join(answer.text.split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("numbers"))
    yield made
    made.db.close()


def a_corpus(scheme: Scheme, people: tuple[str, ...], articles: int, seed: int) -> Corpus:
    """Everybody marks places of their own and common ones, and answers all that is asked."""
    r = random.Random(seed)
    documents, work = [], []
    for number in range(articles):
        text = f"Part {number}: " + ". ".join([WORDS] * 20)
        documents.append(Document(f"d{number}", Article(f"Part {number}", text)))
        for who in people:
            spans, answers = [], []
            for question in scheme.questions:
                several = question.kind is Kind.CHOICES
                for chosen in r.sample(question.choices, r.randint(0, 2) if several else 1):
                    answers.append(Answer(question.key, chosen.key, chosen.value))
            for place in range(5 if scheme.labels else 0):
                if r.random() < 0.2:
                    continue
                start = 20 + 60 * place + r.choice((0, 0, 0, 3))
                label = (
                    r.choice(scheme.label_keys[:3])
                    if place > 2
                    else scheme.label_keys[place % len(scheme.label_keys)]
                )
                spans.append(AnnotatedSpan(f"s{place}", label, ((start, start + 12),)))
                for attribute in scheme.attributes:
                    question = attribute.question
                    if attribute.labels and label not in attribute.labels:
                        continue
                    if question.kind is Kind.TEXT:
                        answers.append(
                            Answer(question.key, r.choice(("a", "b")), None, f"s{place}")
                        )
                    elif question.choices:
                        chosen = r.choice(question.choices)
                        answers.append(Answer(question.key, chosen.key, chosen.value, f"s{place}"))
            relations = []
            for n, kind in enumerate(scheme.relations):
                ends = (kind.from_labels, kind.to_labels)
                for side, labels in enumerate(ends):
                    at = 400 + 60 * n + 25 * side
                    label = (labels or scheme.label_keys)[0]
                    spans.append(AnnotatedSpan(f"e{n}.{side}", label, ((at, at + 9),)))
                if r.random() < 0.8:
                    relations.append(Relation(f"e{n}.0", f"e{n}.1", kind.key))
            work.append(Work(f"d{number}", who, tuple(spans), tuple(answers), tuple(relations)))
    return Corpus(tuple(documents), tuple(work))


def shown(measure: Measure) -> str:
    """Two digits with a true minus sign, as a person reads it."""
    assert measure.value is not None
    return f"{round(measure.value, 2) + 0.0:.2f}".replace("-", "−")


def cells(page: str, name: str) -> dict[str, list[str]]:
    """The rows of a table by their heading, tags left out."""
    section = page[page.index(f'id="{name}"') :].split("</table>")[0].split("<tbody>")[1]
    found = {}
    for row in section.split("</tr>")[:-1]:
        head, *rest = (
            " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        )
        found[head] = rest
    return found


@pytest.mark.parametrize("which", ["sample", "six annotators"])
def test_numbers_on_pages_are_the_engines_to_the_digit_shown(site: Site, which: str) -> None:
    if which == "sample":
        study = site.sample
    else:
        corpus = a_corpus(load_builtin("framing"), SIX, 8, seed=4)
        study = import_corpus(
            site.db, corpus, "Harbour", origin="jsonl", scheme=load_builtin("framing")
        ).study_id
    report = study_report(site.db, study)
    page = site.page(study)
    alpha = report.measure("character_alpha")
    assert alpha is not None
    assert f"<strong>{shown(alpha)}</strong>" in page
    labels = cells(page, "labels")
    for label in report.labels:
        row = labels[label.title]
        measured = {0: label.character_alpha, 4: label.f1_exact, 5: label.f1_overlap}
        for place, measure in measured.items():
            assert row[place] == (shown(measure) if measure.value is not None else "–"), label
        assert (row[2], row[-2], row[-1]) == (
            str(label.spans), str(label.settled), str(label.disputed)
        )  # fmt: skip
        interval = label.character_alpha.interval
        if interval is not None and interval.low is not None and interval.high is not None:
            assert row[1] == f"{interval.low:.2f} to {interval.high:.2f}".replace("-", "−")
    pairs = cells(page, "pairs")
    assert len(pairs) == len(report.pairs) == (3 if which == "sample" else 15)
    for pair in report.pairs:
        row = pairs[f"{pair.first} and {pair.second}"]
        assert row[:2] == [str(pair.articles), str(pair.spans)]
        for place, measure in enumerate(
            (pair.f1_exact, pair.f1_overlap, pair.f1_character, pair.character_alpha), start=2
        ):
            assert row[place] == (shown(measure) if measure.value is not None else "–"), pair
    annotators = cells(page, "annotators")
    for one in report.by_annotator:
        row = annotators[one.pseudonym]
        assert row[:3] == [str(one.submitted), str(one.skipped), str(one.spans)]
        assert row[4] == shown(one.f1_overlap)
    articles = cells(page, "articles")
    assert {row[-1] for row in articles.values()} == {
        str(one.disputed) for one in report.by_article
    }
    overall = cells(page, "all")
    values = [row[0] for row in overall.values()]
    assert values == [shown(one) for one in report.overall if one.value is not None]
    kinds = cells(site.page(study, "labels/"), "kinds")
    for label in report.labels:
        assert kinds[label.title][4:] == [
            str(label.passages[kind])
            for kind in ("missed", "label", "split or merged", "boundary", "settled")
        ]
    method = site.page(study, "method/")
    assert f"{alpha.value:.3f}" in method


def test_every_codebook_shows_what_it_asks_of_marks_and_between_them(site: Site) -> None:
    asking = [
        scheme for name in builtin_names()
        if (scheme := load_builtin(name)).attributes or scheme.relations
    ]  # fmt: skip
    assert len(asking) >= 4
    for scheme in asking:
        corpus = a_corpus(scheme, SIX[:3], 4, seed=1)
        made = import_corpus(site.db, corpus, f"Of {scheme.name}", origin="jsonl", scheme=scheme)
        page = site.page(made.study_id)
        for attribute in scheme.attributes:
            assert f"<h3>{attribute.question.title}</h3>" in page, scheme.name
        if scheme.attributes:
            assert "Share of marks matched" in page, scheme.name
        if scheme.relations:
            section = page[page.index("Relations between marks") :]
            for relation in scheme.relations:
                assert relation.title in section, (scheme.name, relation.key)


def test_every_table_and_chart_says_what_it_means_and_leads_to_what_it_is_made_of(
    site: Site, tmp_path: Path
) -> None:
    study = site.sample
    apply_rules(site.db, study, Rules(parse_rule("k:1"), {}, 1), Settler())
    people = store.load_annotators(site.db, study)
    groups = zip(people, ("new", "new", "old"), strict=True)
    set_groups(site.db, study, {one.pseudonym: group for one, group in groups})
    path = tmp_path / "p.jsonl"
    spans = [{"label": "loaded_language", "start": 0, "end": 9}]
    articles = store.load_articles(site.db, study)
    lines = [{"article_id": one.id, "spans": spans, "answers": {"primary_frame": "legality"}}
             for one in articles]  # fmt: skip
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    add_models(site.db, study, path, AboutModel("heron"))
    studies = [study]
    for name in ("basil", "genre_frames"):
        scheme = load_builtin(name)
        corpus = a_corpus(scheme, SIX[:3], 4, seed=2)
        made = import_corpus(site.db, corpus, f"Said {name}", origin="jsonl", scheme=scheme)
        studies.append(made.study_id)
    seen = 0
    for one in studies:
        for place in PAGES:
            page = site.page(one, place)
            seen += page.count("<caption") + page.count("<figcaption")
            assert unsaid(page) == [], (one, place)
            nowhere = [title for title in leads_nowhere(page)
                       if not title.startswith(WITHOUT_PASSAGES)]  # fmt: skip
            assert nowhere == [], (one, place)
    assert seen > 100
