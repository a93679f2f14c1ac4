"""SemEval-2025 task 10: entities and their roles, narratives.

    raw-documents/EN_10001.txt
    subtask-1-annotations.txt  EN_10001.txt <tab> Marl <tab> 17 <tab> 20 <tab> Innocent <tab> Victim
    subtask-2-annotations.txt  EN_10001.txt <tab> A;B <tab> A: a1;B: b2

Several fine roles follow one another, parted by tabs. The end of a mention is its last character in
some files and the one behind it in others: the words beside it tell which.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from annotator.corpora.building import Builder, OpenWork, columns
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles, is_about
from annotator.corpora.languages import language_of_path
from annotator.corpora.offsets import is_offset

ENTITY, MAIN_ROLE = "Entity", "main_role"
_ENDINGS = ("-annotations.txt", "-annotations.tsv", "-annotations-gold.txt")


def is_semeval_2025(files: CorpusFiles) -> bool:
    return any("subtask-1-" in name or "subtask-2-" in name for name in files.ending(*_ENDINGS))


def fine_role(main: str) -> str:
    """The question that asks for the fine roles of a main one.

    >>> fine_role("Protagonist")
    'protagonist_role'
    """
    return f"{main.strip().lower()}_role"


def read_semeval_2025(files: CorpusFiles) -> Corpus:
    builder = Builder(files)
    tables = list(files.ending(*_ENDINGS))
    keys: dict[tuple[str, str], str] = {}
    for name in files.ending(".txt"):
        path = PurePosixPath(name)
        if name not in tables and "subtask-" in path.name:
            files.refuse(name, "expected a name that ends in -annotations.txt; left out")
        elif name not in tables and not is_about(name):
            source = files.text(name)
            if source is not None:
                # The folder of a language holds its documents and its tables.
                keys[str(path.parent.parent), path.name] = builder.document(
                    path.stem, source, name, language=language_of_path(name)
                )
    for name in tables:
        folder = str(PurePosixPath(name).parent)
        for number, line in enumerate((files.text(name) or "").split("\n"), 1):
            cells = columns(line, 2)
            if cells is None:
                if line.strip():
                    files.refuse(name, f"expected cells parted by tabs; found {line[:60]!r}; left "
                                 "out", number)  # fmt: skip
                continue
            wanted = cells[0].removesuffix(".txt") + ".txt"
            key = keys.get((folder, wanted)) or next(
                (one for (_, file), one in keys.items() if file == wanted), ""
            )
            if not key:
                files.refuse(name, f"there is no text {cells[0]!r}; left out", number)
                continue
            work = builder.gold(key, name)
            work.file = name
            if "subtask-1-" in name:
                _entity(work, cells, number)
            elif "subtask-2-" in name:
                work.answer("narrative", cells[1].split(";"), line=number)
                work.answer("subnarrative", cells[2].split(";") if len(cells) > 2 else "")
                if any(map(str.strip, cells[3:])):
                    work.lose(f"of {len(cells)} cells the first 3 were taken", number)
            else:
                work.answer("explanation", cells[-1], line=number)
    return builder.corpus()


def _entity(work: OpenWork, cells: list[str], number: int) -> None:
    if len(cells) < 5:
        work.lose("expected file, mention, start, end and roles parted by tabs; left out", number)
        return
    _, words, *rest = cells
    start, end, main, *fine = (one.strip() for one in rest)
    raw = work.text.raw
    if is_offset(start) and is_offset(end):
        first, last = int(start), int(end)
        forms = {words, f'"{words}"'}  # of the text's own quotation marks, or the table's
        if raw[first:last] not in forms and raw[first : last + 1] in forms:
            end = str(last + 1)
        covered = raw[first : int(end)]
        words = covered if covered in forms else words
    region = work.mark(ENTITY, (start, end), line=number, words=words)
    if region:
        work.answer(MAIN_ROLE, main, region, number)
        if main or not any(fine):
            work.answer(fine_role(main), [one for one in fine if one], region, number)
        else:
            work.lose("fine roles without a main one were left out", number)
