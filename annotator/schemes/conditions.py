"""When a question is asked, of what, and what a relation joins: said by titles, never by keys."""

from __future__ import annotations

from annotator.models import Question, RelationType, Scheme

__all__ = ["conditions", "ends"]


def conditions(scheme: Scheme, question: Question) -> tuple[str, ...]:
    """What limits a question or an attribute, a piece each: "only of Loaded word", "from 0 to 10".

    The page of a codebook, the guideline beside the article and a release's guideline say these.
    """
    said = []
    attribute = next((one for one in scheme.attributes if one.question == question), None)
    if attribute is not None and attribute.labels:
        said.append(f"only of {_titles(scheme, attribute.labels)}")
    if question.when is not None:
        every = [*(one.question for one in scheme.attributes), *scheme.questions]
        other = next(one for one in every if one.key == question.when.question)
        titles = {one.key: one.title for one in other.choices}
        wanted = " or ".join(titles.get(key, key) for key in question.when.choices)
        said.append(f"only when “{other.title}” is {wanted}")
    return (*said, *_bounds(question))


def ends(scheme: Scheme, relation: RelationType) -> str:
    """From which marks to which a relation leads: "from Source to Quotation"."""
    start, end = (
        _titles(scheme, keys) if keys else "any mark"
        for keys in (relation.from_labels, relation.to_labels)
    )
    return f"from {start} to {end}"


def _bounds(question: Question) -> tuple[str, ...]:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        return (f"from {low:g} to {high:g}",)
    if low is not None:
        return (f"at least {low:g}",)
    return (f"at most {high:g}",) if high is not None else ()


def _titles(scheme: Scheme, keys: tuple[str, ...]) -> str:
    """
    >>> from annotator.schemes.builtin import load_builtin
    >>> _titles(load_builtin("attribution"), ("Source", "Cue", "Content"))
    'Source, Cue or Content'
    """
    titles = {label.key: label.title for label in scheme.labels}
    *first, last = (titles.get(key, key) for key in keys)
    return f"{', '.join(first)} or {last}" if first else last
