"""The heads of news pages: what each kind of site says of its article, and how."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from benchmarks.articles.stories import DAY, Story

MOMENT = f"{DAY}T08:05:00+02:00"


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def meta(**named: str) -> str:
    """`og__title` stands for og:title, `dc___creator` for dc.creator, `x` for name=x."""
    lines = []
    for key, value in named.items():
        key = key.replace("___", ".").replace("__", ":")
        key = key if ":" in key else key.replace("_", "-")
        kind = "property" if ":" in key and not key.startswith("twitter") else "name"
        lines.append(f'<meta {kind}="{key}" content="{escape(value)}">')
    return "".join(lines)


def people(story: Story) -> list[dict[str, Any]]:
    return [{"@type": "Person", "name": name} for name in story.authors]


def news(story: Story, **more: object) -> dict[str, Any]:
    publisher = {"@type": "NewsMediaOrganization", "name": story.outlet}
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "description": story.standfirst,
        "datePublished": MOMENT,
        "dateModified": "2021-10-01T10:00:00+02:00",
        "author": people(story),
        "publisher": publisher,
    }
    return said | more


def schema(story: Story) -> str:
    return titled(story) + linked(news(story))


def graph(story: Story) -> str:
    """As a popular plugin writes it: people apart, referred to by their address."""
    persons = [
        {"@type": "Person", "@id": f"https://example.org/#/p/{i}", "name": name}
        for i, name in enumerate(story.authors)
    ]
    article = news(story, author=[{"@id": one["@id"]} for one in persons])
    site = {"@type": "WebSite", "name": story.outlet, "description": story.footer}
    page = {"@type": "WebPage", "name": f"{story.title} - {story.outlet}"}
    return titled(story, " - ") + linked(
        {"@context": "https://schema.org", "@graph": [site, page, article, *persons]}
    )


def with_outlet_as_author(story: Story) -> str:
    outlet = {"@type": "Organization", "name": story.outlet}
    return titled(story) + linked([news(story, author=[outlet, *people(story)])])


def names_alone(story: Story) -> str:
    return titled(story, " – ") + linked(news(story, author=list(story.authors)))


def many_objects(story: Story) -> str:
    """Bread crumbs and the outlet first; the kind of the article in a list."""
    crumbs = {"@type": "BreadcrumbList", "itemListElement": []}
    outlet = {"@type": "Organization", "name": story.outlet}
    kinds = ["ReportageNewsArticle", "WebPage"]
    return titled(story) + linked(crumbs) + linked(outlet) + linked(news(story, **{"@type": kinds}))


def open_graph(story: Story) -> str:
    return titled(story) + meta(
        og__title=f"{story.title} | {story.outlet}",
        og__type="article",
        og__site_name=story.outlet,
        og__description=story.standfirst,
        article__published_time=MOMENT,
        article__modified_time="2021-10-01T10:00:00+02:00",
        article__author="https://social.example/pages/quill",
    )


def open_graph_names(story: Story) -> str:
    lines = "".join(meta(article__author=name) for name in story.authors)
    return open_graph(story).replace("https://social.example/pages/quill", "") + lines


def dublin(story: Story) -> str:
    return titled(story, " - ") + meta(
        dc___title=story.title, dc___creator=", ".join(story.authors), dc___date___issued=MOMENT
    )


def named(story: Story) -> str:
    return titled(story) + meta(author=story.byline, date=MOMENT, description=story.standfirst)


def newsroom(story: Story) -> str:
    """The names that newsrooms' statistics use."""
    return titled(story) + meta(
        parsely_title=story.title,
        parsely_author=story.authors[0],
        parsely_pub_date=MOMENT,
        sailthru___author=", ".join(story.authors),
        sailthru___date=MOMENT,
        twitter__title=story.title,
        twitter__creator="@quillmouthpost",
    )


def outlet_as_author(story: Story) -> str:
    return open_graph(story) + meta(author=story.outlet)


def bare(story: Story) -> str:
    return f"<title>{escape(story.title)}</title>"


def outlet_first(story: Story) -> str:
    return f"<title>{escape(story.outlet)} | {escape(story.title)}</title>"


def titled(story: Story, between: str = " | ") -> str:
    return f"<title>{escape(story.title)}{between}{escape(story.outlet)}</title>"


HEADS: Mapping[str, Callable[[Story], str]] = {
    one.__name__: one
    for one in (
        schema, graph, with_outlet_as_author, names_alone, many_objects, open_graph,
        open_graph_names, dublin, named, newsroom, outlet_as_author, bare, outlet_first,
    )
}  # fmt: skip
