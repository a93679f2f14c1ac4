"""Every page there is, with something on it: what waits to be confirmed, jobs, gold, groups, links
that are shown once, and a large study whose results are still being made."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from pages_world import BRUNO, MANAGER, World

from annotator import store
from annotator.adjudication import Rule, Rules, parse_rule
from annotator.agreement.gamma.by_article import GammaSettings
from annotator.articles.told import Told
from annotator.models import Answer, Article, Doubt, Refusal, Span
from annotator.store import adjudication as kept
from annotator.store.adjudication import Settler
from annotator.store.models.records import AboutModel, ModelWork
from annotator.store.models.rows import save_model
from annotator.web import corpora, made_files, results
from annotator.web.adjudication import waiting as waiting_rules
from annotator.web.gold import renewal
from annotator.web.releases import release
from annotator.web.shown_again import ShownAgain, shown_again
from annotator.workflow.adjudication.queue import refresh_queue
from annotator.workflow.adjudication.settling import apply_rules
from annotator.workflow.computing_gamma import compute_gamma
from annotator.workflow.correcting import edit_article
from annotator.workflow.grouping import set_groups
from annotator.workflow.inviting import invite
from annotator.workflow.results import PROFILE, REPORT
from annotator.workflow.roles import reset_account
from annotator.workflow.studies import create_study
from annotator.workflow.waiting.corpus import WaitingCorpus
from annotator.workflow.waiting.upload import new_upload

# What answers GET and is no page that somebody with a study reads.
NO_PAGES: Mapping[str, str] = {
    "accounts.index": "leads to a page",
    "accounts.first_manager": "leads away when there is a manager",
    "adjudication.next_passage": "leads to a passage",
    "agreement.newest": "JSON",
    "agreement.state": "JSON",
    "articles.source": "a file",
    "charts.vega": "a script",
    "font": "a font",
    "health.health": "a word",
    "health.metrics": "numbers",
    "health.ready": "a word",
    "jobs.download": "a file",
    "jobs.state": "JSON",
    "no_service_worker": "a script",
    "releases.download": "a file",
    "releases.release_zip": "a file",
    "report_files.chart": "a file",
    "report_files.report": "a file",
    "report_files.table": "a file",
    "schemes.download_kept": "a file",
    "schemes.download": "a file",
    "uploads.how_far": "JSON",
}
LARGE = 2  # the study whose results wait
RAIN = '{"1": {"text": "Rain.", "task": "irony", "annotators": "A,B", "annotations": "0,1"}}'


@dataclass(frozen=True)
class Addresses:
    """What each of them can open."""

    stranger: tuple[str, ...]
    annotator: tuple[str, ...]
    manager: tuple[str, ...]


def every_page(world: World, app: Flask, patch: pytest.MonkeyPatch) -> Addresses:
    """Put everything there, and say where it is found."""
    for module in (results, waiting_rules, renewal, release):
        patch.setattr(module, "is_small_study", lambda _, study_id: study_id != LARGE)
    with closing(world.open_store()) as db:
        with_model(db, world)
        return Addresses(
            (
                "/sign-in", "/nowhere",
                _path(invite(db, 1, "new@example.org", world.settings.origin).link),
                _path(reset_account(db, BRUNO, world.settings.origin)),
            ),
            ("/work/", "/work/1/guideline", "/work/1/articles/1", "/account"),
            (
                *OF_ALL, *_of_gold(db), *_uploads(world), *_corpora(db, world, app),
                *_jobs(db, world), *_links(db, world, app), *_of_large_study(db, world),
                f"/schemes/kept/{world.study.scheme_id}",
            ),
        )  # fmt: skip


OF_ALL = (
    "/account",
    "/work/",
    "/studies/",
    "/studies/new",
    "/studies/1",
    "/studies/1/remove",
    "/studies/1/articles/",
    "/studies/1/articles/1",
    "/studies/1/articles/1?annotator=A01",
    "/studies/1/articles/1/edit",
    "/studies/1/articles/1/withdraw",
    "/studies/1/rename",
    "/studies/1/upload/",
    "/studies/1/people/",
    "/studies/1/annotators/1/remove",
    "/studies/1/agreement/",
    "/studies/1/agreement/passages",
    "/studies/1/agreement/labels/",
    "/studies/1/agreement/profile/",
    "/studies/1/agreement/profile/?by=article",
    "/studies/1/agreement/method/",
    "/studies/1/models/",
    "/studies/1/models/1/passages/",
    "/studies/1/models/1/passages/?beside=A01",
    "/studies/1/models/1/remove",
    "/studies/1/agreement/gamma",
    "/studies/1/gold/",
    "/studies/1/agreement/groups/",
    "/studies/1/agreement/enough/",
    "/studies/1/agreement/annotators/",
    "/studies/1/downloads/",
    "/studies/1/downloads/release?version=1.0.0&format=jsonl&format=brat&split=80%2F20",
    "/schemes/",
    "/schemes/framing",
    "/corpora/import",
)


def with_model(db: store.Store, world: World) -> None:
    """A model with marks and answers, so that its tables have rows."""
    texts = store.load_texts(db, world.study.id, world.article_ids)
    work = [
        ModelWork(
            article,
            (Span("m0", "exaggeration", 0, 9, 0, 9, text[:9]),
             Span("m1", "loaded_language", 12, 30, 12, 30, text[12:30])),
            (Answer("primary_frame", "political"),),
            "{}",
        )
        for article, text in texts.items()
    ]  # fmt: skip
    about = AboutModel("heron", "7b", "Mark what is loaded.", "2026-05-01", "p.jsonl")
    save_model(db, world.study.id, about, work, ["p.jsonl:3: no such article"])


def _of_gold(db: store.Store) -> tuple[str, ...]:
    """Groups, γ, an article that was corrected; some marks settled by a rule and some open."""
    set_groups(db, 1, {"A01": "old", "A02": "new"})
    compute_gamma(db, 1, GammaSettings(samples=2), processes=0)
    edit_article(db, 1, {"author": "Ada Quill, Bo Tarn"})
    rules = Rules(parse_rule("k:1"), {"loaded_language": Rule("unanimous")})
    apply_rules(db, 1, rules, Settler())
    refresh_queue(db, 1)
    (open_passage, *_) = kept.load_open(db, 1, kept.Chosen(), 1)
    root = "/studies/1/adjudication"
    return (
        f"{root}/", f"{root}/rules", f"{root}/rules?rule=majority",
        f"{root}/articles/{open_passage.article_id}",
        f"{root}/articles/{open_passage.article_id}/passages/{open_passage.key}",
        "/studies/1/gold/choices", "/studies/1/gold/answers", "/studies/1/gold/renewal",
        "/studies/1/gold/confirm",
    )  # fmt: skip


def _uploads(world: World) -> tuple[str, ...]:
    place = new_upload(world.settings.data_dir, 1)
    with place.bring("ferry.txt", b"The ferry stays.", Told()) as brought:
        brought.take([Article("Ferry", "The ferry stays.", removed=("Photo: Marl",))])
    doubt = Doubt("dates", (), ("9/5/2021",))
    with place.bring("rows.csv", b"title,text\n", Told()) as brought:
        brought.take([Refusal("rows.csv", "Day or month first?", doubt)])
    root = f"/studies/1/upload/{place.name}"
    return root, f"{root}/0", f"{root}/discard"


def _corpora(db: store.Store, world: World, app: Flask) -> tuple[str, ...]:
    """One that is seen, one that is being read, and one whose reading failed."""
    jobs: dict[Path, int] = app.extensions.setdefault(corpora._JOBS, {})
    places = []
    for letter, content in (("a", RAIN), ("b", " " * 1_100_000), ("c", " " * 1_100_000)):
        folder = world.settings.data_dir / "corpora" / (letter * 32)
        folder.mkdir(parents=True)
        (folder / "rain.json").write_text(content, "utf-8")
        if letter != "a":
            job = store.start_job(db, "corpus", 10)
            jobs[WaitingCorpus(folder / "rain.json").kept_at(db)] = job
            store.update_job(db, job, 3, "Reading rain.json, about 2 min left", 10)
            if letter == "c":
                store.finish_job(db, job, "The process ended with code 3.", failed=True)
        places.append(f"/corpora/import/{letter * 32}?title=Rain")
    return tuple(places)


def _jobs(db: store.Store, world: World) -> tuple[str, ...]:
    """One that goes on, one that has made a file, and one that failed."""
    running, made, failed = (
        store.start_job(db, kind, 10, 1) for kind in ("release 1.0.0", "release 0.9.0", "gamma")
    )
    store.update_job(db, running, 3, "Writing jsonl, about 2 min left", 10)
    file = made_files.new_place(world.settings.data_dir, "bridges-1.0.0.zip")
    file.write_bytes(b"PK")
    made_files.hand_to(made, file)
    store.finish_job(db, made, "The release is made (1.2 MB).")
    store.finish_job(db, failed, "There is nothing to compare.", failed=True)
    return tuple(f"/jobs/{one}" for one in (running, made, failed))


def _links(db: store.Store, world: World, app: Flask) -> tuple[str, ...]:
    mona = store.find_account(db, MANAGER)
    assert mona is not None
    invitation = invite(db, 1, "late@example.org", world.settings.origin)
    with app.app_context():
        passwords: ShownAgain[tuple[int, str, str]] = shown_again("password links")
        word = passwords.keep(mona.id, (1, "late@example.org", invitation.link))
        invitations: ShownAgain[object] = shown_again("invitation links")
        other = invitations.keep(mona.id, (1, [invitation]))
    return f"/studies/1/people/links/{word}", f"/studies/1/annotators/links/{other}"


def _of_large_study(db: store.Store, world: World) -> tuple[str, ...]:
    """A result that is being made, one that could not be, and the effect of rules."""
    study = create_study(db, "Council of Marl", "framing", seed=3)
    assert study.id == LARGE
    rules = Rules(parse_rule("majority"))
    for kind in (REPORT.words, f"effect {rules.to_json()}", "gamma"):
        job = store.start_job(db, kind, 10, LARGE)
        store.update_job(db, job, 3, "F1, about 2 min left", 10)
    work = PROFILE.source.fingerprint(db, LARGE)
    key = (str(world.settings.database), LARGE, PROFILE.name, str([("by", "outlet")]))
    results._failed[key] = results._Failure(work, "The process ended with code 3.", 1)
    return (
        "/studies/2", "/studies/2/agreement/", "/studies/2/agreement/profile/",
        "/studies/2/agreement/gamma", "/studies/2/downloads/release",
        "/studies/2/downloads/release?version=1.0.0&format=jsonl", "/studies/2/gold/renewal",
        "/studies/2/adjudication/rules?rule=majority",
    )  # fmt: skip


def _path(link: str) -> str:
    return urlsplit(link).path
