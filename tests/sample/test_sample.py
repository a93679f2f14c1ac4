"""The sample study holds together: every passage occurs, every key is in the scheme."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest

from annotator import schemes
from annotator.articles import find_duplicates, read_file
from annotator.errors import InputError
from annotator.labelstudio import read_annotation
from annotator.models import Annotation, Kind, State, normalise
from annotator.sample import Sample, SampleWork, load_sample, to_result
from annotator.sample.loading import _read_marks

SCHEME = schemes.load_builtin("framing")


@pytest.fixture
def sample() -> Sample:
    return load_sample()


def works(sample: Sample) -> list[tuple[int, SampleWork]]:
    return [pair for annotator in sample.annotators for pair in sample.work[annotator].items()]


def as_read(work: SampleWork, text: str) -> Annotation:
    raw = {
        "id": 1,
        "task": 1,
        "was_cancelled": work.skipped,
        "created_at": "2024-10-01T10:00:00Z",
        "updated_at": "2024-10-01T10:00:00Z",
        "result": to_result(work, SCHEME),
    }
    return read_annotation(raw, text, SCHEME)


def test_twelve_articles_of_realistic_length_and_variety(sample: Sample) -> None:
    assert sample.title.startswith("Sample study:")
    assert len(sample.articles) == 12
    words = [len(article.text.split()) for article in sample.articles]
    assert min(words) >= 350
    assert max(words) <= 900
    assert len({article.outlet for article in sample.articles}) >= 8
    assert len({article.author for article in sample.articles}) >= 8
    assert len({article.title for article in sample.articles}) == 12
    for article in sample.articles:
        assert article.text == normalise(article.text)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", article.published)
        assert article.language == "en"
        assert ".example/" in article.url  # nobody's address
        assert article.author[0] != '"' != article.title[0]


def test_reports_of_one_event_are_no_copies_of_each_other(sample: Sample) -> None:
    assert find_duplicates(sample.articles, similarity=0.1) == []


def test_the_articles_survive_our_own_reader_unchanged(sample: Sample) -> None:
    for article in sample.articles:
        reading = read_file("a.txt", f"{article.title}\n\n{article.text}".encode())
        assert [read.text for read in reading.articles] == [article.text]
        assert [read.removed for read in reading.articles] == [()]


def test_every_passage_occurs_and_every_key_is_in_the_scheme(sample: Sample) -> None:
    attributes = {attribute.question.key: attribute for attribute in SCHEME.attributes}
    questions = {question.key: question for question in SCHEME.questions}
    for i, work in works(sample):
        text = sample.articles[i].text
        assert set(work.answers) == (set() if work.skipped else set(questions))
        for key, value in work.answers.items():
            assert value in [choice.key for choice in questions[key].choices]
        for mark in work.marks:
            assert text[mark.start : mark.end] == mark.text
            assert mark.text == mark.text.strip(" .,:;\n")
            assert not text[mark.start - 1 : mark.start].isalnum() or mark.start == 0
            assert not text[mark.end : mark.end + 1].isalnum()
            assert mark.label in SCHEME.label_keys
            for key, value in mark.answers.items():
                attribute = attributes[key]
                assert mark.label in (attribute.labels or SCHEME.label_keys)
                if attribute.question.kind is not Kind.TEXT:
                    assert value in [choice.key for choice in attribute.question.choices]


def test_it_is_read_back_from_label_studio_json_without_a_problem(sample: Sample) -> None:
    for i, work in works(sample):
        annotation = as_read(work, sample.articles[i].text)
        assert annotation.problems == ()
        assert annotation.state is (State.SKIPPED if work.skipped else State.SUBMITTED)
        assert [(s.label, s.start, s.end, s.text) for s in annotation.spans] == [
            (mark.label, mark.start, mark.end, mark.text) for mark in work.marks
        ]
        given = Counter((key, value) for mark in work.marks for key, value in mark.answers.items())
        given.update(work.answers.items())
        assert Counter((a.question, a.value) for a in annotation.answers) == given


def test_region_ids_are_unique_within_an_annotation(sample: Sample) -> None:
    for _, work in works(sample):
        marked = [item["id"] for item in to_result(work, SCHEME) if item["type"] == "labels"]
        assert len(set(marked)) == len(marked) == len(work.marks)


def test_one_article_is_skipped_and_one_not_started(sample: Sample) -> None:
    states = {
        (annotator, i): sample.work[annotator][i].skipped if i in sample.work[annotator] else None
        for annotator in sample.annotators
        for i in range(12)
    }
    assert Counter(states.values()) == {False: 34, True: 1, None: 1}
    (not_started,) = [who for (who, _), state in states.items() if state is None]
    (skipped,) = [who for (who, _), state in states.items() if state is True]
    assert not_started != skipped


def test_annotators_disagree_in_every_way_that_people_do(sample: Sample) -> None:
    kinds: Counter[str] = Counter()
    for one, other in itertools.permutations(sample.annotators, 2):
        for i in set(sample.work[one]) & set(sample.work[other]):
            mine, theirs = sample.work[one][i].marks, sample.work[other][i].marks
            for mark in mine:
                near = [m for m in theirs if m.start < mark.end and mark.start < m.end]
                same = [m for m in near if (m.start, m.end) == (mark.start, mark.end)]
                kinds["missed"] += not near
                kinds["split"] += len(near) > 1
                kinds["other label"] += any(m.label != mark.label for m in same)
                kinds["other boundary"] += any(m.label == mark.label for m in near) and not same
                kinds["the same"] += any(m.label == mark.label for m in same)
    assert min(kinds[kind] for kind in ("split", "other label")) >= 10
    assert min(kinds[kind] for kind in ("missed", "other boundary")) >= 50
    assert kinds["the same"] >= 300


def test_every_label_and_every_choice_of_an_attribute_is_used(sample: Sample) -> None:
    marks = [mark for _, work in works(sample) for mark in work.marks]
    assert {mark.label for mark in marks} == set(SCHEME.label_keys)
    for attribute in SCHEME.attributes:
        used = {mark.answers.get(attribute.question.key) for mark in marks} - {None}
        assert used >= {choice.key for choice in attribute.question.choices}
        assert used


def test_plain_reports_have_few_marks_and_framed_ones_many(sample: Sample) -> None:
    def marks(numbers: list[int]) -> list[int]:
        return [len(w.marks) for i, w in works(sample) if i + 1 in numbers and not w.skipped]

    assert max(marks([1, 4, 7, 9])) <= 2
    assert min(marks([2, 3, 5, 6, 8, 10])) >= 12


def test_the_slant_tells_reports_of_one_event_apart(sample: Sample) -> None:
    for annotator in sample.annotators:
        slants = [sample.work[annotator][i].answers["slant"] for i in range(3)]
        assert slants[0] == "neutral"
        assert slants[1].endswith("against")
        assert slants[2].endswith("for")


def test_real_agencies_and_companies_are_not_named(sample: Sample) -> None:
    names = "Reuters|AFP|Getty|BBC|CNN|Guardian|Google|Facebook|Twitter|Amazon|Microsoft|Tesla"
    places = "London|Paris|Berlin|Washington|Moscow|Beijing|Europe|America|Britain|Germany|China"
    for article in sample.articles:
        everything = f"{article.title} {article.text} {article.author} {article.outlet}"
        assert not re.search(rf"\b(?:{names}|{places})\b", everything)


def test_a_mark_that_does_not_occur_is_refused_with_its_place() -> None:
    mark = {"passage": "b", "nth": 3, "label": "x", "answers": {}}
    with pytest.raises(InputError, match=r"work\.yaml, article 1: .*'b' 3 times"):
        list(_read_marks([mark], "a b b", "work.yaml, article 1"))
    (found,) = _read_marks([{**mark, "nth": 2}], "a b b", "")
    assert (found.start, found.end) == (4, 5)
