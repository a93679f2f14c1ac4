"""How sites mark up headline, standfirst, byline, paragraphs, and what they put between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape as e

from benchmarks.articles.heads import MOMENT
from benchmarks.articles.stories import Story

Piece = tuple[str, str]  # what it is: "p", "h2" or the name of something put between; its text


def byline(story: Story, style: str) -> str:
    names = story.authors
    linked = [f'<a rel="author" href="/people/{i}">{e(name)}</a>' for i, name in enumerate(names)]
    time = f'<time datetime="{MOMENT}">{e(story.date)}</time>'
    if style == "linked":
        return f'<div class="byline">{e(story.by)} {story.joined_by.join(linked)}</div>{time}'
    if style == "plain":
        return f'<p class="byline">{e(story.byline)}</p><p class="date">{e(story.date)}</p>'
    if style == "roles":
        people = "".join(
            f'<div class="author"><span class="author-name">{e(name)}</span>'
            f'<span class="author-title">{e(story.role)}</span></div>'
            for name in names
        )
        return f'<div class="authors">{people}</div>{time}'
    if style == "microdata":
        people = "".join(
            f'<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
            f'<span itemprop="name">{e(name)}</span></span>'
            for name in names
        )
        when = f'<meta itemprop="datePublished" content="{MOMENT}">'
        return f'<div class="meta">{people}{when}<span>{e(story.date)}</span></div>'
    if style == "time":
        return time
    return ""


def opening(story: Story, style: str, by: str) -> tuple[str, str]:
    """What stands before the article's element, and what stands first in it."""
    h1, stand = f"<h1>{e(story.title)}</h1>", e(story.standfirst)
    styles: dict[str, tuple[str, str]] = {
        "inside": ("", f'<header>{h1}<p class="standfirst">{stand}</p>{by}</header>'),
        "above": (f'<div class="top">{h1}<p class="article__dek">{stand}</p></div>', by),
        "deck": (f"{h1}<h2>{stand}</h2>{by}", ""),
        "deck inside": ("", f"{h1}<h2>{stand}</h2>{by}"),
        "bold": ("", f'{h1}{by}<p class="lead"><strong>{stand}</strong></p>'),
        "summary": (
            f'<section class="hero"><span class="kicker">{e(story.section)}</span>{h1}'
            f'<div class="c-article__summary"><p>{stand}</p></div>{by}</section>', ""),
        "plain": (f"<div>{h1}<div>{stand}</div></div>", by),
        "subtitle": ("", f'{h1}<div class="subtitle">{stand}</div>{by}'),
        "itemprop": ("", f'{h1}<p itemprop="description">{stand}</p>{by}'),
        "far": (f"<header>{h1}</header><div><div>{by}</div></div><div><p>{stand}</p></div>", ""),
        "none": ("", h1 + by),
        "none above": (h1 + by, ""),
        "masthead": (f'<h1 class="logo">{e(story.outlet)}</h1>', f"<h2>{e(story.title)}</h2>{by}"),
    }  # fmt: skip
    return styles[style]


def between(story: Story, what: str, number: int = 0) -> str:
    """Something that stands among the paragraphs and is none."""
    related = story.related[number % len(story.related)]
    link = f'<a href="/n/{number}">{e(related)}</a>'
    form = "<form><input type=email><button>OK</button></form>"
    parts = {
        "ad": f'<div class="ad-slot"><span>{e(story.ad)}</span></div>',
        "figure": f'<figure><img src="a.jpg" alt="{e(story.caption)}"><figcaption>'
        f"{e(story.caption)}. {e(story.credit)}</figcaption></figure>",
        "bare caption": f'<div class="image"><img src="a.jpg"><p class="caption">'
        f"{e(story.caption)}. {e(story.credit)}</p></div>",
        "related": f'<p class="related"><strong>{e(story.more)}: {link}</strong></p>',
        "related box": f'<aside class="related-box"><h3>{e(story.more)}</h3><ul>'
        f"<li>{link}</li></ul></aside>",
        "related line": f"<p>{e(story.more)}: {link}</p>",
        "newsletter": f'<div class="newsletter-signup"><h3>{e(story.newsletter[0])}</h3><p>'
        f"{e(story.newsletter[1])}</p>{form}</div>",
        "share": f'<ul class="share-bar">'
        f"{''.join(f'<li><a href=#>{e(one)}</a></li>' for one in story.buttons)}</ul>",
        "pull quote": f'<aside class="pullquote"><p>{e(story.paragraphs[1][:60])}</p></aside>',
        "paywall": f'<div class="paywall"><p>{e(story.newsletter[0])}</p></div>',
    }
    return parts[what]


