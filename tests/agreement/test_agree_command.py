"""`annotator agree FILE.csv` and `annotator conformance`, as a person types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotator.cli.agreement import agree, conformance

RATINGS = "item,annotator,label\n1,ann,1\n1,bob,1\n2,ann,2\n2,bob,3\n3,ann,3\n3,bob,3\n"


def run(command, *words: str):
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    path = tmp_path / "ratings.csv"
    path.write_text(RATINGS)
    return path


def test_a_table_for_people(ratings: Path) -> None:
    done = run(agree, ratings, "--level", "interval")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "kind ratings, items 3, annotators 2, rows 6, missing 0"
    row = next(line for line in lines if line.startswith("krippendorff_alpha"))
    assert row.split()[1:3] == ["interval", "0.8276"]  # 1 - (1/3) / (58/30)
    assert any("only 3 items" in line for line in lines)


def test_what_a_measure_is_not_made_of_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "spans.csv"
    path.write_text("article,length,annotator,label,start,end\n1,40,ann,x,2,9\n1,40,bob,x,3,9\n")
    done = run(agree, path, "--measures", "character_alpha,f1_exact,token_alpha")
    table = done.stdout.split("\n\n")[1].splitlines()
    rows = {line.split()[0]: line for line in table}
    assert "  no level  " in rows["f1_exact"]
    assert rows["f1_exact"].endswith("none of its own  none of its own")
    # 1/40, and 1 - (13·12 + 67·66)/(80·79)
    assert rows["character_alpha"].split()[-2:] == ["0.0250", "0.2756"]
    assert not {"-", ""} & {word for row in rows.values() for word in row.split()}
    # The reason of another row does not push these columns apart.
    assert rows["token_alpha"].endswith("none: the texts' tokens are not known")
    assert rows["character_alpha"].index("0.0250") < len(rows["token_alpha"])


def test_json_for_programs(ratings: Path) -> None:
    done = run(
        agree, ratings, "--json", "--measures", "cohen_kappa,fleiss_kappa", "--resamples", "0"
    )
    answer = json.loads(done.stdout)
    assert [m["name"] for m in answer["measures"] if m["scope"] == "all"] == [
        "cohen_kappa", "fleiss_kappa",
    ]  # fmt: skip
    assert answer["measures"][0]["interval"] is None


def test_a_broken_file_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("item,annotator,label\n1,ann,x\n2,ann,x\n1,ann,y\n")
    done = run(agree, path)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr == (
        "annotator: twice.csv, lines 2 and 4: annotator 'ann' rated item '1' twice; "
        "keep one of the rows\n"
    )


def test_a_name_ending_in_csv_is_a_file_even_when_it_is_not_there() -> None:
    done = run(agree, "nowhere.csv")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "nowhere.csv cannot be read" in done.stderr


def test_conformance_reproduces_every_case() -> None:
    done = run(conformance)
    assert done.exit_code == 0
    listing = json.loads(run(conformance, "--json").stdout)
    n = len(listing["cases"])
    assert n >= 85
    assert (listing["reproduced"], listing["of"]) == (n, n)
    assert done.stdout.splitlines()[-1] == f"{n} of {n} reproduced"


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "1e308"])
def test_weights_of_gamma_are_numbers_of_a_sensible_size(ratings: Path, value: str) -> None:
    done = run(agree, ratings, "--gamma-alpha", value)
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("names", ["", "a,,b", ","])
def test_empty_names_are_refused_not_taken_as_all(ratings: Path, names: str) -> None:
    done = run(agree, ratings, "--measures", names)
    assert (done.exit_code, done.stdout) == (2, "")


def test_a_table_of_another_ending_is_a_file_too() -> None:
    done = run(agree, "nowhere.tsv")
    assert (done.exit_code, done.stderr) == (
        2, "annotator: nowhere.tsv cannot be read: No such file or directory\n",
    )  # fmt: skip


def test_what_is_no_regular_file_is_read_as_well() -> None:
    done = run(agree, "/dev/null")
    assert (done.exit_code, done.stderr) == (
        2, "annotator: null is empty; expected a header line and rows\n",
    )  # fmt: skip
