"""What is done in the browser on a full disk: it is said, nothing is half done, and room is not
taken up by halves; with some room, the same works."""

from __future__ import annotations

import errno
import io
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient
from pages_at_hand import ANN, MANAGER, PASSWORD, Pages, app_of, make_pages, served
from small_disk import filled, small_disk_at
from werkzeug.test import TestResponse

from annotator import store
from annotator.articles.warm_reader import warm_reader
from annotator.errors import AnnotatorError
from annotator.store.safety import check_database
from annotator.web import jobs
from annotator.web.jobs import Progress, run_in_background, wait_for_all
from annotator.workflow import making_results
from annotator.workflow.making_results import make_in_process
from annotator.workflow.results import REPORT
from annotator.workflow.roles import reset_account

Step = Callable[[FlaskClient, Pages], TestResponse]
FULL = "The disk is full. Make room on it, then do it again"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    warm_reader().read("a.txt", b"Its start takes longer than a case.")
    return make_pages(tmp_path_factory.mktemp("pages") / "data")


@pytest.fixture
def pages(made: Pages, tmp_path: Path) -> Iterator[Pages]:
    """On a small disk; like the running tool, it has the store open all the time."""
    with small_disk_at(tmp_path / "small") as folder:
        settings = made.settings.__class__(data_dir=folder / "data")
        shutil.copytree(made.settings.data_dir, settings.data_dir)
        with closing(store.open_store(settings.database)):
            yield Pages(app_of(settings), settings, made.study_id)


def invite(visitor: FlaskClient, pages: Pages) -> TestResponse:
    some = "\n".join(f"ben{n}@example.org" for n in range(40))
    return visitor.post(f"{pages.study}/annotators/", data={"emails": some})


def reset(visitor: FlaskClient, pages: Pages) -> TestResponse:
    with pages.open_db() as db:
        found = store.find_account(db, ANN)
    assert found is not None
    return visitor.post(f"{pages.study}/people/{found.id}/reset")


def bring(visitor: FlaskClient, pages: Pages) -> TestResponse:
    file = (io.BytesIO(b"The mayor of Hask closes the harbour.\n" * 3000), "news.txt")
    return visitor.post(f"{pages.study}/upload/", data={"files": [file]})


def paste(visitor: FlaskClient, pages: Pages) -> TestResponse:
    return visitor.post(f"{pages.study}/upload/", data={"text": "The mayor of Hask. " * 6000})


def bring_corpus(visitor: FlaskClient, pages: Pages) -> TestResponse:
    return visitor.post("/corpora/import", data={"corpus": (io.BytesIO(b"x" * 400_000), "a.zip")})


def collect(visitor: FlaskClient, pages: Pages) -> TestResponse:
    return visitor.post(f"{pages.study}/collect")


STEPS = [invite, reset, bring, paste, bring_corpus, collect]


def state(pages: Pages) -> tuple[list[str], list[list[tuple[object, ...]]]]:
    """What is in the folder, and in the tables that these steps write."""
    data = pages.settings.data_dir
    files = [str(one.relative_to(data)) for one in data.rglob("*") if one.is_file()]
    with closing(sqlite3.connect(pages.settings.database)) as db:
        tables = ("accounts", "annotators", "invitations", "reset_links", "articles", "jobs")
        rows = [db.execute(f"SELECT * FROM {name}").fetchall() for name in tables]
    return sorted(files), rows


@pytest.mark.parametrize("room", [0, 20_000, 50_000])
@pytest.mark.parametrize("step", STEPS, ids=lambda one: one.__name__)
def test_it_is_said_and_nothing_of_it_stays(pages: Pages, step: Step, room: int) -> None:
    visitor = pages.visitor(MANAGER)
    before = state(pages)
    film = filled(pages.settings.data_dir, room)
    answer = step(visitor, pages)
    wait_for_all(pages.app)
    film.unlink()
    if answer.status_code == 507:
        assert FULL in answer.text
        assert state(pages) == before
    else:  # there was room for it
        assert answer.status_code in (200, 302)
        assert room
    assert check_database(pages.settings.database) == []
    assert step(visitor, pages).status_code in (200, 302)
    wait_for_all(pages.app)


