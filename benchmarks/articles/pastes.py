"""Whole pages as people paste them: everything that a browser shows, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.articles.stories import DAY, Story, Truth, stories

# What a line is (title, by, date, stand, p, or "" for furniture), and the line.
Lines = list[tuple[str, str]]


def broadcaster(s: Story) -> Lines:
    return [
        *_rest(s.outlet, *s.menu), ("gap", ""), ("title", s.title), ("gap", ""), ("date", s.date),
        *_rest(*s.buttons[:2]), ("by", s.authors[0]), *_rest(s.role),
        *_rest(f"Getty Images {s.caption}."),
        *_prose(s.paragraphs[:4]), *_prose(s.paragraphs[4:]), ("gap", ""),
        *_rest(s.more, *s.related), ("gap", ""), *_rest(*s.newsletter),
    ]  # fmt: skip


def daily(s: Story) -> Lines:
    return [
        *_rest(f"{s.menu[0]} > {s.section}", s.section), ("title", s.title),
        ("stand", s.standfirst),
        ("by", s.byline), ("date", f"{s.date}, 17:32"), *_rest(*s.buttons), ("gap", ""),
        *_rest(f"{s.caption}. {s.credit}"), *_prose(s.paragraphs[:2]), *_rest(s.ad),
        *_prose(s.paragraphs[2:5]), *_rest(f"{s.more}: {s.related[0]}"), *_prose(s.paragraphs[5:]),
        ("gap", ""), *_rest(*s.newsletter, s.footer),
    ]  # fmt: skip


def quality(s: Story) -> Lines:
    return [
        *_rest(*s.menu, s.outlet, s.section), ("gap", ""), ("title", s.title), ("gap", ""),
        ("stand", s.standfirst), ("gap", ""), ("by", s.byline), ("date", s.date), ("gap", ""),
        *_rest(*s.buttons), ("gap", ""), *_prose(s.paragraphs[:3]),
        *_rest(s.newsletter[0]), ("gap", ""),
        *_rest(s.newsletter[1]), ("gap", ""), *_prose(s.paragraphs[3:]), ("gap", ""),
        *_rest(s.more, *s.related), ("gap", ""), *_rest(*s.comments), ("gap", ""), *_rest(s.footer),
    ]  # fmt: skip


def portal(s: Story) -> Lines:
    return [
        *_rest(s.outlet.upper(), *s.menu), ("gap", ""), *_rest(f"{s.menu[0]} / {s.section}"),
        ("title", s.title), ("gap", ""), ("by", s.byline), ("date", f"{s.date} - 21:15"),
        *_rest(*s.buttons, "12"), ("gap", ""), *_prose(s.paragraphs), ("gap", ""),
        *_rest(s.ad, s.more), *_rest(*s.related), ("gap", ""), *_rest(*s.menu, s.footer),
    ]  # fmt: skip


def local(s: Story) -> Lines:
    return [
        *_rest(s.outlet, *s.menu), ("title", s.title), ("date", s.date), ("by", s.byline),
        ("gap", ""), ("stand", s.standfirst), ("gap", ""), *_rest(f"{s.caption}. {s.credit}"),
        ("gap", ""), *_prose(s.paragraphs[:5]), ("gap", ""),
        *_rest(s.more, s.related[1]), ("gap", ""),
        *_prose(s.paragraphs[5:]), ("gap", ""), *_rest(*s.buttons, *s.newsletter, *s.comments),
    ]  # fmt: skip


def article_alone(s: Story) -> Lines:
    return [
        ("title", s.title),
        ("by", s.byline),
        ("date", s.date),
        ("gap", ""),
        *_prose(s.paragraphs),
    ]


KINDS: tuple[Callable[[Story], Lines], ...] = (
    broadcaster, daily, quality, portal, local, article_alone,
)  # fmt: skip


def pastes() -> Iterator[Truth]:
    """Every kind in every language."""
    for kind in KINDS:
        for story in stories():
            lines = kind(story)

            def of(what: str, lines: Lines = lines) -> tuple[str, ...]:
                return tuple(line for named, line in lines if named == what)

            by = of("by")
            yield Truth(
                name=kind.__name__,
                language=story.language,
                given="\n".join(line for _, line in lines),
                title=story.title,
                authors=story.authors[:1] if by == story.authors[:1] else story.authors,
                day=DAY,
                standfirst="".join(of("stand")),
                body=of("p"),
                furniture=of(""),
            )


def _rest(*lines: str) -> Lines:
    return [("", line) for line in lines]


def _prose(paragraphs: tuple[str, ...]) -> Lines:
    """Paragraphs with an empty line behind each, as browsers copy them."""
    return [one for text in paragraphs for one in (("p", text), ("gap", ""))]
