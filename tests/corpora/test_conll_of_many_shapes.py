"""CoNLL as shared tasks and tools write it: columns, brackets, numbers, comments, sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_corpora import marks, read_files, write_files

from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.errors import CorpusError

OF_2003 = """-DOCSTART- -X- O O

U.N. NNP I-NP I-ORG
official NN I-NP O
Ekeus NNP I-NP I-PER

Ann NNP I-NP I-PER
Bee NNP B-NP B-PER

-DOCSTART- -X- O O

Marl NNP I-NP I-LOC
"""
OF_2012 = """#begin document (nw/wsj_0001); part 000
nw/wsj_0001   0   0   Zoé      NNP   (TOP(S(NP*   -   -   -   -   (PERSON*   (ARG0*   (0
nw/wsj_0001   0   1   Vinken   NNP   *)           -   -   -   -   *)         *)       0)
nw/wsj_0001   0   2   joined   VBD   (VP*         join 01 1   -   *          (V*)     -
nw/wsj_0001   0   3   Elsevier NNP   (NP*)))      -   -   -   -   (ORG)      (ARG1*)  (1)

nw/wsj_0001   0   0   He       PRP   (TOP*)       -   -   -   -   *          *        (0)

#end document
#begin document (nw/wsj_0001); part 001
nw/wsj_0001   1   0   Marl     NNP   (TOP*)       -   -   -   -   (GPE)      *        -
"""
NUMBERED = (
    "# newdoc id = d1\n# sent_id = 1\n# text = Ann Bee left Marl.\n1\tAnn\tB-PER\n2\tBee\tE-PER\n"
    "3\tleft\tO\n4\tMarl\tS-LOC\n\n"
)
NESTED = (
    "#\thttps://example.org/1 [2009-10-17]\n1\tMarl\tB-PER\tO\n2\tsaw\tO\tO\n"
    "3\tTolvaner\tB-ORG\tB-LOCderiv\n4\tRat\tI-ORG\tO\n"
)
COMMENTED = "# id 5239d domain=en\nZoé _ _ B-PER\nBee _ _ I-PER\n\n#tag _ _ B-TAG\n# _ _ O\n"
OF_CHARACTERS = "高 B-NAME\r\n勇 E-NAME\r\n： O\r\n男 S-SEX\r\n甲 B-ORG\r\n乙 M-ORG\r\n丙 E-ORG\r\n"


@pytest.mark.parametrize(("name", "content", "expected"), [
    ("eng.train", OF_2003, [("LOC", "Marl"), ("ORG", "U.N."), ("PER", "Ann"), ("PER", "Bee"),
                            ("PER", "Ekeus")]),
    ("wsj_0001.v4_gold_conll", OF_2012, [("GPE", "Marl"), ("ORG", "Elsevier"),
                                         ("PERSON", "Zoé Vinken")]),
    ("a.iob2", NUMBERED, [("LOC", "Marl"), ("PER", "Ann Bee")]),
    ("a.conll", NESTED, [("LOCderiv", "Tolvaner"), ("ORG", "Tolvaner Rat"), ("PER", "Marl")]),
    ("a.bio", "\ufeff" + COMMENTED, [("PER", "Zoé Bee"), ("TAG", "#tag")]),
    ("a.bioes", OF_CHARACTERS, [("NAME", "高 勇"), ("ORG", "甲 乙 丙"), ("SEX", "男")]),
])  # fmt: skip
def test_a_shape(name: str, content: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {name: content}, "conll")
    assert sorted(one[2:] for one in marks(corpus)) == expected
    said = [str(one) for one in corpus.losses]
    assert [one for one in said if "coreference were left out" not in one] == []
    assert bool(said) is (content is OF_2012)


def universal(*words: str) -> str:
    """CoNLL-U of words: number, form, MISC; a blank line for ""."""
    lines = []
    for word in words:
        number, form, misc = word.split(" ") if word and word[0] != "#" else ("", "", "")
        lines.append("\t".join([number, form, *"_______", misc]) if number else word)
    return "\n".join(lines) + "\n"


TAGGED = universal(
    "# newdoc id = d1", "# sent_id = 1", "# text = Don't ask Zoé\tBee.",
    "1-2 Don't _", "1 Do _", "2 n't _", "3 ask _", "4 Zoé NER=B-PER", "4.1 left NER=B-PER",
    "5 Bee ner=I-PER|SpaceAfter=No", "6 . SpaceAfter=No", "", "1 Marl NE=S-LOC", "",
    "# newdoc id = d2", "1-2 Tolvaners SpaceAfter=No", "1 Tolvane NER=B-LOC", "2 s _", "3 ! _", "",
)  # fmt: skip
BRACKETS = universal(
    "# global.Entity = eid-etype-head-other",
    "1 The Entity=(e1-person-2(e2-place-1", "2 mayor _", "2.1 who Entity=(e9-person-1)",
    "3 Marl Entity=e2)e1)", "4 saw Entity=(e3[1/2]-thing%2Dx-1", "5 it Entity=e3[1/2])",
    "6 and _", "7 that Entity=(e3[2/2]-thing%2Dx-1)|SpaceAfter=No", "8 . Entity=(e4-lost-1", "",
)  # fmt: skip


def test_entities_of_conll_u_by_tags_in_the_words_of_the_text(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"a.conllu": TAGGED}, "conll")
    assert [one.article.text for one in corpus.documents] == [
        "Don't ask Zoé Bee.\nMarl", "Tolvaners!",
    ]  # fmt: skip
    assert [one[2:] for one in marks(corpus)] == [
        ("LOC", "Marl"), ("PER", "Zoé Bee"), ("LOC", "Tolvaners"),
    ]  # fmt: skip


def test_entities_of_conll_u_by_brackets(tmp_path: Path) -> None:
    corpus = read_files(tmp_path, {"a.conllu": BRACKETS}, "conll")
    assert sorted(one[2:] for one in marks(corpus)) == [
        ("person", "The mayor Marl"), ("place", "The mayor Marl"), ("thing-x", "saw it … that"),
    ]  # fmt: skip
    assert [(one.line, one.sentence.partition(";")[0]) for one in corpus.losses[1:]] == [
        (4, "a mention that has no end, or no word of the text"),
        (10, "a mention that has no end, or no word of the text"),
    ]


def test_conll_u_without_labels_is_refused_with_what_was_found(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.conllu": universal("1 Rain Gloss=x|SpaceAfter=No", "2 . _")})
    with pytest.raises(CorpusError) as found:
        read_corpus(open_corpus(tmp_path), "conll")
    assert "Expected NER=B-PER or Entity=(..." in str(found.value)
    assert "found there: Gloss, SpaceAfter" in str(found.value)


@pytest.mark.parametrize(("name", "content", "said"), [
    ("a.tsv", "TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tMISC\nAnn\tB-pers\tO\tNoSpaceAfter\n",
     "It is of HIPE"),
    ("a.conllup", "# global.columns = ID FORM UPOS NER:TAG\n1\tAnn\tPROPN\tB-PER\n",
     "It is CoNLL-U Plus"),
])  # fmt: skip
def test_a_table_whose_columns_are_named_otherwise_is_refused_by_its_name(
    name: str, content: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(CorpusError, match=said):
        read_corpus(open_corpus(tmp_path))
