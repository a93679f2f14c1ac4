"""What is done while a fault happens: each step as a page or a command does it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from annotator import store
from annotator.adjudication import Rule, Rules
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio
from annotator.models import Article
from annotator.settings import Settings
from annotator.store.adjudication import Settler
from annotator.web import create_app
from annotator.web.access import SignedIn
from annotator.web.gateway.own_numbers import OwnNumbers
from annotator.workflow import releasing
from annotator.workflow.adjudication.settling import apply_rules, undo_rules
from annotator.workflow.collecting import collect
from annotator.workflow.loading import add_articles
from annotator.workflow.publishing import publish
from annotator.workflow.safety.backing_up import back_up
from annotator.workflow.safety.restoring import restore
from annotator.workflow.safety.returning_work import put_back
from annotator.workflow.safety.verifying import verify

Say = Callable[[Any], None]
MAJORITY = Rules(Rule("majority"))
NEW = [
    Article(f"News {n}", f"The ferry to Pellworth is late, for the {n}th time.") for n in range(5)
]


def load(say: Say, database: Path) -> None:
    with closing(store.open_store(database)) as db:
        say(add_articles(db, 1, NEW).new)


def settle(say: Say, database: Path) -> None:
    with closing(store.open_store(database)) as db:
        apply_rules(db, 1, MAJORITY, Settler())
        say("settled")


def unsettle(say: Say, database: Path) -> None:
    with closing(store.open_store(database)) as db:
        undo_rules(db, 1, 1, Settler())
        say("undone")


def release(say: Say, database: Path, folder: Path) -> None:
    with closing(store.open_store(database)) as db:
        say([path.name for path in releasing.export(store.load_study_work(db, 1), "csv", folder)])


def migrate(say: Say, database: Path) -> None:
    store.open_store(database).close()
    say("open")


def make_backup(say: Say, path: Path, settings: Settings) -> None:
    say(back_up(path, settings).studies)


def restore_backup(say: Say, path: Path, settings: Settings) -> None:
    say(restore(path, settings).titles)


def publish_study(say: Say, database: Path, url: str, keys: Keys, study_id: int) -> None:
    with closing(store.open_store(database)) as db, closing(client(url, keys)) as labelstudio:
        say(publish(db, labelstudio, keys, study_id, 1).sentence)


def collect_study(say: Say, database: Path, url: str, keys: Keys, study_id: int) -> None:
    with closing(store.open_store(database)) as db, closing(client(url, keys)) as labelstudio:
        say(collect(db, labelstudio, study_id).created)


def verify_study(say: Say, database: Path, url: str, keys: Keys, study_id: int) -> None:
    with closing(store.open_store(database)) as db, closing(client(url, keys)) as labelstudio:
        say(len(verify(db, labelstudio, keys, study_id).differences))


def return_study(say: Say, database: Path, url: str, keys: Keys, study_id: int) -> None:
    with closing(store.open_store(database)) as db, closing(client(url, keys)) as labelstudio:
        say(put_back(db, labelstudio, keys, study_id).sentence)


def client(url: str, keys: Keys) -> LabelStudio:
    return LabelStudio(url, keys.labelstudio_token)


def ask(
    say: Say,
    settings: Settings,
    url: str,
    keys: Keys,
    account_id: int,
    method: str,
    path: str,
    body: Any,
) -> None:
    """One request as the labelling page sends it; says the status when it is answered.

    `path` names an annotation or draft by Label Studio's number, as {annotation:7} or {draft:7}.
    """
    with closing(store.open_store(settings.database)) as db:
        account = store.load_account(db, account_id)
    app = create_app(settings, keys, url)
    numbers = OwnNumbers(keys.secret_key, account.id)
    browser = app.test_client()
    with browser.session_transaction(base_url=settings.origin) as session:
        session["_user_id"] = SignedIn(account, keys).get_id()
        session["_fresh"] = True
    for kind in ("annotation", "draft"):
        before, found, rest = path.partition(f"{{{kind}:")
        if found:
            number, _, after = rest.partition("}")
            path = f"{before}{numbers.shown(kind, int(number))}{after}"  # type: ignore[arg-type]
    answer = browser.open(
        f"/labeling{path}",
        method=method,
        json=body,
        headers={"Origin": settings.origin, "Sec-Fetch-Site": "same-origin"},
        base_url=settings.origin,
    )
    say(answer.status_code)
