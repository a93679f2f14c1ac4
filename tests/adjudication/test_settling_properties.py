"""What holds of gold in the store, whatever is done in whatever order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from settle_world import CLAIM, LOADED, NAME, TEXT, SettleStudy, make_study

from annotator import store
from annotator.adjudication import Rules, parse_rule
from annotator.store.adjudication import NewGoldSpan, Settler, load_batches
from annotator.workflow.adjudication.deciding import Choice, decide
from annotator.workflow.adjudication.desk import load_desk
from annotator.workflow.adjudication.renewing import renew
from annotator.workflow.adjudication.settling import apply_rules, undo_rules

WORDS = ("brazen", "brazen vote", "vote came", "regime", "The regime at", "slammed")
LABELS = (LOADED, CLAIM, NAME)
RULES = ("unanimous", "all-but-one", "majority", "k:1", "k:2")
JUDGE = Settler(None, "J01")


class Doing:
    """One study, and what has been decided by hand in it."""

    def __init__(self, made: SettleStudy, chance: random.Random) -> None:
        self.made, self.chance = made, chance
        self.by_hand: dict[tuple[str, int, int], int] = {}

    def submit(self) -> None:
        chance = self.chance
        marks = [(chance.choice(LABELS), chance.choice(WORDS)) for _ in range(chance.randint(0, 4))]
        self.made.submit(chance.randrange(3), list(dict.fromkeys(marks)))

    def apply(self) -> None:
        rules = Rules(parse_rule(self.chance.choice(RULES)), {}, self.chance.choice([0, 1]))
        apply_rules(self.made.db, 1, rules, JUDGE)

    def undo(self) -> None:
        live = [one.id for one in load_batches(self.made.db, 1) if not one.undone_at]
        if live:
            undo_rules(self.made.db, 1, self.chance.choice(live), JUDGE)

    def renew(self) -> None:
        renew(self.made.db, 1, JUDGE)

    def decide(self) -> None:
        """About some marks that no decision by hand names yet."""
        desk = load_desk(self.made.db, 1, 1)
        taken = {(one.annotation_id, one.named.key) for one in desk.decided if one.how == "hand"}
        free = [
            mark for ballot in desk.ballots for mark in ballot.marks
            if (ballot.annotation, mark.region) not in taken
        ]  # fmt: skip
        if not free:
            return
        marks = self.chance.sample(free, min(len(free), self.chance.randint(1, 3)))
        one, words = self.chance.choice(LABELS), self.chance.choice(WORDS)
        start = TEXT.index(words)
        place = (one, start, start + len(words))
        if place in self.by_hand:
            return
        named = tuple((mark.revision, mark.region) for mark in marks)
        gold = NewGoldSpan(*place, words)
        self.by_hand[place] = decide(
            self.made.db, 1, Choice(1, named, (gold,), "So.", 10_000), JUDGE
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_hand_decisions_survive_every_rule_undo_and_renewal_and_all_gold_has_its_source(
    seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    db = store.open_store(tmp_path / "store.sqlite")
    doing = Doing(make_study(db), chance)
    for _ in range(3):
        doing.submit()
    steps = [doing.submit, doing.apply, doing.undo, doing.renew, doing.decide, doing.apply]
    for _ in range(25):
        chance.choice(steps)()
        _check(doing)
    db.close()


def _check(doing: Doing) -> None:
    db = doing.made.db
    gold = db.execute('SELECT label, start, "end", how, text, text_sha256 FROM gold_table')
    rows = gold.fetchall()
    by_hand = {tuple(row[:3]) for row in rows if row[3] == "hand"}
    assert by_hand == set(doing.by_hand)
    for _, start, end, how, text, sha256 in rows:
        assert text == TEXT[start:end]
        assert how == "hand" or how.startswith("rule:")
        assert "/" in how or how == "hand"
        assert sha256 == store.load_article(db, 1).article.sha256
    # A mark is named by one standing decision at most; nothing refers to what is not there.
    named = "SELECT count(*), count(DISTINCT annotation_id || key) FROM decided WHERE what = 'mark'"
    total, distinct = db.execute(named).fetchone()
    assert total == distinct
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
