"""What reading a damaged zip archive raises, for whoever reads one.

Beside its own error zipfile lets through those of what it is made of: packing that is broken
(zlib, lzma), a name that is no text, a number that is too large, a way of packing it does not know.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


def why_unread(error: BaseException) -> str:
    """A sentence for people about one of `DAMAGED`.

    >>> why_unread(RuntimeError("File 'a' is encrypted, password required"))
    'It is locked by a password: unlock it first.'
    >>> why_unread(NotImplementedError("That compression method is not supported"))
    'It is damaged or packed in an unknown way: That compression method is not supported.'
    """
    # An unknown way of packing is a RuntimeError too.
    if isinstance(error, RuntimeError) and not isinstance(error, NotImplementedError):
        return "It is locked by a password: unlock it first."
    return f"It is damaged or packed in an unknown way: {str(error).rstrip('.')}."
