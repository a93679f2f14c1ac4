"""A small brat corpus of invented news: two texts, three annotators, everything brat can say, and
what real files have beside it."""

from __future__ import annotations

from pathlib import Path

HARBOUR = (
    "Harbour closes\r\n\r\nThe “brazen” mayor 🚢 of Marl said the cafe\u0301 was shut for good.\r\n"
)
BRIDGE = "Bridge opens\n\nCritics say the bridge is late."


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def mark(text: str, number: int, label: str, *words: str) -> str:
    """A `T` line; several words are the pieces of one discontinuous mark."""
    places = [(text.index(word), text.index(word) + len(word)) for word in words]
    offsets = ";".join(f"{start} {end}" for start, end in places)
    return f"T{number}\t{label} {offsets}\t{' '.join(words)}\n"


def harbour_marks(annotator: str) -> str:
    lines = [
        mark(HARBOUR, 1, "Loaded", "brazen"),
        mark(HARBOUR, 2, "Source", "mayor"),
        mark(HARBOUR, 3, "Cue", "said"),
        mark(HARBOUR, 4, "Content", "the cafe\u0301", "shut for good"),
        "E1\tSays:T3 Who:T2 What:T4\n",
        "A1\tPolarity T1 negative\n",
        "A2\tIronic T1\n",
        "R1\tAbout Arg1:T1 Arg2:T2\t\n",
        "N1\tReference T2 Gazetteer:17\tmayor\n",
        "#1\tAnnotatorNotes T1\tis this strong?\n",
        "*\tSame T2 T3\n",
    ]
    if annotator == "cedar":
        lines[0] = mark(HARBOUR, 1, "Loaded", "“brazen”")
    return "".join(lines)


def write_corpus(folder: Path) -> Path:
    """Annotators in the files' names."""
    write(folder / "harbour.txt", HARBOUR)
    write(folder / "bridge.txt", BRIDGE)
    for annotator in ("alder", "briar", "cedar"):
        write(folder / f"harbour_{annotator}.ann", harbour_marks(annotator))
    write(folder / "bridge_alder.ann", mark(BRIDGE, 1, "Source", "Critics"))
    write(folder / "bridge_briar.ann", "")
    return folder


MESSY = (
    mark(HARBOUR, 1, "Loaded", "brazen")
    + "T2\tSource 5000 5004\tnowhere\n"  # line 2
    + "T3\tSource twenty 30\tno number\n"  # line 3
    + mark(HARBOUR, 4, "Unknown", "mayor")  # line 4
    + mark(HARBOUR, 5, "Content", "shut for").removesuffix("for\n")
    + "\n\nfor\n"  # line 7, the rest of line 5
    + mark(HARBOUR, 1, "Cue", "said")  # line 8, an id again
    + "R1\tAbout Arg1:T1 Arg2:T99\n"  # line 9
    + "A1\tPolarity R1 negative\n"  # line 10
    + mark(HARBOUR, 6, "Cue", "said").replace("said", "never")  # line 11
)
CONFIGURATION = (
    "[entities]\nLoaded\nSource\nCue\nContent\n[relations]\nAbout Arg1:Loaded, Arg2:Source\n"
)
