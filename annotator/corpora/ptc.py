"""The Propaganda Techniques Corpus (SemEval-2020 task 11): a text an article, marks in tables.

    article111.txt                    title, blank line, a sentence a line
    article111.task2-TC.labels        111 <tab> Loaded_Language <tab> 17 <tab> 23
    article111.task1-SI.labels        111 <tab> 17 <tab> 23     the same, merged, without labels

Also one file for all articles (`train-task2-TC.labels`). Code points. The published files are gold;
where several folders hold labels of one article, a folder is an annotator.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

from annotator.corpora.building import Builder, OpenWork, columns
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles, is_about
from annotator.corpora.languages import language_of_path
from annotator.corpora.nearest import Nearest
from annotator.corpora.whose import named_annotators

PROPAGANDA = "Propaganda"  # the label of marks that say no technique
_ARTICLE = re.compile(r"article(\w{1,100}?)(?:\.|-|$)")
_LABELS = (".labels", ".labels.tsv", "-tc.out", "-si.out")


def is_ptc(files: CorpusFiles) -> bool:
    return any("task" in name.lower() or "article" in name for name in files.ending(*_LABELS))


def read_ptc(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    articles = Articles(builder)
    tables = {name: _rows(files, name) for name in files.ending(*_LABELS)}
    owners = _owners(tables, named_annotators(files))
    with_technique = {
        (owners[name], row[1]) for name, rows in tables.items() for row in rows if row[2]
    }
    first: dict[tuple[str, ...], str] = {}  # a mark -> its file: some have one file for all as well
    for name, rows in tables.items():
        empty = _ARTICLE.search(PurePosixPath(name).name)
        if not rows and empty and (key := articles.key(empty[1], name)):
            _work(builder, key, owners[name], name)  # looked at, nothing found
        for line, article, label, start, end in rows:
            key = articles.key(article, name)
            mark = (owners[name], key, label, start, end)
            if not key:
                files.refuse(name, f"there is no text of article {article}; left out", line)
            elif (label or (owners[name], article) not in with_technique) and (
                first.setdefault(mark, name) == name
            ):
                work = _work(builder, key, owners[name], name)
                work.mark(label or PROPAGANDA, (start, end), line=line)
    return builder.corpus()


class Articles:
    """Every `article111.txt` under its number; other texts only where there is none of these. Two
    texts of one number (of two languages) are told apart by the folders their labels are in."""

    def __init__(self, builder: Builder) -> None:
        self._found = Nearest[str]()  # number -> its document's key
        names = [name for name in builder.files.ending(".txt") if not _is_other(name)]
        numbered = {name: found[1] for name in names
                    if (found := _ARTICLE.match(PurePosixPath(name).stem))}  # fmt: skip
        for name in numbered or names:
            source = builder.files.text(name)
            if source is not None:
                number = numbered.get(name) or PurePosixPath(name).stem
                # Offsets count each line end as one, as Python reads the texts.
                source = source.replace("\r\n", "\n")
                key = builder.document(number, source, name, language=language_of_path(name))
                self._found.add(number, name, key)

    def key(self, number: str, labels: str) -> str:
        """The document of this number that lies nearest to a file of labels; "": there is none.
        Some write the name of its file in place of the number."""
        plain = number.removesuffix(".txt").removeprefix("article")
        return self._found.find(number, labels) or self._found.find(plain, labels) or ""


def _is_other(name: str) -> bool:
    stem = PurePosixPath(name).stem
    if stem.endswith(".mrk"):  # an article of NLP4IF once more, with marks in its text
        return True
    return "label" in stem or "template" in stem or is_about(name)


Row = tuple[int, str, str, str, str]  # line, article, label or "", start, end


def _rows(files: CorpusFiles, name: str) -> list[Row]:
    found: list[Row] = []
    for number, line in enumerate((files.text(name) or "").split("\n"), 1):
        if not line.strip():
            continue
        cells = columns(line, 3)
        numbers = [one.strip().lstrip("-").isdecimal() for one in (cells or ())[-2:]]
        if cells is None or len(cells) > 4 or not all(numbers):
            files.refuse(name, "expected article, technique, start and end parted by tabs; "
                         f"found {line[:60]!r}; left out", number)  # fmt: skip
        elif len(cells) == 3:
            found.append((number, cells[0].strip(), "", cells[1], cells[2]))
        elif cells[1].strip() == "?":
            files.refuse(name, "a passage without its technique ('?') was left out", number)
        else:
            found.append((number, cells[0].strip(), cells[1].strip(), cells[2], cells[3]))
    return found


def _owners(tables: dict[str, list[Row]], named: Mapping[str, str]) -> dict[str, str]:
    """File -> its annotator; "" for all when no file of one name tells of one article in two
    folders, nor a file names them."""
    folder = {name: PurePosixPath(name).parent.name for name in tables}
    if named and named.keys() >= set(folder.values()):
        return {name: named[one] for name, one in folder.items()}
    folders: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, rows in tables.items():
        path = PurePosixPath(name)
        for _, article, _, _, _ in rows:
            folders[path.name, article].add(str(path.parent))
    several = any(len(names) > 1 for names in folders.values())
    return folder if several else dict.fromkeys(tables, "")


def _work(builder: Builder, article: str, owner: str, name: str) -> OpenWork:
    return builder.work(article, owner, name) if owner else builder.gold(article, name)
