"""γ in a browser: the form, the computation in the background, what the page says of it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator

import pytest
from pages_world import ANNA, MANAGER, World, annotate, csrf_token, send

from annotator import store
from annotator.agreement.gamma import alignment
from annotator.agreement.gamma import by_article as gamma_by_article
from annotator.models import Annotation, Span, State
from annotator.store import Incoming
from annotator.web.jobs import wait_for_all

PAGE = "/studies/1/agreement/gamma"
FORM: dict[str, object] = {
    "alpha": "1", "beta": "1", "sampler": "shuffle", "samples": "4", "seed": "7", "seconds": "60",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker processes: tests/workflow/test_computing_gamma.py has them."""
    monkeypatch.setattr(gamma_by_article.os, "cpu_count", lambda: None)
    monkeypatch.setattr(
        gamma_by_article,
        "align_in_processes",
        lambda work, count, check, gentle: map(gamma_by_article.align_chunk, work),
    )


def computed(world: World, **changed: object) -> str:
    """The page after a computation with these settings."""
    client = world.client(MANAGER)
    answer = send(client, PAGE, {**FORM, **changed})
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].endswith(PAGE)
    wait_for_all(world.app)
    return client.get(PAGE).text


def rewrite(db: store.Store, world: World, passages: list[str]) -> None:
    """Bruno marks the first article anew, a minute later."""
    where = next(one for one in store.assignments_of_annotator(db, world.bruno.id)
                 if one.article_id == 1)  # fmt: skip
    text = store.load_article(db, 1).article.text
    spans = []
    for number, passage in enumerate(passages):
        start, end = text.index(passage), text.index(passage) + len(passage)
        spans.append(Span(f"r{number}", "loaded_language", start, end, start, end, passage))
    moment = "2026-11-24T08:01:00.000000Z"
    annotation = Annotation(
        5000 + where.id, 1000 + where.id, State.SUBMITTED, moment, moment, None, tuple(spans),
        (), (), raw=json.dumps({"result": passages}),
    )  # fmt: skip
    store.save_annotations(db, [Incoming(where.id, world.study.scheme_id, annotation)], "test")


def words(page: str) -> str:
    """What a person reads."""
    body = re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_only_managers_see_it_and_only_they_start_or_cancel(world: World) -> None:
    assert world.app.test_client().get(PAGE).status_code == 302  # to the sign-in
    anna = world.client(ANNA)
    assert anna.get(PAGE).status_code == 403
    token = csrf_token(anna, "/me")
    for address in (PAGE, f"{PAGE}/cancel"):
        assert anna.post(address, data={"csrf_token": token, **FORM}).status_code == 403
    manager = world.client(MANAGER)
    for address in (PAGE, f"{PAGE}/cancel"):
        assert manager.post(address, data=FORM).status_code == 400  # no token


def test_it_is_computed_when_asked_for_and_kept(world: World) -> None:
    before = words(world.client(MANAGER).get(PAGE).text)
    assert "Not computed yet" in before
    page = computed(world)
    said = words(page)
    for part in (
        "1 − ΣDₒ / ΣDₑ",
        "Mean, weighted by marks",
        "Mean of articles",
        "It leaves out that the expected disorder Dₑ is itself estimated from samples",
        "position α = 1, labels β = 1, an unmatched mark Δ∅ = 1",
        "4 an article, shuffle sampler, seed 7",
        "60 seconds an article",
        "every best alignment is exact",
        "an interval needs at least two articles, there is 1",
        "0 articles changed since",
        "2 articles nobody has submitted it yet: Market hall reopens after repairs",
    ):
        assert part in said, part
    assert 'href="/studies/1/agreement/passages?article=1"' in page
    assert re.search(r"Computed from the annotations of \d+ \w+ \d{4}, \d\d:\d\d UTC", said)


def test_the_values_are_those_of_the_library(world: World) -> None:
    from annotator.agreement.gamma.gamma import gamma
    from annotator.workflow.study_marks import load_study_marks

    page = computed(world)
    db = world.open_store()
    spans = load_study_marks(db, 1).spans
    db.close()
    expected = gamma(spans, samples=4, seed=7).gamma.value
    assert expected is not None
    assert page.count(f"{expected:.3f}") >= 4  # three summaries of one article, and the article


def test_after_a_change_the_page_says_so_and_computes_what_changed(world: World) -> None:
    computed(world)
    db = world.open_store()
    rewrite(db, world, ["brazen"])
    db.close()
    client = world.client(MANAGER)
    page = client.get(PAGE).text
    assert "1 article changed since" in words(page)
    assert "changed since</span></th>" in page
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert send(client, PAGE, {key: form[key] for key in FORM}).status_code == 302
    wait_for_all(world.app)
    assert "0 articles changed since" in words(client.get(PAGE).text)


WRONG = [
    (
        "alpha",
        "one",
        "The weight of position must be a number such as 1 or 0.5, not &#39;one&#39;.",
    ),
    ("beta", "nan", "The weight beta must be from 0 to 1000, it is nan."),
    ("sampler", "dice", "The sampler must be shuffle or statistical"),
    ("samples", "2.5", "The number of samples must be a whole number, not &#39;2.5&#39;."),
    ("samples", "0", "must be from 1 to 10,000, it is 0."),
    ("seed", "-3", "The seed must be from 0 to 4294967295, it is -3."),
    ("seconds", "inf", "at most 86,400 seconds, it is inf."),
    ("seconds", "", "The time limit must be a number such as 1 or 0.5, not &#39;&#39;."),
]


