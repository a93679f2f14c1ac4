"""Label Studio JSON goes into a fresh project of the real Label Studio and comes back equal."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sample_study import put_sample

from annotator import store
from annotator.labelstudio import LabelStudio
from annotator.labelstudio.results import read_annotation
from annotator.models import Annotation, Relation
from annotator.releases.content import Content, Plan
from annotator.releases.writers.label_studio import label_studio_of_content, write_label_studio
from annotator.workflow.making_releases import load_content

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    db = store.open_store(tmp_path_factory.mktemp("studio") / "annotator.sqlite")
    found = load_content(db, put_sample(db), Plan("1.0.0", ("label-studio",)))
    db.close()
    return found


def imported(labelstudio: LabelStudio, tasks: list[dict[str, Any]], config: str) -> list[Any]:
    """Tasks with their annotations, as Label Studio gives them back."""
    project = labelstudio.create_project(
        title="Read back", config=config, instruction="", marker="read back"
    )
    labelstudio.connection.post(f"/api/projects/{project}/import", tasks, return_task_ids="true")
    answer = labelstudio.connection.get(
        f"/api/projects/{project}/export", exportType="JSON", download_all_tasks="true"
    )
    return list(answer)


def said(annotation: Annotation) -> tuple[Any, ...]:
    """Everything of an annotation but its times and ids."""
    return (
        annotation.state,
        sorted((s.region, s.label, s.start, s.end) for s in annotation.spans),
        sorted((a.region, a.question, a.value) for a in annotation.answers),
        sorted((r.from_region, r.to_region, r.label) for r in annotation.relations),
        annotation.problems,
    )


def test_the_sample_study_comes_back_equal(labelstudio: LabelStudio, content: Content) -> None:
    written = label_studio_of_content(content)
    tasks = json.loads(written.files["tasks.json"])
    back = imported(labelstudio, tasks, written.files["config.xml"].decode())
    texts = {one.id: one.article.text for one in content.work.articles}
    found: dict[int, list[tuple[Any, ...]]] = {}
    for task in back:
        number = task["data"]["article_id"]
        assert task["data"]["text"] == texts[number]
        found[number] = [
            said(read_annotation(one, texts[number], content.work.scheme))
            for one in task["annotations"]
        ]
    expected: dict[int, list[tuple[Any, ...]]] = {number: [] for number in texts}
    for one in content.work.work:
        expected[one.article_id].append(said(one.annotation))
    key = repr
    assert {n: sorted(some, key=key) for n, some in found.items()} == {
        n: sorted(some, key=key) for n, some in expected.items()
    }


def test_relations_come_back(labelstudio: LabelStudio, content: Content) -> None:
    scheme = content.work.scheme
    corpus = content.corpus
    first = next(one for one in corpus.work if len(one.spans) > 2)
    linked = replace(first, relations=(Relation(first.spans[0].region, first.spans[2].region, ""),))
    document = next(one for one in corpus.documents if one.key == first.document)
    small = replace(corpus, documents=(document,), work=(linked,))
    written = write_label_studio(small, scheme)
    config = label_studio_of_content(content).files["config.xml"].decode()
    (task,) = imported(labelstudio, json.loads(written.files["tasks.json"]), config)
    (annotation,) = task["annotations"]
    back = read_annotation(annotation, document.article.text, scheme)
    assert [(one.from_region, one.to_region) for one in back.relations] == [
        (first.spans[0].region, first.spans[2].region)
    ]