def paragraphs(story: Story, pieces: Sequence[Piece]) -> str:
    return "".join(_piece(story, "p", what, text, i) for i, (what, text) in enumerate(pieces))


def boxes(story: Story, pieces: Sequence[Piece]) -> str:
    """Each paragraph in a box of its own, as page builders make them."""
    made = (_piece(story, "p", what, text, i) for i, (what, text) in enumerate(pieces))
    return "".join(
        f'<div class="row"><div class="col text-block">{one}</div></div>' for one in made
    )


def divs(story: Story, pieces: Sequence[Piece]) -> str:
    return "".join(_piece(story, "div", what, text, i) for i, (what, text) in enumerate(pieces))


def breaks(story: Story, pieces: Sequence[Piece]) -> str:
    """Old sites: one box, and two line breaks for a paragraph."""
    lines = [
        e(text) if what == "p" else f"<b>{e(text)}</b>" if what == "h2" else between(story, what, i)
        for i, (what, text) in enumerate(pieces)
    ]
    return "<br><br>".join(lines)


def amp(story: Story, pieces: Sequence[Piece]) -> str:
    ad = "<amp-ad width=300 height=250></amp-ad>"
    picture = '<amp-img src="a.jpg" width=1 height=1></amp-img>'
    return picture + paragraphs(story, pieces).replace("</p><p>", f"</p>{ad}<p>", 1)


def drop_cap(story: Story, pieces: Sequence[Piece]) -> str:
    first = e(pieces[0][1])
    cap = f'<p><span class="dropcap">{first[0]}</span>{first[1:]}</p>'
    return cap + paragraphs(story, pieces[1:])


def inline(story: Story, pieces: Sequence[Piece]) -> str:
    """Links, emphasis and a word in a span in every paragraph."""
    made = paragraphs(story, pieces)
    for paragraph in story.paragraphs:
        words = e(paragraph).split(" ")
        if len(words) > 6:
            words[1] = f'<a href="/t/{len(words)}">{words[1]}</a>'
            words[3] = f"<em>{words[3]}</em>"
            words[5] = f'<span class="x">{words[5]}</span>'
            made = made.replace(e(paragraph), " ".join(words))
    return made


def live(story: Story, pieces: Sequence[Piece]) -> str:
    """A live blog: posts with a time each."""
    posts = [
        f'<div class="post" itemprop="liveBlogUpdate"><time>{18 - i}:0{i}</time>'
        f"{_piece(story, 'p', what, text, i)}</div>"
        for i, (what, text) in enumerate(pieces)
    ]
    return f'<div class="liveblog">{"".join(posts)}</div>'


def table(story: Story, pieces: Sequence[Piece]) -> str:
    rows = f"<tr><td width=120>{'<br>'.join(map(e, story.menu))}</td><td>"
    return f"<table>{rows}{paragraphs(story, pieces)}</td></tr></table>"


def listed(story: Story, pieces: Sequence[Piece]) -> str:
    """The last two paragraphs as a list."""
    last = "".join(f"<li>{e(text)}</li>" for _, text in pieces[-2:])
    return f"{paragraphs(story, pieces[:-2])}<ul>{last}</ul>"


def quoted(story: Story, pieces: Sequence[Piece]) -> str:
    """The second paragraph as a block of quotation."""
    made = paragraphs(story, pieces)
    quote = e(pieces[1][1])
    return made.replace(f"<p>{quote}</p>", f"<blockquote><p>{quote}</p></blockquote>", 1)


def apart(story: Story, pieces: Sequence[Piece]) -> str:
    """The first paragraph in a box of its own, before the others' box."""
    first, rest = pieces[0][1], paragraphs(story, pieces[1:])
    return (
        f'<div class="article-lead"><p>{e(first)}</p></div><div class="article-rest">{rest}</div>'
    )


def _piece(story: Story, tag: str, what: str, text: str, number: int) -> str:
    if what == "p":
        return f"<{tag}>{e(text)}</{tag}>"
    return f"<h2>{e(text)}</h2>" if what == "h2" else between(story, what, number)


BODIES: Mapping[str, Callable[[Story, Sequence[Piece]], str]] = {
    one.__name__: one
    for one in (
        paragraphs, boxes, divs, breaks, amp, drop_cap, inline, live, table, listed, quoted, apart,
    )
}  # fmt: skip
