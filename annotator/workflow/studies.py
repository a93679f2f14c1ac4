"""Making a study: a title, a scheme, and a seed that every later draw of it starts from."""

from __future__ import annotations

import secrets

from annotator import schemes, store
from annotator.errors import SchemeError
from annotator.models import Scheme
from annotator.store.records import Study
from annotator.store.studies import parsed


def find_scheme(db: store.Store, name: str) -> Scheme:
    """A scheme by name: one of ours, else the newest of that name a person brought.

    Raises SchemeError naming the schemes there are.
    """
    if name in schemes.builtin_names():
        return schemes.load_builtin(name)
    brought = [record for record in store.load_schemes(db) if record.name == name]
    if brought:
        return parsed(brought[-1])
    known = ", ".join(scheme_names(db))
    raise SchemeError(f"There is no scheme {name!r}. Schemes: {known}.")


def scheme_names(db: store.Store) -> list[str]:
    """Our schemes first, then those people brought, each once."""
    names = list(schemes.builtin_names())
    return list(dict.fromkeys([*names, *(record.name for record in store.load_schemes(db))]))


def save_own_scheme(db: store.Store, scheme: Scheme) -> int:
    """Keep a codebook a person brought. Raises SchemeError when one of ours has its name."""
    if scheme.name in schemes.builtin_names():
        raise SchemeError(
            f"A scheme called {scheme.name!r} comes with the tool. Give yours another name."
        )
    return store.save_scheme(db, scheme, schemes.to_xml(scheme))


def create_study(
    db: store.Store,
    title: str,
    scheme_name: str,
    *,
    seed: int | None = None,
    is_sample: bool = False,
) -> Study:
    """An empty study. The seed is drawn once and kept, so that every draw can be repeated."""
    scheme = find_scheme(db, scheme_name)
    with store.writing(db):
        scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
        study_id = store.create_study(
            db,
            title=title,
            scheme_id=scheme_id,
            seed=secrets.randbelow(2**31) if seed is None else seed,
            is_sample=is_sample,
        )
        store.save_event(db, "study created", f"scheme {scheme.name} {scheme.version}", study_id)
    return store.load_study(db, study_id)


def remove_study(db: store.Store, study_id: int, account_id: int | None = None) -> None:
    """Hide a study; its articles, annotations and revisions are kept in the file."""
    with store.writing(db):
        store.remove_study(db, study_id)
        store.save_event(db, "study removed", "", study_id, account_id)


def rename_study(
    db: store.Store, study_id: int, title: str, account_id: int | None = None
) -> Study:
    """Give a study another title; the journal keeps the old one."""
    with store.writing(db):
        before = store.load_study(db, study_id).title
        after = store.rename_study(db, study_id, title)
        if after != before:
            words = f"“{before}” is now “{after}”"
            store.save_event(db, "study renamed", words, study_id, account_id)
    return store.load_study(db, study_id)


def restore_study(db: store.Store, study_id: int, account_id: int | None = None) -> Study:
    """Bring a removed study back as it was; annotators can go on where they were."""
    with store.writing(db):
        if store.load_study(db, study_id).removed_at:
            store.restore_study(db, study_id)
            store.save_event(db, "study brought back", "", study_id, account_id)
    return store.load_study(db, study_id)
