"""What lies on the table for an article: its ballots, what was decided, and the gold so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from annotator import store
from annotator.adjudication import Ballot, Given, Link, Mark, Place, Standing, digest
from annotator.store import adjudication as kept
from annotator.store.adjudication import Decided, LastDecision, Named, Turnout

__all__ = ["Desk", "load_desk", "load_desks", "named_answer", "named_link", "named_mark"]


@dataclass(frozen=True)
class Desk:
    """One article. `ballots` are in no telling order; `standing` says what of them is decided."""

    article_id: int
    turnout: Turnout
    last: LastDecision
    ballots: tuple[Ballot, ...]
    decided: tuple[Decided, ...]
    golds: frozenset[Place]

    @property
    def votes_count(self) -> bool:
        """Everybody has finished, or a manager closed the article; and two have submitted."""
        return (self.turnout.complete or self.last.closed) and len(self.ballots) >= 2

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.ballots, self.decided, self.golds)

    @property
    def open_links(self) -> tuple[Link, ...]:
        """Relations that nothing standing names, once the votes count."""
        if not self.votes_count:
            return ()
        links = (link for ballot in self.ballots for link in ballot.links)
        return tuple(link for link in links if link not in self.standing.links)


def load_desks(
    db: store.Store, study_id: int, article_ids: Collection[int] | None = None
) -> list[Desk]:
    """Every article that somebody has (or some of them), by id."""
    turnouts = kept.load_turnout(db, study_id, article_ids)
    last = kept.load_last_decisions(db, study_id, article_ids)
    rows = kept.load_ballot_rows(db, [pair[0] for one in turnouts for pair in one.voters])
    decided: dict[int, list[Decided]] = defaultdict(list)
    for one in kept.load_decided(db, study_id, article_ids):
        decided[one.article_id].append(one)
    golds = kept.load_gold_places(db, study_id, article_ids)
    return [
        Desk(
            turnout.article_id,
            turnout,
            last.get(turnout.article_id, LastDecision()),
            tuple(_ballot(*pair, rows) for pair in turnout.voters),
            tuple(decided[turnout.article_id]),
            frozenset(golds.get(turnout.article_id, ())),
        )
        for turnout in turnouts
    ]


def load_desk(db: store.Store, study_id: int, article_id: int) -> Desk:
    """One article; without ballots when nobody has it."""
    found = load_desks(db, study_id, [article_id])
    empty = Turnout(article_id, 0, 0, ())
    return found[0] if found else Desk(article_id, empty, LastDecision(), (), (), frozenset())


def standing_of(
    ballots: Iterable[Ballot], decided: Iterable[Decided], golds: frozenset[Place]
) -> Standing:
    """What is decided of the ballots as they are now.

    A mark that its annotator left as it was stays decided when they submit again; one that was
    changed does not. A question is decided when everybody's answer to it is.
    """
    known = {
        (one.annotation_id, one.named.what, one.named.key): one.named.content for one in decided
    }
    if not known:
        return Standing(golds=golds)
    marks, links, questions = set(), set(), defaultdict(list)
    ballots = list(ballots)
    asked = {one.named.key for one in decided if one.named.what == "answer"}
    for ballot in ballots:
        marks |= {
            (mark.revision, mark.region)
            for mark in ballot.marks
            if (name := (ballot.annotation, "mark", mark.region)) in known
            and known[name] == mark.content
        }
        links |= {
            link
            for link in ballot.links
            if known.get((ballot.annotation, "relation", link.key)) == link.content
        }
        for question in asked:
            content = digest(ballot.answer(question))
            questions[question].append(
                known.get((ballot.annotation, "answer", question)) == content
            )
    settled = frozenset(question for question, each in questions.items() if all(each))
    return Standing(frozenset(marks), golds, settled, frozenset(links))


def named_mark(mark: Mark) -> Named:
    return Named(mark.revision, "mark", mark.region, mark.content)


def named_link(link: Link) -> Named:
    return Named(link.revision, "relation", link.key, link.content)


def named_answer(ballot: Ballot, question: str) -> Named:
    """Also of somebody who gave no answer: that is what was decided on."""
    return Named(ballot.revision, "answer", question, digest(ballot.answer(question)))


def _ballot(annotation: int, revision: int, rows: kept.BallotRows) -> Ballot:
    answers: dict[str, dict[str, list[tuple[str, float | None]]]] = defaultdict(dict)
    for region, question, value, number in rows.answers.get(annotation, ()):
        answers[region].setdefault(question, []).append((value, number))
    marks = tuple(
        Mark(revision, region, label, start, end, _given(answers.get(region, {})))
        for region, label, start, end in rows.spans.get(annotation, ())
    )
    links = tuple(Link(revision, *one) for one in rows.relations.get(annotation, ()))
    return Ballot(annotation, revision, marks, _given(answers.get("", {})), links)


def _given(answers: dict[str, list[tuple[str, float | None]]]) -> tuple[tuple[str, Given], ...]:
    return tuple(
        (question, tuple(sorted(values, key=lambda one: one[0])))
        for question, values in sorted(answers.items())
    )
