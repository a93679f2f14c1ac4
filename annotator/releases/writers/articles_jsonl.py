"""JSON Lines of a release: everything, one article a line, gold and soft labels too."""

from __future__ import annotations

import json

from annotator.releases.content import Content, Written
from annotator.releases.declared import BESIDE, losses_beside
from annotator.releases.gold import gold_by_article
from annotator.releases.json_lines import article_record, provenance_of
from annotator.releases.soft_labels import soft_labels

__all__ = ["write_articles_jsonl"]

_WITH_TEXT = BESIDE.keys() - {"sources"}


def write_articles_jsonl(content: Content) -> Written:
    """`articles.jsonl`; `text` is null in a release without texts, and `provenance`, which has
    what was cut from the texts, is not there."""
    gold = gold_by_article(content.gold, content.work.scheme)
    by_article = content.by_article
    lines = []
    for stored in content.work.articles:
        work = by_article[stored.id]
        record = article_record(content.work, stored, work)
        record["length"] = len(stored.article.text)
        if content.plan.text == "yes":
            record["provenance"] = provenance_of(stored)
        else:
            record["text"] = None
        record["split"] = content.split_of.get(stored.id)
        record["gold"] = gold[stored.id]
        record["soft"] = soft_labels(work)
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    files = {"articles.jsonl": "".join(lines).encode("utf-8", "surrogatepass")}
    return Written(files, () if content.plan.text == "yes" else losses_beside(content, _WITH_TEXT))
