"""Votes on relations, counted between gold marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from annotator.adjudication.ballots import Ballot, Link, Mark
from annotator.adjudication.gold import GoldRelation, OpenLinks, Place, SettledLinks, Votes
from annotator.adjudication.rules import Rule

NO_GOLD = "an end of it has no gold mark"
ONE_GOLD = "both ends of it became one gold mark"
TOO_FEW = "too few made it"
IN_PART = "somebody's relation like it is decided already"


def settle_relations(
    ballots: Sequence[Ballot],
    became: Mapping[Mark, Place],
    rule: Rule,
    decided: frozenset[Link] = frozenset(),
) -> tuple[list[SettledLinks], list[OpenLinks]]:
    """An end of a relation is the gold mark that its own mark became.

    Whoever did not make the relation votes against it. One with an end that became no gold stays
    open, with that reason; so does one whose two ends became the same gold mark. Of `decided`
    relations, none is settled again or open.
    """
    voters = len(ballots)
    places = {(mark.revision, mark.region): place for mark, place in became.items()}
    votes: dict[GoldRelation, list[Link]] = defaultdict(list)
    left: list[OpenLinks] = []
    for link in sorted((link for ballot in ballots for link in ballot.links), key=_order):
        ends = [places.get((link.revision, end)) for end in (link.from_region, link.to_region)]
        if ends[0] is None or ends[1] is None or ends[0] == ends[1]:
            if link not in decided:
                one_gold = ends[0] is not None and ends[0] == ends[1]
                left.append(OpenLinks((link,), ONE_GOLD if one_gold else NO_GOLD))
        else:
            votes[GoldRelation(ends[0], ends[1], link.label)].append(link)
    settled = []
    for relation, links in votes.items():
        if decided.intersection(links):
            links = [link for link in links if link not in decided]
            left += [OpenLinks(tuple(links), IN_PART)] if links else []
            continue
        people = len({link.revision for link in links})
        if people >= rule.needed(voters):
            found = Votes(people, voters, str(rule))
            settled.append(SettledLinks(relation, tuple(links), found))
        else:
            left.append(OpenLinks(tuple(links), TOO_FEW))
    return settled, left


def _order(link: Link) -> tuple[int, str]:
    return link.revision, link.key
