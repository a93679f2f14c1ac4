"""Whoever did which work, and in which order: adjudicators see the same, to the character."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import pytest
from adjudication_world import JUDGE, ROOT, make_adjudication_world
from settle_world import CLAIM, LOADED, NAME

from annotator.adjudication import Ballot
from annotator.store.adjudication import SettlingChoices, hide_letters, save_choices

# Two of them join marks, one answers another frame; at two places a label stands beside another.
WORK = (
    {"marks": [(LOADED, "brazen"), (NAME, "brazen"), (LOADED, "slammed"), (NAME, "regime"),
               (CLAIM, "minutes 🌉 of")],
     "attributes": {0: {"voice": "journalist"}}, "relations": [(3, 2)],
     "answers": {"primary_frame": "political"}},
    {"marks": [(NAME, "brazen"), (LOADED, "brazen vote"), (LOADED, "slammed")],
     "attributes": {2: {"voice": "quoted_source"}}, "answers": {"primary_frame": "economic"}},
    {"marks": [(LOADED, "slammed the protest"), (LOADED, "regime"), (NAME, "regime")],
     "relations": [(2, 0)], "answers": {"primary_frame": "political"}},
)  # fmt: skip
CHANGING = re.compile(r'name="csrf_token"\s+value="[^"]*"|nonce="[^"]*"')


def letter_of_work(
    article_id: int, ballots: Sequence[Ballot], *, hidden: bool = False
) -> Mapping[int, str]:
    """The letter follows the work, so that all else must be the same whoever did it."""

    def letter(ballot: Ballot) -> str:
        if len(ballot.marks) == 5:
            return "A"
        return "B" if ballot.answer("primary_frame")[0][0] == "economic" else "C"

    return {one.revision: "" if hidden else letter(one) for one in ballots}


def pages_seen(folder: Path, order: Sequence[int]) -> dict[str, str]:
    """What the adjudicator sees when annotator n did the work `order[n]`, with letters and without.

    They submit in another order than they have the article.
    """
    judged = make_adjudication_world(folder)
    made = judged.made
    for who in (2, 0, 1):
        made.submit(who, **WORK[order[who]])  # type: ignore[arg-type]
    save_choices(made.db, made.study.id, SettlingChoices(True, False, True))
    client = judged.client(JUDGE)
    queue = client.get(f"{ROOT}/").text
    paths = [f"{ROOT}/", f"{ROOT}/?order=disputed", f"{ROOT}/articles/1", "/studies/1/gold/answers"]
    paths += re.findall(rf'href="({ROOT}/articles/1/passages/\w+)"', queue)
    found = {path: CHANGING.sub("", client.get(path).text) for path in paths}
    hide_letters(made.db, made.study.id, True)
    found |= {f"hidden {path}": CHANGING.sub("", client.get(path).text) for path in paths}
    made.db.close()
    return found


def test_the_pages_are_the_same_whoever_did_which_work_and_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The package's own name `blueprint` is Flask's value, so the module is looked up.
    module = import_module("annotator.web.adjudication.blueprint")
    monkeypatch.setattr(module, "letters", letter_of_work)
    before = pages_seen(tmp_path / "a", (0, 1, 2))
    assert len(before) > 14
    assert pages_seen(tmp_path / "b", (2, 0, 1)) == before
