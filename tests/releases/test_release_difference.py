"""`annotator release-diff` tells every difference between two releases, and invents none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sample_study import put_sample

from annotator import store
from annotator.errors import StudyError
from annotator.releases.content import Content, Plan
from annotator.releases.difference import difference
from annotator.store.articles import remove_article
from annotator.store.records import Work
from annotator.workflow.making_releases import load_content, release_study

MOMENT = "2027-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Content, Content]]:
    """The settled sample study, and the same without its first article."""
    db = store.open_store(tmp_path_factory.mktemp("data") / "annotator.sqlite")
    study = put_sample(db, settled=True)
    plan = Plan("1.0.0", ("jsonl", "csv"), (80, 10, 10))
    content = load_content(db, study, plan)
    remove_article(db, store.load_articles(db, study)[0].id)
    yield content, load_content(db, study, plan)
    db.close()


def told(content: Content, other: Content, out: Path) -> list[str]:
    """The lines but for the heading and the files."""
    first = release_study(content, out / "a").folder
    plan = replace(other.plan, version="1.1.0")
    second = release_study(replace(other, plan=plan), out / "b").folder
    lines = difference(first, second)
    assert (
        lines[0] == "Sample study: news from Tolvane 1.0.0 -> Sample study: news from Tolvane 1.1.0"
    )
    return [line for line in lines[1:] if not line.startswith("file ")]


def with_work(content: Content, change: Callable[[Work], Work]) -> Content:
    work = replace(content.work, work=tuple(map(change, content.work.work)))
    return replace(content, work=work)


def renamed(one: Work) -> Work:
    return replace(one, annotator="B07") if one.annotator == "A03" else one


def saved_again(one: Work) -> Work:
    if (one.annotator, one.article_id) != ("A01", 1):
        return one
    return replace(one, annotation=replace(one.annotation, updated_at=MOMENT, lead_time=7.0))


def relabelled(one: Work) -> Work:
    spans = tuple(
        replace(span, label="loaded") if span.label == "loaded_language" else span
        for span in one.annotation.spans
    )
    return replace(one, codebook="framing 3", annotation=replace(one.annotation, spans=spans))


def other_regions(one: Work) -> Work:
    """As after everything was published anew."""
    new = {span.region: f"new{n}" for n, span in enumerate(one.annotation.spans)} | {"": ""}
    annotation = replace(
        one.annotation,
        spans=tuple(replace(span, region=new[span.region]) for span in one.annotation.spans),
        answers=tuple(replace(a, region=new[a.region]) for a in one.annotation.answers),
        relations=tuple(
            replace(r, from_region=new[r.from_region], to_region=new[r.to_region])
            for r in one.annotation.relations
        ),
    )
    return replace(one, annotation=annotation)


def with_scheme(content: Content, **words: str) -> Content:
    return replace(
        content, work=replace(content.work, scheme=replace(content.work.scheme, **words))
    )


def test_a_new_version_of_the_same_data_says_so(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content = world[0]
    assert told(content, content, tmp_path) == ["Nothing is different in the data."]
    assert told(content, with_work(content, other_regions), tmp_path / "r") == []  # jsonl has names


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ({"text": "no"}, 'option text: "yes" -> "no"'),
        ({"text": "hash"}, 'option text: "yes" -> "hash"'),
        ({"notes": True}, "option notes: false -> true"),
        ({"split": ()}, "option split: [80, 10, 10] -> []"),
    ],
)
def test_another_option_is_no_change_of_what_people_said(
    world: tuple[Content, Content], options: dict, line: str, tmp_path: Path
) -> None:
    content = world[0]
    other = replace(content, plan=replace(content.plan, **options))
    assert told(content, other, tmp_path) == [line]


def test_who_is_called_otherwise_has_the_same_work(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content = world[0]
    lines = told(content, with_work(content, renamed), tmp_path)
    assert lines == ["annotator A03 is called B07: the same work"]


def test_two_with_the_same_work_are_not_guessed_at(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content = world[0]
    mine = [one for one in content.work.work if one.annotator == "A03"]

    def with_twins(*names: str) -> Content:
        twins = (replace(one, annotator=name) for one in mine for name in names)
        return replace(content, work=replace(content.work, work=tuple(twins)))

    lines = told(with_twins("A03", "A04"), with_twins("B03", "B04"), tmp_path)
    assert lines == [f"annotations: {2 * len(mine)} added, {2 * len(mine)} removed"]


def test_saved_again_and_a_raised_codebook_are_no_other_marks(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content = world[0]
    assert told(content, with_work(content, saved_again), tmp_path / "1") == [
        "1 annotation saved again that says the same"
    ]
    raised = with_scheme(
        with_work(content, lambda one: replace(one, codebook="framing 3")), version="3"
    )
    assert told(content, raised, tmp_path / "2") == [
        "codebook: framing 2 -> framing 3",
        "annotations that say the same, made under framing 2 and now framing 3: 35",
    ]


def test_a_label_called_otherwise_is_told_as_that(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content = world[0]
    marks = [s for one in content.work.work for s in one.annotation.spans
             if s.label == "loaded_language"]  # fmt: skip
    yaml = content.work.scheme.yaml.replace("loaded_language", "loaded")
    yaml = re.sub(r"(?m)^version: .*$", 'version: "3"', yaml)
    other = with_scheme(with_work(content, relabelled), version="3", yaml=yaml)
    lines = told(content, other, tmp_path)
    assert lines[:3] == [
        "codebook: framing 2 -> framing 3", "label added: loaded", "label gone: loaded_language",
    ]  # fmt: skip
    assert f"marks in them that were 'loaded_language' and are 'loaded': {len(marks)}" in lines
    assert not [line for line in lines if line.startswith("marks in them: ")]
    assert [line for line in lines if line.startswith("annotations changed: 24 (marks of 24)")]


def test_a_withdrawn_article_is_named_and_the_agreement_compared(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content, less = world
    lines = told(content, less, tmp_path)
    assert lines[:3] == [
        "articles removed: 1 (1 'Marrowby council votes to end ferry subsidy')",
        "annotations: 0 added, 3 removed",
        "gold answers: 0 added, 4 removed",
    ]
    for question in ("primary_frame", "slant", "confidence"):  # not the last one alone
        assert [line for line in lines if line.startswith(f"krippendorff_alpha of {question}: ")]
    assert lines[-1].startswith("values of single labels, pairs, annotators and articles: ")


def test_an_article_described_or_worded_otherwise_is_the_same_article(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content = world[0]
    for change, lines in (
        ({"outlet": "Marl Post"}, ["articles with another outlet: 1 (1 'Marrowby council votes to "
                                   "end ferry subsidy')"]),
        ({"text": content.work.articles[0].article.text + "!"},
         ["articles with another text: 1 (1 'Marrowby council votes to end ferry subsidy')"]),
    ):  # fmt: skip
        first, *rest = content.work.articles
        changed = replace(first, article=replace(first.article, **change))
        other = replace(content, work=replace(content.work, articles=(changed, *rest)))
        assert told(content, other, tmp_path / next(iter(change))) == lines


def test_a_decision_taken_back_and_one_made_again(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content = world[0]
    less = replace(content, gold=replace(content.gold, spans=content.gold.spans[1:]))
    assert told(content, less, tmp_path / "1") == ["gold marks: 0 added, 1 removed"]
    one = content.gold.spans[0]
    decided = replace(content.gold.decisions[one.decision_id], how="hand", decided_at=MOMENT)
    decisions = {**content.gold.decisions, one.decision_id: decided}
    again = replace(content, gold=replace(content.gold, decisions=decisions))
    (line,) = told(content, again, tmp_path / "2")
    assert line.startswith("gold decided again, or otherwise, to the same end: ")


def test_what_was_changed_after_a_release_is_said(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    folder = release_study(world[0], tmp_path).folder
    (folder / "csv" / "spans.csv").write_text("x")
    (folder / "losses.md").unlink()
    assert difference(folder, folder)[1:3] == [
        f"{folder / 'csv' / 'spans.csv'} was changed after the release",
        f"{folder / 'losses.md'} was removed after the release",
    ]


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("manifest.json", "{}", "lists no files"),
        ("manifest.json", '{"files": [3]}', "is no manifest"),
        ("jsonl/articles.jsonl", "{}\n", "no articles of a release"),
        ("jsonl/articles.jsonl", "[", "cannot be read as articles"),
        ("agreement.json", "[]", "cannot be read as a report"),
    ],
)
def test_a_broken_release_is_refused_in_words(
    world: tuple[Content, Content], file: str, text: str, words: str, tmp_path: Path
) -> None:
    folder = release_study(world[0], tmp_path).folder
    (folder / file).write_text(text)
    with pytest.raises(StudyError, match=words):
        difference(folder, folder)


def test_many_changed_files_of_a_folder_are_counted(
    world: tuple[Content, Content], tmp_path: Path
) -> None:
    content = replace(world[0], plan=replace(world[0].plan, formats=("ptc", "csv")))
    first = release_study(content, tmp_path / "a").folder
    other = replace(with_work(content, renamed), plan=replace(content.plan, version="1.1.0"))
    said = difference(first, release_study(other, tmp_path / "b").folder)
    assert "Articles and annotations are compared where both releases have jsonl only." in said
    manifest = json.loads((first / "manifest.json").read_text("utf-8"))
    gone = [one for one in manifest["files"] if one["path"].startswith("ptc/A03/")]
    assert f"files gone in ptc/: {len(gone)}" in said