@pytest.mark.parametrize(
    ("field", "value", "message"), WRONG, ids=[f"{w[0]} {w[1]}" for w in WRONG]
)
def test_a_field_that_cannot_be_used_is_named_where_it_stands(
    world: World, field: str, value: str, message: str
) -> None:
    answer = send(world.client(MANAGER), PAGE, {**FORM, "samples": "9", field: value})
    assert answer.status_code == 400
    place = answer.text.index(f'id="{field}-fault"')
    assert message in answer.text[place : place + 400]
    assert answer.text.count('aria-invalid="true"') == 1
    assert field == "samples" or 'name="samples" type="number" value="9"' in answer.text
    db = world.open_store()
    assert store.load_jobs(db, 1) == []
    db.close()


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Computations wait for this before their first alignment, looking whether to stop."""
    go = threading.Event()

    def slowly(work, count, check, gentle):  # type: ignore[no-untyped-def]
        while not go.wait(0.02):
            check()
        return map(gamma_by_article.align_chunk, work)

    monkeypatch.setattr(gamma_by_article, "align_in_processes", slowly)
    yield go
    go.set()


def test_while_it_runs_the_page_shows_it_and_a_second_one_is_not_begun(
    world: World, held: threading.Event
) -> None:
    client = world.client(MANAGER)
    send(client, PAGE, FORM)
    page = client.get(PAGE).text
    assert "Computing …" in page
    assert 'data-job="/jobs/1.json"' in page
    assert f'action="{PAGE}/cancel"' in page
    assert 'id="alpha"' not in page
    token = csrf_token(client, PAGE)
    again = client.post(PAGE, data={"csrf_token": token, **FORM}, follow_redirects=True)
    assert "γ is being computed already" in again.text
    held.set()
    wait_for_all(world.app)
    page = client.get(PAGE).text
    assert "Computing …" not in page
    assert "every best alignment is exact" in words(page)


def test_the_cancel_button_ends_it_and_it_can_be_begun_again(
    world: World, held: threading.Event
) -> None:
    client = world.client(MANAGER)
    send(client, PAGE, FORM)
    answer = send(client, PAGE, to=f"{PAGE}/cancel")
    assert answer.status_code == 302
    wait_for_all(world.app)
    page = words(client.get(PAGE).text)
    assert "The computation is being stopped; what is done is kept." in page
    assert "Stopped. Cancelled." in page
    late = send(client, PAGE, to=f"{PAGE}/cancel")
    assert "Nothing is being computed any more" in client.get(late.headers["Location"]).text
    held.set()
    assert "every best alignment is exact" in words(computed(world))


def test_a_server_that_was_stopped_in_the_middle_says_so(
    world: World, held: threading.Event
) -> None:
    client = world.client(MANAGER)
    send(client, PAGE, FORM)
    db = world.open_store()
    store.fail_running_jobs(db)  # what the next start does
    db.close()
    page = words(client.get(PAGE).text)
    assert "The application stopped before this was done; start it again." in page
    assert "Compute γ" in page


def test_a_component_that_was_not_solved_in_time_has_bounds(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = world.open_store()
    rewrite(db, world, ["brazen vote", "brazen"])
    db.close()
    monkeypatch.setattr(alignment, "FEW_SETS", 0)
    monkeypatch.setattr(alignment, "assign", None)
    said = words(computed(world, seconds="1e-9"))
    assert "not exact, only known to lie" in said
    assert "What was not solved in its time ( 1 article )" in said.replace(
        "(1 article)", "( 1 article )"
    )
    assert re.search(r"not exact gap \d\.\d{3} in Dₒ, \d\.\d{3} in Dₑ", said)


def test_articles_are_ordered_by_the_column_that_is_asked_for(world: World) -> None:
    db = world.open_store()
    for person in (world.anna, world.bruno):
        annotate(db, world.study, person.id, 3, [("loaded_language", "The gap has grown")])
    db.close()
    computed(world)
    client = world.client(MANAGER)

    def titles(order: str) -> list[str]:
        page = client.get(f"{PAGE}?order={order}").text
        return re.findall(r'passages\?article=\d+">([^<]+)</a>', page)

    assert titles("gamma") == ["Council shuts the old bridge “for good” 🌉", "Budget gap grows"]
    assert titles("title") == ["Budget gap grows", "Council shuts the old bridge “for good” 🌉"]
    assert titles("marks") == titles("gamma")
    assert titles("nonsense") == titles("gamma")
    assert 'aria-sort="descending"' in client.get(f"{PAGE}?order=marks").text


def test_nothing_to_compare_is_said_and_cannot_be_begun(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    page = client.get("/studies/2/agreement/gamma").text
    assert "The study has no articles." in page
    assert 'id="alpha"' not in page
    answer = send(client, PAGE, FORM, to="/studies/2/agreement/gamma")
    assert "The study has no articles." in client.get(answer.headers["Location"]).text
    assert client.get("/studies/99/agreement/gamma").status_code == 404


def test_work_of_one_annotator_alone_is_said(world: World) -> None:
    db = world.open_store()
    annotate(db, world.study, world.bruno.id, 1, [], state=State.SKIPPED)
    db.close()
    page = world.client(MANAGER).get(PAGE).text
    assert "Only one annotator has submitted work; a comparison needs two." in page
