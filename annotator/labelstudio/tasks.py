"""An article as a Label Studio task: only what the annotator's page shows, and our article id."""

from __future__ import annotations

from annotator.models import Article


def task_data(article_id: int, article: Article) -> dict[str, object]:
    """The `data` of a task. `text` is exactly the stored text: offsets count its code points.

    >>> data = task_data(7, Article("Flood", "Water rose.", author="Ann Lee", outlet="The Post"))
    >>> data["article_id"], data["title"], data["byline"]
    (7, 'Flood', 'Ann Lee · The Post')
    """
    byline = [article.author, article.outlet, article.published]
    return {
        "article_id": article_id,
        "title": article.title,
        "byline": " · ".join(part for part in byline if part),
        "text": article.text,
    }
