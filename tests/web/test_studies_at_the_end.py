"""Studies at the edges of their life: what stands on their pages is so, and can be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from odd_studies import LOADED, OddStudy, all_of, put, texts
from page_text import as_read
from pages_world import MANAGER, PASSWORD, make_app, sign_in

from annotator import store
from annotator.errors import StudyError
from annotator.keys import load_keys
from annotator.labelstudio import LabelStudio
from annotator.web import results
from annotator.workflow.correcting import withdraw_article
from annotator.workflow.inviting import create_manager, remove_annotator
from annotator.workflow.publishing import publish
from annotator.workflow.roles import remove_account

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from annotator.settings import Settings

PLACES = re.compile(r"^/studies/<int:study_id>(?:/[\w/-]*)?$")
FILES = ("/newest.json", "/state.json")
DONE = all_of(2, 2, marks=(LOADED,))


def withdraw_every_article(db: store.Store, study_id: int) -> None:
    for one in store.load_articles(db, study_id):
        withdraw_article(db, one.id)


def remove_everybody(db: store.Store, study_id: int) -> None:
    for one in store.load_annotators(db, study_id):
        remove_annotator(db, one.id)


def remove_every_account(db: store.Store, study_id: int) -> None:
    for one in store.load_annotators(db, study_id):
        remove_account(db, one.email)


def nothing(db: store.Store, study_id: int) -> None:
    """It is left as it is."""


ENDS = {
    "no article and nobody": (OddStudy("Empty", "odd-all", 0, ()), nothing),
    "nobody": (OddStudy("Articles", "odd-all", 0, texts(2)), nothing),
    "every article withdrawn": (
        OddStudy("Withdrawn", "odd-all", 2, texts(2), DONE, settled=True),
        withdraw_every_article,
    ),
    "everybody removed": (
        OddStudy("Removed", "odd-all", 2, texts(2), DONE, settled=True),
        remove_everybody,
    ),
    "everybody removed before any work": (
        OddStudy("Unbegun", "odd-all", 2, texts(2)),
        remove_everybody,
    ),
    "every account removed": (
        OddStudy("Left", "odd-all", 2, texts(2), DONE),
        remove_every_account,
    ),
}
# What would be untrue there.
UNTRUE = {
    "every article withdrawn": ("no articles yet", "None yet", "bring the articles", "ne has sub"),
    "everybody removed": ("Nobody yet", "invite the annotators", "still open;"),
    "everybody removed before any work": ("Nobody yet", "invite the annotators"),
    "every account removed": ("New password link", "New link", "At most 2, the number"),
}


@pytest.fixture
def installed(tmp_path: Path) -> tuple[Flask, Settings]:
    app, settings = make_app(tmp_path / "data")
    with closing(store.open_store(settings.database)) as db:
        create_manager(db, MANAGER, PASSWORD)
    return app, settings


@pytest.mark.parametrize("name", ENDS)
def test_every_page_is_there_and_its_links_lead_somewhere(
    installed: tuple[Flask, Settings], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "is_small_study", lambda *_: True)
    app, settings = installed
    odd, end = ENDS[name]
    with closing(store.open_store(settings.database)) as db:
        study_id = put(db, odd)
        end(db, study_id)
    client = app.test_client()
    sign_in(client, MANAGER, PASSWORD)
    faults = []
    for place in pages_of(app, study_id):
        answer = client.get(place, follow_redirects=True)
        if answer.status_code != 200:
            faults.append(f"{place}: {answer.status}")
            continue
        page = as_read(answer.text)
        ids = set(re.findall(r'\bid="([^"]+)"', page))
        dead = [one for one in re.findall(r'href="#([^"]+)"', page) if one not in ids]
        said = [one for one in UNTRUE.get(name, ()) if one in page]
        faults += [f"{place}: {one}" for one in (*dead, *said)]
    assert not faults, "\n".join(faults)


def pages_of(app: Flask, study_id: int) -> list[str]:
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    found = [one for one in rules if PLACES.match(one) and not one.endswith(FILES)]
    assert len(found) > 15
    return [one.replace("<int:study_id>", str(study_id)) for one in found]


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (withdraw_every_article, "Every article of the study 'Withdrawn' is withdrawn"),
        (remove_every_account, "the study has 0 annotators"),
    ],
)
def test_why_it_cannot_be_published_again(
    installed: tuple[Flask, Settings], end: Callable[[store.Store, int], None], words: str
) -> None:
    _, settings = installed
    with closing(store.open_store(settings.database)) as db:
        study_id = put(db, ENDS["every article withdrawn"][0])
        end(db, study_id)
        nowhere = LabelStudio("http://127.0.0.1:9", "")
        with pytest.raises(StudyError, match=words):
            publish(db, nowhere, load_keys(settings), study_id, 1)
