"""Pages in the manner of real sites: a table of templates, and each filled with each story."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape as e

from benchmarks.articles.bodies import BODIES, between, byline, opening
from benchmarks.articles.heads import HEADS
from benchmarks.articles.stories import DAY, Story, Truth, stories


@dataclass(frozen=True)
class Template:
    """One kind of site, by what its pages are made of."""

    name: str
    head: str
    opening: str
    by: str
    body: str
    box: str = "<article>{}</article>"
    put_between: tuple[str, ...] = ()  # after the first, second, ... paragraph; "" for nothing
    around: tuple[str, ...] = ("menu", "footer")
    paragraphs: int = 7
    has_heading: bool = False


MAIN = '<main><article class="article"><div class="article-body">{}</div></article></main>'
DIVS = '<div id="page"><div class="content"><div class="story-body">{}</div></div></div>'
POST = '<div class="post hentry"><div class="entry-content">{}</div></div>'
MARKED = '<article itemscope itemtype="https://schema.org/NewsArticle"><div itemprop="articleBody">{}</div></article>'  # noqa: E501
NOTHING = "<div><div><div>{}</div></div></div>"
FULL = ("cookies", "menu", "crumbs", "share", "cards", "comments", "most read", "footer")
SOME = ("menu", "share", "cards", "footer")

TEMPLATES = (
    Template("schema.org", "schema", "inside", "linked", "paragraphs", MAIN, around=FULL),
    Template("graph of a plugin", "graph", "none", "plain", "paragraphs", POST, ("",
             "figure"), SOME),
    Template("outlet among the authors", "with_outlet_as_author", "above", "linked", "paragraphs",
             MAIN, ("ad", "related", "ad"), FULL),
    Template("authors as strings", "names_alone", "summary", "roles", "boxes", DIVS, ("ad",), SOME),
    Template("many objects", "many_objects", "deck", "time", "paragraphs", MAIN, ("",
             "related box")),
    Template("Open Graph", "open_graph", "above", "linked", "paragraphs", around=SOME),
    Template("Open Graph with names", "open_graph_names", "inside", "time", "inline", MAIN),
    Template("Dublin Core", "dublin", "none", "", "paragraphs", DIVS, around=FULL),
    Template("name=author", "named", "deck inside", "plain", "paragraphs", DIVS, ("figure",)),
    Template("newsroom statistics", "newsroom", "plain", "plain", "inline", MAIN, ("", "ad"), SOME),
    Template("outlet as author", "outlet_as_author", "inside", "linked", "paragraphs", MAIN),
    Template("nothing in the head", "bare", "deck", "plain", "paragraphs"),
    Template("outlet first", "outlet_first", "none above", "plain", "divs", DIVS),
    Template("AMP", "schema", "inside", "roles", "amp", around=("menu", "share", "footer")),
    Template("live blog", "many_objects", "above", "linked", "live", MAIN, around=SOME),
    Template("paywall stub", "schema", "inside", "linked", "paragraphs", MAIN, ("", "", "paywall"),
             SOME, paragraphs=3),
    Template("brief", "open_graph", "none", "time", "paragraphs", paragraphs=2),
    Template("three paragraphs", "bare", "none", "", "paragraphs", paragraphs=3),
    Template("first paragraph apart", "open_graph", "none", "linked", "apart", MAIN, around=SOME),
    Template("far standfirst", "open_graph", "far", "linked", "paragraphs", MAIN, around=SOME),
    Template("bold lead", "schema", "bold", "plain", "paragraphs", MAIN, ("", "newsletter")),
    Template("subtitle", "graph", "subtitle", "roles", "paragraphs", POST, ("", "",
             "related line")),
    Template("microdata", "open_graph", "itemprop", "microdata", "paragraphs", MARKED, ("figure",)),
    Template("line breaks", "bare", "none", "plain", "breaks", NOTHING),
    Template("table layout", "outlet_first", "none", "plain", "table", "{}", around=("footer",)),
    Template("boxes", "schema", "above", "linked", "boxes", DIVS, ("ad", "newsletter",
             "figure"), FULL,
             has_heading=True),
    Template("divs", "open_graph", "above", "linked", "divs", MAIN, ("", "ad"), SOME),
    Template("drop cap", "schema", "summary", "linked", "drop_cap", MAIN, ("", "pull quote"), SOME),
    Template("list at the end", "schema", "inside", "plain", "listed", MAIN, around=SOME),
    Template("quotation", "open_graph", "inside", "linked", "quoted", MAIN, around=SOME,
             has_heading=True),
    Template("captions", "schema", "inside", "linked", "paragraphs", MAIN,
             ("figure", "bare caption", "figure"), SOME),
    Template("newsletters", "graph", "above", "roles", "paragraphs", MAIN,
             ("newsletter", "", "newsletter"), FULL),
    Template("comments", "open_graph_names", "none above", "linked", "paragraphs", MAIN,
             around=("menu", "comments", "comments", "footer")),
    Template("related everywhere", "schema", "inside", "linked", "paragraphs", MAIN,
             ("related", "related line", "related box", "related"), FULL),
    Template("endless page", "schema", "inside", "linked", "paragraphs", MAIN,
             around=("menu", "share", "next article", "footer")),
    Template("biography", "schema", "none", "linked", "paragraphs", MAIN, around=("menu",
             "bio", "footer")),
    Template("authors elsewhere", "bare", "none", "linked", "paragraphs", MAIN,
             around=("menu", "aside", "footer")),
    Template("masthead heading", "open_graph", "masthead", "linked", "paragraphs", DIVS,
             around=SOME),
)  # fmt: skip


def pages(share: int = 3) -> Iterator[Truth]:
    """Each template with every `share`-th story, so that every story meets every kind of site."""
    for i, template in enumerate(TEMPLATES):
        for j, story in enumerate(stories()):
            if (i + j) % share == 0:
                yield make_page(template, story)


def make_page(template: Template, story: Story) -> Truth:
    texts = story.paragraphs[: template.paragraphs]
    pieces: list[tuple[str, str]] = []
    for i, text in enumerate(texts):
        if template.has_heading and i == 3:
            pieces.append(("h2", story.heading))
        pieces.append(("p", text))
        if i < len(template.put_between) and template.put_between[i]:
            pieces.append((template.put_between[i], ""))
    above, first = opening(story, template.opening, byline(story, template.by))
    inner = first + BODIES[template.body](story, pieces)
    before = "".join(_around(story, one) for one in template.around if one in _BEFORE)
    after = "".join(_around(story, one) for one in template.around if one not in _BEFORE)
    head = HEADS[template.head](story)
    html = (
        f'<!DOCTYPE html><html lang="{story.language}"><head><meta charset="utf-8">{head}</head>'
        f"<body>{before}{above}{template.box.format(inner)}{after}</body></html>"
    )
    body = [text for what, text in pieces if what in ("p", "h2")]
    is_named = template.by not in ("", "time") or template.head not in _WITHOUT_AUTHORS
    is_dated = template.by or template.head not in ("bare", "outlet_first")
    has_stand = template.opening not in ("none", "none above", "masthead")
    return Truth(
        name=template.name,
        language=story.language,
        given=html,
        title=story.title,
        authors=story.authors if is_named else (),
        day=DAY if is_dated else "",
        standfirst=story.standfirst if has_stand else "",
        body=tuple(body),
        furniture=(),
    )


_BEFORE = frozenset(("cookies", "menu", "crumbs"))
_WITHOUT_AUTHORS = frozenset(("open_graph", "bare", "outlet_first", "outlet_as_author"))


def _around(story: Story, what: str) -> str:
    links = "".join(f'<li><a href="/{i}">{e(one)}</a></li>' for i, one in enumerate(story.menu))
    cards = "".join(
        f'<div class="card teaser"><a href="/n/{i}"><h3>{e(one)}</h3></a>'
        f"<p>{e(story.newsletter[1])}</p></div>"
        for i, one in enumerate(story.related)
    )
    said = "".join(
        f'<div class="comment"><span class="comment-author">reader{i}</span><p>{e(one)}</p></div>'
        for i, one in enumerate(story.comments)
    )
    parts = {
        "cookies": f'<div id="consent-banner"><p>{e(story.newsletter[1])}</p>'
        "<button>OK</button></div>",
        "menu": f'<header class="site-header"><a class="logo" href="/">{e(story.outlet)}</a>'
        f"<nav><ul>{links}</ul></nav></header>",
        "crumbs": f'<div class="breadcrumb"><a href="/">{e(story.menu[0])}</a> &gt; '
        f'<a href="/p">{e(story.section)}</a></div>',
        "share": between(story, "share"),
        "cards": f'<section class="related-articles"><h2>{e(story.more)}</h2>{cards}</section>',
        "comments": f'<section id="comments"><h2>2</h2>{said}</section>',
        "most read": f'<aside class="most-read"><ol><li>{"</li><li>".join(map(e, story.related))}'
        f"</li></ol></aside>",
        "footer": f"<footer><p>{e(story.footer)}</p><ul>{links}</ul></footer>",
        "bio": f'<div class="author-bio"><h4>{e(story.authors[0])}</h4><p>{e(story.role)}. '
        f"{e(story.newsletter[1])}</p></div>",
        "aside": f'<aside><div class="author">{e(story.comments[0])}</div>'
        '<a rel="author" href="/z">'
        f"Jon Other</a><p>{e(story.newsletter[1])}</p></aside>",
        "next article": f'<article class="next"><h2><a href="/n/9">{e(story.related[0])}</a></h2>'
        f"<p>{e(story.comments[0])}</p><p>{e(story.comments[1])}</p></article>",
    }  # fmt: skip
    return parts[what]
