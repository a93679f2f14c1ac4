"""Label Studio JSON: `tasks.json`, to be imported into a project with `config.xml`.

Each annotation says whose it is under `annotator`: the people of another Label Studio are not ours.
The gold is an annotation with `ground_truth`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from annotator.corpora.corpus import Corpus, Document, Work
from annotator.labelstudio.tasks import task_data
from annotator.models import Kind, Question, Scheme, State
from annotator.releases.content import Content, Written
from annotator.releases.tally import Tally
from annotator.releases.writers.places import answers_by_region, every_work
from annotator.schemes import to_xml

__all__ = ["label_studio_of_content", "write_label_studio"]

_ABOUT = ("author", "published", "outlet", "url", "language")
VALUES = {Kind.TEXT: ("textarea", "text"), Kind.NUMBER: ("number", "number")}


def label_studio_of_content(content: Content) -> Written:
    """Of a study; ends of marks are those after trimming."""
    written = write_label_studio(content.corpus, content.work.scheme)
    files = {**written.files, "config.xml": to_xml(content.work.scheme).encode()}
    return Written(files, written.losses)


def write_label_studio(corpus: Corpus, scheme: Scheme) -> Written:
    """A task an article, in the corpus's order."""
    tally = Tally()
    kinds = {one.key: one for one in (*scheme.questions, *(a.question for a in scheme.attributes))}
    annotations: dict[str, list[dict[str, Any]]] = {one.key: [] for one in corpus.documents}
    gold = {id(one) for one in corpus.gold}
    for document, work in every_work(corpus):
        annotations[document.key].append(
            {
                "annotator": work.annotator,
                "was_cancelled": work.state is State.SKIPPED,
                "ground_truth": id(work) in gold,
                "result": list(_result(document, work, kinds, tally)),
            }
        )
    tasks = []
    for one in corpus.documents:
        data = task_data(0, one.article)
        data["article_id"] = _number(one.key)
        data |= {name: getattr(one.article, name) for name in _ABOUT}
        tasks.append({"data": data, "annotations": annotations[one.key]})
    text = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    return Written({"tasks.json": text.encode("utf-8", "surrogatepass")}, tally.losses)


def _number(key: str) -> int | str:
    return int(key) if key.isdecimal() else key


def _result(
    document: Document, work: Work, kinds: dict[str, Question], tally: Tally
) -> Iterator[dict[str, Any]]:
    text = document.article.text
    given = answers_by_region(work)
    places: dict[str, dict[str, Any]] = {}
    labels: dict[tuple[str, int, int], list[str]] = {}
    for span in work.spans:
        tally.lose("discontinuous marks", "a mark each piece", int(len(span.fragments) > 1))
        for start, end in span.fragments:
            labels.setdefault((span.region, start, end), []).append(span.label)
    for (region, start, end), names in labels.items():
        where = {"start": start, "end": end, "text": text[start:end]}
        places.setdefault(region, where)
        yield _item(region, "label", "labels", {**where, "labels": names})
    for region, where in places.items():
        for question, values in given[region].items():
            yield _answer(region, question, values, kinds, where)
    for number, (question, values) in enumerate(given[""].items()):
        yield _answer(f"article{number}", question, values, kinds, {})
    for relation in work.relations:
        yield {
            "type": "relation", "from_id": relation.from_region, "to_id": relation.to_region,
            "direction": "right", "labels": [relation.label] if relation.label else [],
        }  # fmt: skip


def _answer(
    region: str, question: str, values: list[str], kinds: dict[str, Question], where: dict[str, Any]
) -> dict[str, Any]:
    kind = kinds[question].kind if question in kinds else Kind.CHOICES
    control, key = VALUES.get(kind, ("choices", "choices"))
    content: Any = float(values[0]) if kind is Kind.NUMBER else values
    return _item(region, question, control, {**where, key: content})


def _item(region: str, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": region, "from_name": name, "to_name": "text", "type": kind, "origin": "manual",
            "value": value}  # fmt: skip
