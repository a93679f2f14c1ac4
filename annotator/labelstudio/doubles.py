"""The same mark twice by one annotator counts once.

The same is: equal label, start and end after trimming. The first stays. Of a mark that goes, its
relations move to the one that stays, and so do its answers: where both answer a question, the
later mark's answer stands. The annotation's JSON is kept as it came.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.models import Answer, Problem, Relation, Span


def counted_once(
    spans: Sequence[Span],
    answers: Sequence[Answer],
    relations: Sequence[Relation],
    problems: list[Problem],
) -> tuple[tuple[Span, ...], tuple[Answer, ...], tuple[Relation, ...]]:
    """The same content without doubles; says so in `problems`."""
    first: dict[tuple[str, int, int], Span] = {}
    twin: dict[str, str] = {}  # region of a double -> region of the mark that stays
    for span in spans:
        stays = first.setdefault((span.label, span.start, span.end), span)
        if stays is not span:
            twin[span.region] = stays.region
            problems.append(
                Problem(
                    "double",
                    f"The mark {span.text[:80]!r} ({span.label}) was made twice; it counts once.",
                )
            )
    if not twin:
        return tuple(spans), tuple(answers), tuple(relations)
    kept = tuple(first.values())
    staying = {span.region for span in kept}
    # A region with several labels may keep one of them: then it stays what it is.
    moved = {region: to for region, to in twin.items() if region not in staying}
    return kept, _answers(answers, moved, spans), _relations(relations, moved)


def _answers(
    answers: Sequence[Answer], moved: dict[str, str], spans: Sequence[Span]
) -> tuple[Answer, ...]:
    place = {span.region: n for n, span in enumerate(spans)}
    latest: dict[tuple[str, str], int] = {}
    for answer in answers:
        about = (moved.get(answer.region, answer.region), answer.question)
        latest[about] = max(latest.get(about, -1), place.get(answer.region, -1))
    return tuple(
        Answer(answer.question, answer.value, answer.number, region)
        for answer in answers
        for region in (moved.get(answer.region, answer.region),)
        if place.get(answer.region, -1) == latest[region, answer.question]
    )


def _relations(relations: Sequence[Relation], moved: dict[str, str]) -> tuple[Relation, ...]:
    found = (
        Relation(
            moved.get(one.from_region, one.from_region),
            moved.get(one.to_region, one.to_region),
            one.label,
        )
        for one in relations
        # between two that are now one there is nothing to say
        if moved.get(one.from_region, one.from_region) != moved.get(one.to_region, one.to_region)
        or one.from_region == one.to_region
    )
    return tuple(dict.fromkeys(found))
