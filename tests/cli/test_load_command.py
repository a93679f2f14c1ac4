"""`annotator load`: what is said about files, what is remarked, and what is kept of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotator import store
from annotator.cli import commands
from annotator.models import Article
from annotator.store.provenance.columns import save_column_answer
from annotator.store.provenance.sources import load_raw
from annotator.workflow.studies import create_study

GERMAN = "Kopf;Fliesstext;Wann\nBrücke zu;Der Rat hat sie geschlossen.;22.9.2021\n"
DATES = "title,text,date\nA,The first text.,9/5/2021\nB,The second text.,3/4/2021\n"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    db = store.open_store(tmp_path / "annotator.sqlite")
    create_study(db, "Bridge", "framing", seed=1)
    db.close()
    return tmp_path


def load(data_dir: Path, name: str, content: str | bytes, *options: str) -> Result:
    raw = content.encode() if isinstance(content, str) else content
    (data_dir / name).write_bytes(raw)
    words = ["load", "Bridge", str(data_dir / name), *options, "--data-dir", str(data_dir)]
    return CliRunner().invoke(commands, words)


def articles(data_dir: Path) -> list[Article]:
    db = store.open_store(data_dir / "annotator.sqlite")
    found = [one.article for one in store.load_articles(db, 1)]
    db.close()
    return found


def test_unknown_columns_are_refused_with_how_to_say_what_they_are(data_dir: Path) -> None:
    refused = load(data_dir, "rows.csv", GERMAN)
    assert refused.exit_code == 1
    assert "found 'Kopf', 'Fliesstext', 'Wann'" in refused.stderr
    assert "--columns text=COLUMN,title=COLUMN" in refused.stderr
    said = "title=Kopf, text=Fliesstext, date=Wann"
    assert load(data_dir, "rows.csv", GERMAN, "--columns", said).exit_code == 0
    (found,) = articles(data_dir)
    assert (found.title, found.published) == ("Brücke zu", "2021-09-22")
    assert found.text == "Der Rat hat sie geschlossen."
    assert found.date_found == "given as '22.9.2021'"


def test_keys_of_json_are_named_in_the_same_way(data_dir: Path) -> None:
    lines = '{"kopf": "A", "fliesstext": "Der Rat tagt."}\n{"kopf": "B", "fliesstext": "Regen."}\n'
    assert "--columns" in load(data_dir, "rows.jsonl", lines).stderr
    load(data_dir, "rows.jsonl", lines, "--columns", "text=fliesstext,title=kopf")
    assert [one.title for one in articles(data_dir)] == ["A", "B"]


def test_what_was_said_about_columns_once_holds_for_files_of_that_shape(data_dir: Path) -> None:
    db = store.open_store(data_dir / "annotator.sqlite")
    answer = {"title": "Kopf", "text": "Fliesstext", "published": "Wann"}
    save_column_answer(db, ["Kopf", "Fliesstext", "Wann"], answer)
    db.close()
    assert load(data_dir, "rows.csv", GERMAN).exit_code == 0
    other = GERMAN.replace("Wann", "Wo")  # another shape: it is asked again
    assert load(data_dir, "other.csv", other).exit_code == 1


def test_a_field_that_is_none_is_a_mistake_in_the_command(data_dir: Path) -> None:
    wrong = load(data_dir, "rows.csv", GERMAN, "--columns", "headline=Kopf")
    assert wrong.exit_code == 2
    assert "with the fields address, author" in wrong.output


@pytest.mark.parametrize(
    ("order", "days"),
    [("dmy", ["2021-05-09", "2021-04-03"]), ("mdy", ["2021-09-05", "2021-03-04"])],
)
def test_the_order_of_day_and_month_is_said_once_a_file(
    data_dir: Path, order: str, days: list[str]
) -> None:
    load(data_dir, "rows.csv", DATES, "--date-order", order)
    assert [one.published for one in articles(data_dir)] == days


def test_without_it_such_dates_are_left_out_with_a_remark(data_dir: Path) -> None:
    said = load(data_dir, "rows.csv", DATES).stderr
    assert "the date '9/5/2021' was not understood and left out" in said
    assert "--date-order dmy or --date-order mdy" in said
    assert [one.published for one in articles(data_dir)] == ["", ""]


def test_an_encoding_is_said_where_two_are_likely(data_dir: Path) -> None:
    raw = "Kőrösi Őszi vásár\n\nA polgármester szerint a híd tűrhetetlen állapotú.\n".encode(
        "cp1250"
    )
    load(data_dir, "fair.txt", raw, "--encoding", "iso8859-2")
    assert "tűrhetetlen" in articles(data_dir)[0].text
    unknown = load(data_dir, "b.txt", raw, "--encoding", "latin-99")
    assert "There is no encoding 'latin-99'" in unknown.stderr


def test_every_remark_is_printed_kept_in_the_journal_and_beside_the_article(data_dir: Path) -> None:
    remark = "the date '9/5/2021' was not understood and left out"
    assert remark in load(data_dir, "rows.csv", DATES).stderr
    db = store.open_store(data_dir / "annotator.sqlite")
    journal = [one.detail for one in store.load_events(db, 1) if one.kind == "articles loaded"]
    db.close()
    assert remark in journal[0]
    assert articles(data_dir)[0].remarks == (remark,)


def test_the_file_is_kept_byte_for_byte_with_its_reader(data_dir: Path) -> None:
    load(data_dir, "rows.csv", DATES, "--date-order", "dmy")
    db = store.open_store(data_dir / "annotator.sqlite")
    first, second = (one.source for one in store.load_articles(db, 1))
    assert first is not None
    assert first == second  # one file, kept once
    assert load_raw(db, first.sha256) == DATES.encode()
    assert (first.name, first.reader, first.told) == ("rows.csv", "table", "day before month")
    assert first.version.startswith("annotator ")
    assert db.execute("SELECT count(*) FROM raw_files").fetchone() == (1,)
    db.close()
