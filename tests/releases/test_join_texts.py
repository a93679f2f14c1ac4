"""Who has a release without texts joins it with their own copies, however those look."""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from annotator.releases import join_texts

TEXTS = {
    "3": "The café’s roof is gone.\n\nThe “brazen” mayor said: nothing.",
    "4": "Žďár gave in.\n\nShe left.\nAll of it – and more.",
    "8": "",
}
TITLES = {"3": "Roof gone", "4": "Town gives in", "8": "Nothing"}


def release(folder: Path) -> Path:
    """What of a release the script needs."""
    (folder / "jsonl").mkdir(parents=True)
    with (folder / "hashes.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["article_id", "title", "length", "sha256"])
        for one, text in TEXTS.items():
            table.writerow([one, TITLES[one], len(text), sha256(text)])
    lines = [
        {
            "id": one, "sha256": sha256(text), "text": None,
            "annotations": [{"spans": [{"start": 4, "end": 8, "text": ""}] if text else []}],
            "gold": {"spans": [{"start": 0, "end": 3, "text": ""}] if text else []},
        }
        for one, text in TEXTS.items()
    ]  # fmt: skip
    (folder / "jsonl" / "articles.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    (folder / "join_texts.py").write_bytes(Path(join_texts.__file__).read_bytes())
    return folder


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def run(folder: Path, *asked: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, folder / "join_texts.py", *map(str, asked)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")


COPIES: dict[str, Callable[[str, str], bytes]] = {
    "as it is": lambda title, text: text.encode(),
    "line ends of Windows": lambda title, text: text.replace("\n", "\r\n").encode(),
    "line ends of old": lambda title, text: text.replace("\n", "\r").encode(),
    "a byte order mark": lambda title, text: text.encode("utf-8-sig"),
    "decomposed": lambda title, text: unicodedata.normalize("NFD", text).encode(),
    "UTF-16": lambda title, text: text.encode("utf-16"),
    "UTF-16 without its mark": lambda title, text: text.encode("utf-16-le"),
    "blanks at line ends": lambda title, text: text.replace("\n", " \t\n").encode() + b"  \n\n\n",
    "a line between all paragraphs": lambda title, text: f"\n\n{text}".encode(),
    "title above": lambda title, text: f"{title}\n\n{text}".encode(),
    "title, byline and date above, rights below": lambda title, text: (
        f"{title}\r\nBy Ann Bell\r\n3 May 2026\r\n\r\n".encode()
        + text.replace("\n", "\r\n").encode()
        + "\r\n\r\n© Marl Post".encode()
    ),
}


@pytest.mark.parametrize("how", COPIES)
def test_a_text_file_is_found_whatever_its_copy_did(how: str, tmp_path: Path) -> None:
    folder, mine = release(tmp_path / "r"), tmp_path / "mine"
    mine.mkdir()
    for one, text in TEXTS.items():
        if text:
            (mine / f"copy of {one}.TXT").write_bytes(COPIES[how](TITLES[one], text))
    done = run(folder, mine)
    assert (done.returncode, done.stdout) == (0, "3 of 3 articles have their text.\n"), done.stderr
    joined = [
        json.loads(line)
        for line in (folder / "articles-with-texts.jsonl").read_text("utf-8").splitlines()
    ]
    for one in joined:
        text = TEXTS[one["id"]]
        assert one["text"] == (folder / "texts" / f"{one['id']}.txt").read_bytes().decode() == text
        works = (*one["annotations"], one["gold"])
        assert [span["text"] for work in works for span in work["spans"]] == (
            [text[4:8], text[:3]] if text else []
        )


@pytest.mark.parametrize(
    ("encoding", "ids"), [("cp1252", "3"), ("mac_roman", "3"), ("cp1250", "34"), ("gb18030", "34")]
)
def test_an_encoding_is_the_one_that_gives_the_hash(
    encoding: str, ids: Sequence[str], tmp_path: Path
) -> None:
    folder, mine = release(tmp_path / "r"), tmp_path / "mine"
    mine.mkdir()
    for one in ids:
        (mine / f"{one}.txt").write_bytes(TEXTS[one].encode(encoding))
    run(folder, mine)
    assert {path.stem for path in (folder / "texts").iterdir()} == {*ids, "8"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", "id,Title,Text\r\n" + "".join(
            f'{one},x,"{text}"\r\n' for one, text in TEXTS.items() if '"' not in text)),
        ("a.csv", "id;body\n" + "".join(f'{one};"{text}"\n' for one, text in TEXTS.items())),
        ("a.json", json.dumps([{"meta": 1, "content": text} for text in TEXTS.values()])),
        ("a.json", json.dumps({"data": [{"data": {"text": text}} for text in TEXTS.values()]})),
        ("a.JSONL", "\n".join(json.dumps({"text": text}) for text in TEXTS.values())),
    ],
)  # fmt: skip
def test_tables_and_json_are_read_too(name: str, data: str, tmp_path: Path) -> None:
    folder, mine = release(tmp_path / "r"), tmp_path / "mine"
    mine.mkdir()
    (mine / name).write_text(data, encoding="utf-8", newline="")
    assert run(folder, mine).stdout == "3 of 3 articles have their text.\n"
    assert run(folder, mine / name).returncode == 0  # one file in place of a folder


def test_what_is_missing_and_what_fits_none_is_named(tmp_path: Path) -> None:
    folder, mine = release(tmp_path / "r"), tmp_path / "mine"
    (mine / "notes.jsonl").mkdir(parents=True)
    (mine / "three.txt").write_text(TEXTS["3"], encoding="utf-8")
    (mine / "three again.txt").write_text(TEXTS["3"], encoding="utf-8")
    (mine / "four.txt").write_text(TEXTS["4"].replace("gave", "give"), encoding="utf-8")
    (mine / "four.docx").write_bytes(b"PK")
    (mine / "circle").symlink_to(mine, target_is_directory=True)
    done = run(folder, mine)
    assert done.returncode == 1
    said = done.stdout.splitlines()
    assert said[:3] == ["2 of 3 articles have their text.", "Without text:", "  4: Town gives in"]
    assert said[3:6] == [
        "Files that fit none:",
        f"  {mine / 'four.docx'}: no text; save what is in it as text",
        f"  {mine / 'four.txt'}: no article of the release",
    ]
    assert said[6].startswith("A text must have the very words")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    folder = release(tmp_path / "r")
    nowhere = run(folder, tmp_path / "nowhere")
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert nowhere.stderr == f"{tmp_path / 'nowhere'} is not there: expected the articles.\n"
    other = run(folder, tmp_path, tmp_path)
    assert other.returncode == 2
    assert "hashes.csv is not there: expected the release's hashes" in other.stderr


def test_the_release_may_lie_among_the_articles(tmp_path: Path) -> None:
    """And what was joined before is no copy of anybody's."""
    folder = release(tmp_path / "mine" / "r")
    (tmp_path / "mine" / "a.txt").write_text(TEXTS["3"], encoding="utf-8")
    assert "2 of 3" in run(folder, tmp_path / "mine").stdout
    (tmp_path / "mine" / "a.txt").unlink()
    again = run(folder, tmp_path / "mine")
    assert again.stdout.startswith("1 of 3")
    assert "Files that fit none" not in again.stdout
