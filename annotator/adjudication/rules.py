"""The rules: how many of an article's voters must agree before nobody needs to look."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from annotator.errors import StudyError

NAMES = ("unanimous", "all-but-one", "majority")


@dataclass(frozen=True)
class Rule:
    """One of `NAMES`, or "k" with the number of votes that suffice.

    >>> [Rule("majority").needed(n) for n in (2, 3, 4, 5)]
    [2, 2, 3, 3]
    >>> [Rule("all-but-one").needed(n) for n in (2, 3, 4)], Rule("k", 2).needed(9)
    ([2, 2, 3], 2)
    """

    name: str
    k: int = 0

    def needed(self, voters: int) -> int:
        """How many equal votes settle, of so many voters."""
        if self.name == "unanimous":
            return max(voters, 2)
        if self.name == "all-but-one":
            return max(voters - 1, 2)
        return voters // 2 + 1 if self.name == "majority" else self.k

    def __str__(self) -> str:
        return f"k:{self.k}" if self.name == "k" else self.name


@dataclass(frozen=True)
class Rules:
    """A study's rule, other ones for single labels, and what counts as nothing.

    `reject_at_most`: what at most so many marked, and fewer than the rule needs, becomes "nothing
    here"; 0 leaves it to a person.
    """

    rule: Rule
    by_label: dict[str, Rule] = field(default_factory=dict)
    reject_at_most: int = 0

    def of_label(self, label: str) -> Rule:
        return self.by_label.get(label, self.rule)

    def to_json(self) -> str:
        """The text that is kept with what the rules settled."""
        return json.dumps(
            {
                "rule": str(self.rule),
                "labels": {label: str(rule) for label, rule in sorted(self.by_label.items())},
                "reject_at_most": self.reject_at_most,
            }
        )


def parse_rule(text: str) -> Rule:
    """A rule as it is written on the command line.

    >>> parse_rule("k:2"), parse_rule("majority")
    (Rule(name='k', k=2), Rule(name='majority', k=0))
    >>> parse_rule("most")
    Traceback (most recent call last):
    ...
    annotator.errors.StudyError: Unknown rule 'most'. Rules: unanimous, all-but-one, majority, \
k:2 (any number of votes from 1).
    """
    if text in NAMES:
        return Rule(text)
    name, _, number = text.partition(":")
    if name == "k" and number.isascii() and number.isdecimal() and 1 <= int(number) <= 1000:
        return Rule("k", int(number))
    raise StudyError(
        f"Unknown rule {text!r}. Rules: {', '.join(NAMES)}, k:2 (any number of votes from 1)."
    )


def rules_from_json(text: str) -> Rules:
    """What `Rules.to_json` wrote."""
    kept = json.loads(text)
    by_label = {label: parse_rule(rule) for label, rule in kept["labels"].items()}
    return Rules(parse_rule(kept["rule"]), by_label, kept["reject_at_most"])