def test_articles_that_wait_are_kept_when_there_is_room(pages: Pages) -> None:
    visitor = pages.visitor(MANAGER)
    place = bring(visitor, pages).headers["Location"]
    film = filled(pages.settings.data_dir)
    assert FULL in visitor.post(place, data={"action": "keep"}).text
    film.unlink()
    answer = visitor.post(place, data={"action": "keep"}, follow_redirects=True)
    assert answer.status_code == 200
    with pages.open_db() as db:
        assert len(store.load_articles(db, pages.study_id)) == 4


def test_a_reset_link_is_used_up_or_not_at_all(pages: Pages) -> None:
    with pages.open_db() as db:
        link = reset_account(db, ANN, "").rsplit("/", 1)[-1]
    words = {"password": PASSWORD * 2, "password_again": PASSWORD * 2}
    visitor = pages.visitor()
    film = filled(pages.settings.data_dir)
    assert FULL in visitor.post(f"/reset/{link}", data=words).text
    film.unlink()
    assert visitor.post(f"/reset/{link}", data=words).status_code == 302


def test_who_signs_out_is_signed_out_in_that_browser(pages: Pages) -> None:
    visitor = pages.visitor(ANN)
    film = filled(pages.settings.data_dir)
    assert visitor.post("/sign-out").status_code == 302
    assert "That could not be stored" in visitor.get("/sign-in").text
    film.unlink()
    assert visitor.get("/work/").status_code == 302


def test_without_a_store_that_opens_the_page_still_says_why(made: Pages, tmp_path: Path) -> None:
    with small_disk_at(tmp_path / "small") as folder:
        settings = made.settings.__class__(data_dir=folder / "data")
        shutil.copytree(made.settings.data_dir, settings.data_dir)
        filled(folder)
        answer = app_of(settings).test_client().get("/sign-in")
        assert answer.status_code == 500
        assert "its disk is full; make room on it" in answer.text
        assert "<h1>" in answer.text


def test_work_in_the_background_says_that_the_disk_is_full_as_soon_as_it_can(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "AGAIN_SECONDS", 0.05)
    films = []

    def work(_db: store.Store, progress: Progress) -> str:
        films.append(filled(pages.settings.data_dir))
        progress("Half of it", 1, 2)
        return "Done."

    with pages.app.app_context():
        job = run_in_background("collect", pages.study_id, work)
    while not films:
        time.sleep(0.01)
    time.sleep(0.2)
    films[0].unlink()
    wait_for_all(pages.app)
    with pages.open_db() as db:
        ended = store.load_job(db, job.id)
    assert ended.state == "failed"
    assert FULL in ended.message


def test_a_process_apart_says_so_too(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not that it ended "perhaps for lack of memory"."""
    fill = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); " \
        f"from pathlib import Path; from small_disk import filled; " \
        f"filled(Path({str(pages.settings.data_dir)!r})); "  # fmt: skip
    monkeypatch.setattr(making_results, "WORK", fill + making_results.WORK)
    with pages.open_db() as db, pytest.raises(AnnotatorError, match=FULL):
        make_in_process(db, pages.study_id, REPORT)


@pytest.mark.parametrize("size", [300_000, 3_000_000])
def test_a_large_file_for_which_the_temporary_files_have_no_room_is_refused_in_words(
    made: Pages, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """The connection was dropped, and a browser then says that there is no such server."""

    def full(*_args: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    cookie = made.visitor(MANAGER).get_cookie("annotator_session")
    assert cookie is not None
    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with served(made) as address:
        answer = httpx.post(
            f"{address}/corpora/import",
            files={"corpus": ("a.zip", b"x" * size)},
            headers={"Cookie": f"annotator_session={cookie.value}", "Accept": "application/json"},
        )
    if size > 500_000:
        assert answer.status_code == 507
        assert "temporary files" in answer.json()["error"]
    else:  # small ones wait in memory
        assert answer.status_code == 302
