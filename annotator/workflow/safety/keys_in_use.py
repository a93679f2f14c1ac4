"""Whether an installation has the keys that its accounts in Label Studio were made with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import httpx

from annotator import store
from annotator.errors import LabelStudioRefused, StoreError
from annotator.keys import Keys, key_paths, missing_keys
from annotator.labelstudio import LabelStudio, LabelStudioSession
from annotator.settings import Settings
from annotator.store.accounts import load_accounts
from annotator.store.records import Account
from annotator.store.safety import open_as_it_is
from annotator.workflow.safety.finding import BAD, Finding

MADE_AGAIN = "annotator up and, of each study, annotator restore-to-label-studio"


def look_at_keys(settings: Settings) -> Iterator[Finding]:
    """Those that are gone."""
    folder = settings.secrets_dir
    if settings.embedded:
        gone = missing_keys(settings)
        to_do = f"if it is lost, move {settings.labelstudio_dir} away, then {MADE_AGAIN}"
    else:
        in_use = _accounts_of(settings)
        gone = [path for path in key_paths(settings) if in_use and not path.exists()]
        to_do = f"if it is lost, {MADE_AGAIN}"
    for path in gone:
        words = f"{path} is gone: Label Studio's accounts were made with it"
        yield Finding(BAD, "keys", words, f"put {folder} back from a backup; {to_do}")


def try_keys(db: store.Store, labelstudio: LabelStudio, keys: Keys) -> Iterator[Finding]:
    """Whether one account is let in, for all of them: their passwords are made from one key."""
    for account in _technical(db)[:1]:
        email = account.technical_email
        session = LabelStudioSession(labelstudio.url, email, keys.technical_password(email))
        try:
            session.cookies()
        except LabelStudioRefused as error:
            if error.status != httpx.codes.OK:  # not the form again, but a failure
                raise
            words = f"Label Studio does not let {email} in: it is gone or was made with other keys"
            to_do = f"put the folder secrets back from a backup; if it is lost, {MADE_AGAIN}"
            yield Finding(BAD, "keys", words, to_do)


def _accounts_of(settings: Settings) -> list[Account]:
    """As far as the store can be read."""
    try:
        with open_as_it_is(settings.database) as db:
            return _technical(db)
    except (StoreError, sqlite3.Error):
        return []


def _technical(db: store.Store) -> list[Account]:
    return [one for one in load_accounts(db) if one.labelstudio_user_id is not None]
