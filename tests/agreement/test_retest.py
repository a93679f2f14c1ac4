"""Test-retest: the same annotator on the same item or article again."""

import pytest
from click.testing import CliRunner
from random_studies import random_numbers, random_studies

from annotator.agreement import krippendorff_alpha, ratings_from_labels
from annotator.agreement.by_name.evaluate import evaluate_text
from annotator.agreement.by_name.question import Question
from annotator.cli.agreement import agree
from annotator.errors import RatingsError

AGAIN = "item,annotator,occasion,label\n" + (
    "1,ann,1,x\n1,ann,2,x\n2,ann,1,y\n2,ann,2,x\n3,ann,1,y\n3,ann,2,y\n"
    "1,bob,1,x\n1,bob,2,x\n2,bob,1,y\n2,bob,2,y\n3,bob,1,x\n"
)
MARKED = "article,length,annotator,occasion,start,end,label\n" + (
    "p,60,ann,1,2,9,fear\np,60,ann,2,2,9,fear\np,60,bob,1,2,9,fear\np,60,bob,2,,,\n"
    "q,60,ann,1,5,20,fear\nq,60,ann,2,5,18,fear\nq,60,ann,2,40,44,fear\nq,60,bob,1,5,20,fear\n"
)


def ask(text: str, **question):
    return evaluate_text(text, "f.csv", Question(**{"resamples": 40, **question}))


def test_annotators_are_compared_with_themselves_only() -> None:
    answer = ask(AGAIN, retest=True, measures=("krippendorff_alpha", "cohen_kappa"))
    by = {(one.name, one.scope, one.id): one for one in answer.measures}
    pooled = [["x", "y", "y", "x", "y"], ["x", "x", "y", "x", "y"]]
    for who, subjects in (("", pooled), ("ann", [row[:3] for row in pooled]),
                          ("bob", [row[3:] for row in pooled])):  # fmt: skip
        scope = "annotator" if who else "all"
        slow = krippendorff_alpha(ratings_from_labels(subjects), "nominal").value
        assert by["krippendorff_alpha", scope, who].value == pytest.approx(slow)
        assert by["cohen_kappa", scope, who].value is not None
    assert answer.notes == (
        "the same annotator again: 5 items of 2 annotators, each with themselves on 2 occasions",
        "1 item of an annotator on one occasion only: left out",
    )
    assert {one.parameters["compared"] for one in answer.measures} == {
        "the same annotator on another occasion"
    }


def test_random_files_give_the_percent_of_equal_answers_counted_by_hand() -> None:
    rng = random_numbers(8)
    for _ in random_studies(60):
        rows, equal = [], []
        for who in "abc":
            for item in range(int(rng.integers(1, 6))):
                labels = rng.integers(0, 3, 2).tolist()
                rows += [f"{item},{who},{o},{label}\n" for o, label in enumerate(labels)]
                equal.append((who, labels[0] == labels[1]))
        text = "item,annotator,occasion,label\n" + "".join(rng.permutation(rows))
        found = ask(text, retest=True, measures=("percent_agreement",), resamples=0,
                    categories=("0", "1", "2")).measures  # fmt: skip
        values = {one.id: one.value for one in found if one.scope in ("all", "annotator")}
        for who in ("", *"abc"):
            mine = [same for name, same in equal if who in ("", name)]
            assert values[who] == pytest.approx(sum(mine) / len(mine))


def test_without_being_asked_the_first_occasion_counts() -> None:
    answer = ask(AGAIN, measures=("percent_agreement",))
    first = "".join(
        line.replace(",1,", ",", 1) if line[0] != "1" else f"1,{line.split(',')[1]},x\n"
        for line in AGAIN.splitlines(keepends=True)[1:] if line.split(",")[2] == "1"
    )  # fmt: skip
    plain = ask(f"item,annotator,label\n{first}", measures=("percent_agreement",))
    assert answer.measures[0].value == plain.measures[0].value
    assert "5 rows of a later occasion are left out" in answer.notes[0]


def test_marks_are_compared_article_by_article_of_each_annotator() -> None:
    found = ask(MARKED, retest=True, measures=("f1_overlap", "f1_exact"), resamples=40).measures
    by = {(one.name, one.scope, one.id): one.value for one in found}
    # ann: 2 marks, then 3, two of them met, one the same; bob: 1 mark, then none.
    assert by["f1_overlap", "all", ""] == pytest.approx(2 * 2 / 6)
    assert by["f1_overlap", "annotator", "ann"] == pytest.approx(2 * 2 / 5)
    assert by["f1_exact", "annotator", "ann"] == pytest.approx(2 * 1 / 5)
    assert by["f1_exact", "annotator", "bob"] == 0.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("item,annotator,label\n1,a,x\n", "a column occasion is needed"),
        ("item,annotator,occasion,label\n1,a,1,x\n2,a,2,x\n", "nobody has the same item on two"),
        ("item,annotator,occasion,label\n1,a,1,x\n1,a,,x\n", "line 3: the occasion is empty"),
        ("item,annotator,occasion,label\n1,a,1,x\n1,a,2,x\n1,a,2,y\n", "lines 3 and 4: annotator"),
    ],
)
def test_what_cannot_be_compared_is_refused(text: str, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        ask(text, retest=True)


def test_from_the_command_line(tmp_path) -> None:
    path = tmp_path / "again.csv"
    path.write_text(AGAIN)
    done = CliRunner().invoke(agree, [str(path), "--retest", "--resamples", "20"])
    assert done.exit_code == 0, done.output
    assert "the same annotator again: 5 items of 2 annotators" in done.stdout


def test_whatever_an_annotator_has_no_value_or_interval_of_says_why(tmp_path) -> None:
    path = tmp_path / "again.csv"
    rows = [f"{n},bob,{o},{'xy'[(n + o * (n == 2)) % 2]}\n" for n in range(6) for o in (1, 2)]
    path.write_text("item,annotator,occasion,label\n1,ann,1,x\n1,ann,2,x\n" + "".join(rows))
    asked = [str(path), "--retest", "--resamples", "40", "--measures", "cohen_kappa"]
    said = CliRunner().invoke(agree, asked).stdout
    assert "cohen_kappa, ann  nominal  none: both used only the label 'x'" in said
    assert "cohen_kappa, bob  nominal  0." in said
    path.write_text(MARKED)
    said = CliRunner().invoke(agree, [str(path), *asked[1:4], "--measures", "f1_overlap"]).stdout
    assert "f1_overlap, bob" in said
    assert "f1_overlap, bob (interval): an interval needs at least two articles" in said
    for found in ask(MARKED, retest=True).measures:
        told = found.as_json()
        assert told["value"] is not None or told["reason"], found
        assert told["interval"] or told["interval_reason"], found
        assert "two annotators" not in f"{told['reason']} {told['interval_reason']}", found
