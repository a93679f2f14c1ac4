"""The process that reads files: apart from the application, so that no file can hold it up.

It speaks over its standard input and output: a length, then a pickled request or answer. It is
started by `WarmReader` alone, and ends when its input does.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import struct
from typing import BinaryIO, cast

from annotator.articles.duplicates import signature_of
from annotator.articles.files import read_checked
from annotator.articles.reading import Piece, Signed
from annotator.articles.told import Told
from annotator.background import step_back
from annotator.models import Article

SECONDS_LEFT_ALONE = 400  # after so long without a sign of life it ends by itself
PIECES_AT_ONCE = 200
_LENGTH = struct.Struct("!I")


def send(stream: BinaryIO, message: object) -> None:
    """Write one message."""
    body = pickle.dumps(message)
    left = memoryview(_LENGTH.pack(len(body)) + body)
    while left:  # a pipe may take a part
        left = left[stream.write(left) :]
    stream.flush()


def receive(stream: BinaryIO) -> object:
    """Read one message, and not a byte more. Raises EOFError when there will be none."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return pickle.loads(_exactly(stream, length))  # noqa: S301 - from ours, through our own pipe


def _exactly(stream: BinaryIO, length: int) -> bytes:
    pieces: list[bytes] = []
    while length:
        piece = stream.read(length)
        if not piece:
            raise EOFError
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def main() -> None:
    """Read one file after the other until there are no more requests."""
    step_back()
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    import annotator.articles.webpage  # noqa: F401 - warm: the first page need not wait for it

    send(answers, ("done", []))
    while True:
        try:
            name, data, most, told, sign = cast(
                tuple[str, bytes, int, Told, int], receive(requests)
            )
        except EOFError:
            return
        faulthandler.dump_traceback_later(SECONDS_LEFT_ALONE, exit=True)

        pieces: list[Piece] = []
        for piece in read_checked(name, data, most, told=told):
            pieces.append(piece)
            if isinstance(piece, Article) and sign:
                pieces.append(Signed(piece.sha256, signature_of(piece.text)))
                sign -= 1
            if len(pieces) >= PIECES_AT_ONCE:  # sent on, so that a million rows need no memory here
                faulthandler.dump_traceback_later(SECONDS_LEFT_ALONE, exit=True)
                send(answers, ("read", pieces))
                pieces = []
        faulthandler.cancel_dump_traceback_later()
        send(answers, ("done", pieces))


if __name__ == "__main__":
    main()
