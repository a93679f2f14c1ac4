"""Many annotations -> what a rule settles, what is disputed, what a decision makes of it. Pure."""

from annotator.adjudication.article import settle_article
from annotator.adjudication.ballots import Ballot, Given, Link, Mark, chains, digest
from annotator.adjudication.gold import (
    GoldAnswer,
    GoldRelation,
    GoldSpan,
    Outcome,
    Place,
    SettledAnswer,
    SettledLinks,
    SettledMarks,
    Standing,
    Votes,
)
from annotator.adjudication.marks import becoming
from annotator.adjudication.rules import NAMES, Rule, Rules, parse_rule, rules_from_json

__all__ = [
    "NAMES",
    "Ballot",
    "Given",
    "GoldAnswer",
    "GoldRelation",
    "GoldSpan",
    "Link",
    "Mark",
    "Outcome",
    "Place",
    "Rule",
    "Rules",
    "SettledAnswer",
    "SettledLinks",
    "SettledMarks",
    "Standing",
    "Votes",
    "becoming",
    "chains",
    "digest",
    "parse_rule",
    "rules_from_json",
    "settle_article",
]
