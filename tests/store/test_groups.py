"""Groups of annotators, kept results, and when work was submitted."""

from __future__ import annotations

import pytest

from annotator import store
from annotator.models import Annotation, Article, Label, Scheme, State
from annotator.store import Store
from annotator.store.annotation_rows import Incoming
from annotator.store.counted import load_counted
from annotator.store.groups import load_groups, save_groups
from annotator.store.results import load_result, save_result

SCHEME = Scheme("s", "1", "S", "en", "", "", (Label("a", "A", "d"),), yaml="s")


@pytest.fixture
def study(store_db: Store) -> int:
    scheme = store.save_scheme(store_db, SCHEME, "x")
    made = store.create_study(store_db, title="One", scheme_id=scheme, seed=1)
    for name in ("ann", "bob"):
        account = store.create_account(store_db, email=f"{name}@example.org", role="annotator")
        store.add_annotator(store_db, made, account.id)
    return made


def test_a_group_can_be_given_changed_and_taken_back(store_db: Store, study: int) -> None:
    assert load_groups(store_db, study) == {}
    save_groups(store_db, study, {"A01": "new", "A02": "old"})
    assert load_groups(store_db, study) == {"A01": "new", "A02": "old"}
    save_groups(store_db, study, {"A01": "", "A02": "trained"})
    assert load_groups(store_db, study) == {"A02": "trained"}


def test_groups_belong_to_one_study(store_db: Store, study: int) -> None:
    other = store.create_study(store_db, title="Two", scheme_id=1, seed=1)
    store.add_annotator(store_db, other, store.load_annotators(store_db, study)[0].account_id)
    save_groups(store_db, other, {"A01": "new"})
    assert load_groups(store_db, study) == {}
    assert load_groups(store_db, other) == {"A01": "new"}


def test_a_kept_result_is_replaced_by_the_next_about_the_same(store_db: Store, study: int) -> None:
    assert load_result(store_db, study, "models", "label:a") is None
    save_result(store_db, study, "models", "label:a", "f1", "[1]")
    save_result(store_db, study, "models", "label:a", "f2", "[2]")
    save_result(store_db, study, "models", "", "f1", "[3]")
    found = load_result(store_db, study, "models", "label:a")
    assert found is not None
    assert (found.fingerprint, found.payload) == ("f2", "[2]")


def test_the_first_submission_counts_as_the_time_of_the_work(store_db: Store, study: int) -> None:
    (article,) = store.save_articles(store_db, study, [Article("t", "text")])
    store.save_assignments(store_db, study, [(article.id, 1, 0), (article.id, 2, 1)])
    for number, (annotator, at, state) in enumerate(
        [(1, "02", State.SUBMITTED), (1, "05", State.SUBMITTED), (2, "01", State.SKIPPED)]
    ):
        moment = f"2026-01-{at}T00:00:00.000000Z"
        annotation = Annotation(number, 1, state, moment, moment, None, (), (), (), raw="{}")
        store.save_annotations(store_db, [Incoming(annotator, 1, annotation)], "collect")
    assert {(one.article, one.annotator): one.submitted_at
            for one in load_counted(store_db, study)} == {
        (article.id, "A01"): "2026-01-02T00:00:00.000000Z", (article.id, "A02"): "",
    }  # fmt: skip
