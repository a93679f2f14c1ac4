"""The whole job in a real browser against the real Label Studio: from nothing to the data set."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from labelling_editor import Editor
from team_world import ANN, BEN, FOLDER, LANTERN, MANAGER, MARKS, NAMES, PASSWORD, SIGNS, TRAM, Team

from annotator import store
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.settings import Settings
from annotator.web import create_app
from annotator.workflow.inviting import create_manager
from tests.web.gateway_world import Recorder, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.server, pytest.mark.browser]


@pytest.fixture
def team(
    tmp_path: Path,
    web_port: int,
    labelstudio_server: EmbeddedServer,
    labelstudio: LabelStudio,
    chromium: Browser,
) -> Iterator[Team]:
    settings = Settings(data_dir=tmp_path, port=web_port)
    with closing(store.open_store(settings.database)) as db:
        create_manager(db, MANAGER, PASSWORD)
    app = create_app(settings, labelstudio_server.keys, labelstudio_server.url, labelstudio)
    recorder = Recorder(app)
    with serving(recorder, settings):
        made = Team(settings, labelstudio_server, chromium, recorder)
        yield made
        for context in made.pages:
            context.close()


def test_a_team_does_the_whole_job(team: Team, tmp_path: Path) -> None:
    manager = team.browser_of(MANAGER)
    links = set_the_study_up(team, manager)
    ben = team.browser_of(BEN)
    sign_up(ben, links[BEN], NAMES[BEN])
    ben_annotates(team, ben)
    ann = team.browser_of(ANN)
    sign_up(ann, links[ANN], NAMES[ANN])
    ann_annotates(team, ann)
    ben.reload()  # what Ben's page says of Ann would be there now
    Editor(ben).button("Previous task").wait_for()

    every_mark_is_what_was_marked(team)
    the_report_is_right(team, manager)
    the_downloads_are_right(team, manager, tmp_path)
    assert team.rows("SELECT message FROM problems") == []
    nothing_is_told(ANN, BEN, team)
    nothing_is_told(BEN, ANN, team)


def set_the_study_up(team: Team, page: Page) -> dict[str, str]:
    """Sign in, make a study, upload, paste, invite, publish; the invitation links."""
    page.goto(f"{team.settings.origin}/")
    page.get_by_label("E-mail").fill(MANAGER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="New study").first.click()
    page.get_by_label("Title").fill("Three reports")
    page.get_by_role("button", name="Make the study").click()

    page.get_by_role("link", name="Bring articles").first.click()
    page.get_by_label("Choose one or several files").set_input_files(
        [FOLDER / "lantern-night.txt", FOLDER / "tram-vote.html"]
    )
    page.get_by_role("heading", name="Check the articles").wait_for()
    assert page.get_by_label("Author").nth(1).input_value() == "Ines Corviel, Tobin Marsh"
    page.get_by_label("Keep number 2").uncheck()
    page.get_by_role("button", name="Keep 1 article", exact=True).wait_for()
    page.get_by_label("Keep number 2").check()
    page.get_by_role("button", name="Keep 2 articles").click()
    page.get_by_role("link", name="Bring articles").first.click()
    pasted = (FOLDER / "pasted-reservoir.txt").read_text(encoding="utf-8")
    page.get_by_label("Text of one article").fill(pasted)
    page.get_by_role("button", name="Read the text").click()
    page.get_by_role("heading", name="Check the articles").wait_for()
    assert page.get_by_label("Title").input_value() == pasted.splitlines()[0]
    assert page.get_by_label("Author").input_value() == "Senna Thorpe"
    assert page.get_by_label("Date").input_value() == "2021-09-22"
    cut = page.locator(".block.cut").all_inner_texts()
    assert any("AP Photo" in block for block in cut)
    page.get_by_role("button", name="Keep 1 article").click()

    page.get_by_label("E-mail addresses").fill(f"{ANN}\n{BEN}")
    page.get_by_role("button", name="Make invitation links").click()
    links = {email: page.get_by_label(email).input_value() for email in (ANN, BEN)}
    page.get_by_role("link", name="Back to the study").click()
    page.get_by_label("Annotators for each article").fill("2")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_role("heading", name="Publishing: done").wait_for()
    assert sorted(team.order(ANN)) == sorted(team.order(BEN)) == sorted(SIGNS)
    return links


def sign_up(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name=re.compile("^Annotate")).first.click()
    Editor(page).close_guideline()


def ben_annotates(team: Team, page: Page) -> None:
    """One article after the other."""
    editor = Editor(page)
    for article in team.order(BEN):
        editor.shows(SIGNS[article])
        for key, _, words in MARKS[BEN][article]:
            editor.mark(key, words)
        if article != TRAM:
            editor.press("Shift+Q" if article == LANTERN else "Shift+W")  # headline borne out?
        editor.submit()


def ann_annotates(team: Team, page: Page) -> None:
    """A second tab, a skip taken back, one put off, one changed afterwards."""
    first, second, third = order = team.order(ANN)
    editor = Editor(page)
    editor.shows(SIGNS[first])
    other_tab = page.context.new_page()
    other_tab.goto(page.url)
    other = Editor(other_tab)
    other.shows(SIGNS[first])

    work(editor, first)
    editor.submit()
    editor.shows(SIGNS[second])
    work(other, first)
    other.submit()  # the same article from the second tab: no second annotation
    other_tab.get_by_text("in another tab or window").wait_for()
    other_tab.close()

    editor.skip()
    editor.shows(SIGNS[third])
    assert states(team) == {first: "submitted", second: "skipped", third: "not started"}
    editor.back()
    editor.shows(SIGNS[second])
    editor.take_skip_back()
    assert states(team)[second] in ("in progress", "not started")
    work(editor, second)
    editor.submit()
    editor.shows(SIGNS[third])
    editor.postpone()
    assert states(team)[third] == "postponed"
    page.goto(f"{team.settings.origin}/work/")
    page.get_by_text("1 postponed").wait_for()
    page.get_by_role("link", name=re.compile("^Annotate")).first.click()
    editor.shows(SIGNS[third])
    work(editor, third)
    editor.submit()

    page.reload()
    page.get_by_text("Done", exact=True).wait_for()
    for article in [*reversed(order)]:
        editor.back()
        editor.shows(SIGNS[article])
        if article == LANTERN:
            break
    key, _, words = MARKS[ANN][LANTERN][1]
    editor.mark(key, words)
    editor.press("w")  # whose words: a quoted source
    editor.update()
    assert set(states(team).values()) == {"submitted"}


def work(editor: Editor, article: str) -> None:
    """What Ann does with an article at first; the second mark of LANTERN comes later."""
    for key, _, words in MARKS[ANN][article][:1]:
        editor.mark(key, words)
        editor.press("s")  # direction: unfavourable
    if article != TRAM:
        editor.press("Shift+Q")  # the headline is borne out


def states(team: Team) -> dict[str, str]:
    with team.open_db() as db:
        account = store.find_account(db, ANN)
        assert account is not None
        (annotator,) = store.annotators_of_account(db, account.id)
        assignments = store.assignments_of_annotator(db, annotator.id)
        return dict(zip(team.order(ANN), [one.state.value for one in assignments], strict=True))


def every_mark_is_what_was_marked(team: Team) -> None:
    """Raw offsets cut exactly what Label Studio says was marked; trimmed ones what was meant."""
    rows = team.rows(
        "SELECT accounts.email, articles.title, spans.*, "
        "(SELECT raw FROM revisions WHERE annotation_id = annotations.id ORDER BY id DESC LIMIT 1)"
        " AS raw FROM annotations "
        "JOIN assignments ON assignments.id = annotations.assignment_id "
        "JOIN articles ON articles.id = assignments.article_id "
        "JOIN annotators ON annotators.id = assignments.annotator_id "
        "JOIN accounts ON accounts.id = annotators.account_id "
        "LEFT JOIN spans ON spans.annotation_id = annotations.id "
        "WHERE annotations.state <> 'deleted' ORDER BY spans.start"
    )
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in rows:
        article = next(one for one in SIGNS if row["title"].startswith(one))
        marks = found.setdefault((row["email"], article), [])
        if row["label"] is None:
            continue
        marks.append((row["label"], row["text"]))
        full = team.rows("SELECT text FROM articles WHERE title = ?", row["title"])[0]["text"]
        (region,) = [
            item["value"]
            for item in json.loads(row["raw"])["result"]
            if item["id"] == row["region"] and item["type"] == "labels"
        ]
        raw = full[row["raw_start"] : row["raw_end"]]
        assert raw == region["text"].replace("\\n", "\n")
        assert full[row["start"] : row["end"]] == row["text"]
        assert raw.strip(" \n.,:;") == row["text"]
    assert found == {
        (email, article): [(label, words) for _, label, words in marks]
        for email, articles in MARKS.items()
        for article, marks in articles.items()
    }
    lantern = team.rows("SELECT text FROM articles WHERE title LIKE ?", f"{LANTERN}%")[0]["text"]
    assert lantern.index("🏮") < lantern.index("shameful betrayal")
    answers = team.rows(
        "SELECT question, value FROM answers JOIN spans ON spans.annotation_id = "
        "answers.annotation_id AND spans.region = answers.region ORDER BY question, value"
    )
    assert [(one["question"], one["value"]) for one in answers] == [
        ("direction", "unfavourable"),
        ("direction", "unfavourable"),
        ("voice", "quoted_source"),
    ]
    submitted = team.rows("SELECT count(*) AS n FROM annotations WHERE state = 'submitted'")
    assert submitted[0]["n"] == 6  # three each: the second tab made none


def the_report_is_right(team: Team, page: Page) -> None:
    """By hand. Loaded language: one mark equal, one "brazen plan" against "brazen".

    F1, exact: one match among 2 and 2 marks, 2*1/4; by overlap 2*2/4. Characters: of N in all
    three articles they differ in the 5 of " plan"; 28 + 23 = 51 of 2N are marked.
    """
    rows = team.rows("SELECT length FROM articles")
    n = sum(row["length"] for row in rows)
    observed = len(" plan") / n
    marked = len("shameful betrayal") * 2 + len("brazen plan") + len("brazen")
    expected = 2 * marked * (2 * n - marked) / (2 * n * (2 * n - 1))
    alpha = 1 - observed / expected

    page.goto(f"{team.settings.origin}/studies/1/agreement/")
    cells = page.get_by_role("row").filter(has_text="Loaded language").first.locator("td")
    shown = cells.all_inner_texts()
    assert [shown[0], shown[2], *shown[4:6]] == [f"{alpha:.2f}", "4", "0.50", "1.00"]
    presupposition = page.get_by_role("row").filter(has_text="Presupposition").first.locator("td")
    assert presupposition.all_inner_texts()[4:6] == ["0.00", "0.00"]
    headline = page.get_by_role("row").filter(has_text="Headline borne out").first
    assert "50 %" in headline.inner_text()  # yes and yes; yes and partly
    cells.nth(4).get_by_role("link").click()
    main = page.get_by_role("main")
    main.get_by_text("brazen plan").first.wait_for()
    assert "shameful betrayal" not in main.inner_text()  # they agree on that one
    assert "A01" in main.inner_text()
    assert "A02" in main.inner_text()


def the_downloads_are_right(team: Team, page: Page, folder: Path) -> None:
    page.goto(f"{team.settings.origin}/studies/1")
    page.get_by_role("link", name="Downloads").click()
    files = {}
    for link in page.locator("a[download]").all():
        with page.expect_download() as downloading:
            link.click()
        path = folder / downloading.value.suggested_filename
        downloading.value.save_as(path)
        files[path.name] = path.read_bytes().decode("utf-8")
    (lines,) = [text for name, text in files.items() if name.endswith(".jsonl")]
    articles = [json.loads(line) for line in lines.splitlines()]
    assert len(articles) == 3
    spans = [
        (one["annotator"], span["label"], article["text"][span["start"] : span["end"]])
        for article in articles
        for one in article["annotations"]
        for span in one["spans"]
    ]
    meant = sorted(
        ({ANN: "A01", BEN: "A02"}[email], label, words)
        for email, marked in MARKS.items()
        for marks in marked.values()
        for _, label, words in marks
    )
    assert sorted(spans) == meant
    (table,) = [text for name, text in files.items() if name.endswith("spans.csv")]
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert sorted((row["annotator"], row["label"], row["text"]) for row in rows) == meant
    for text in files.values():
        for secret in (*NAMES, *NAMES.values()):
            assert secret not in text


def nothing_is_told(visitor: str, email: str, team: Team) -> None:
    """No answer to the visitor names the other, their project, tasks, marks, or any token."""
    heard = [one for one in team.recorder.heard if one.visitor == visitor]
    assert len(heard) > 40
    with team.open_db() as db:
        account = store.find_account(db, email)
        assert account is not None
        (annotator,) = store.annotators_of_account(db, account.id)
        tasks = [one.task_id for one in store.assignments_of_annotator(db, annotator.id)]
        regions = [
            row["region"]
            for row in db.query(
                "SELECT region FROM spans JOIN annotations ON annotations.id = annotation_id "
                "JOIN assignments ON assignments.id = assignment_id WHERE annotator_id = ?",
                [annotator.id],
            )
        ]
    assert regions
    keys = team.server.keys
    secrets = [
        email,
        NAMES[email],
        account.technical_email,
        "owner@annotator.invalid",
        keys.labelstudio_token,
        keys.secret_key,
        keys.technical_password(account.technical_email),
        f"/projects/{annotator.project_id}/",
        f'"project":{annotator.project_id},',
        f'"project": {annotator.project_id},',
        *regions,
        *(f"/tasks/{task}/" for task in tasks),
    ]
    for one in heard:
        text = one.body.decode("utf-8", "replace") + repr(one.headers)
        for secret in secrets:
            assert secret not in text, f"{one.method} {one.path} tells {secret!r}"
