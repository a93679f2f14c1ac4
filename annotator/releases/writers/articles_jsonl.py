"""JSON Lines of a release: everything, one article a line, gold and soft labels too."""

from __future__ import annotations

import json

from annotator.releases.content import Content, Written
from annotator.releases.gold import gold_by_article
from annotator.releases.json_lines import article_record
from annotator.releases.soft_labels import soft_labels

__all__ = ["write_articles_jsonl"]


def write_articles_jsonl(content: Content) -> Written:
    """`articles.jsonl`; `text` is null in a release without texts."""
    gold = gold_by_article(content.gold, content.work.scheme)
    by_article = content.by_article
    lines = []
    for stored in content.work.articles:
        work = by_article[stored.id]
        record = article_record(content.work, stored, work)
        record["length"] = len(stored.article.text)
        if content.plan.text != "yes":
            record["text"] = None
        record["split"] = content.split_of.get(stored.id)
        record["gold"] = gold[stored.id]
        record["soft"] = soft_labels(work)
        lines.append(json.dumps(record, ensure_ascii=False) + "\n")
    return Written({"articles.jsonl": "".join(lines).encode("utf-8", "surrogatepass")})
