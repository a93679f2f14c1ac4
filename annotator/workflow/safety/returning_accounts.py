"""Technical accounts that Label Studio has lost, or that do not let us in any more, made again."""

from __future__ import annotations

import httpx

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio, LabelStudioSession, technical_email
from annotator.store.records import Account


def return_account(db: store.Store, labelstudio: LabelStudio, keys: Keys, account: Account) -> None:
    """With the same address; with a new one where the old does not let us in, because somebody has
    made it anew there, or our keys are not those it was made with."""
    email = account.technical_email
    user = _ensured(labelstudio, keys, email)
    if user is None:
        email = technical_email()
        store.set_technical_account(db, account.id, email, None)
        user = _ensured(labelstudio, keys, email)
    store.set_technical_account(db, account.id, email, user)


def _ensured(labelstudio: LabelStudio, keys: Keys, email: str) -> int | None:
    """The number of the account; None when its password is not ours."""
    password = keys.technical_password(email)
    user = labelstudio.ensure_account(email, password)
    try:
        LabelStudioSession(labelstudio.url, email, password).cookies()
    except LabelStudioRefused as error:
        if error.status != httpx.codes.OK:  # not the form again, but a failure
            raise
        return None
    return user
