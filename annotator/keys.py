"""The installation's secrets: made at random once, kept in files only their owner can read.

They are never written to the SQLite file, to logs or to exports.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import SetupError
from annotator.settings import Settings

BYTES = {"secret_key": 32, "labelstudio_token": 20}  # random ones in each file
OWNER_EMAIL = "owner@annotator.invalid"  # Label Studio's first user: ours, nobody's address


@dataclass(frozen=True)
class Keys:
    """`secret_key` signs our sessions; `labelstudio_token` is the embedded server's admin token."""

    secret_key: str = field(repr=False)
    labelstudio_token: str = field(repr=False)

    @property
    def owner_password(self) -> str:
        return self.technical_password(OWNER_EMAIL)

    @property
    def first_manager_code(self) -> str:
        """Shows that who makes the first manager can read the data folder, or what `up` prints."""
        message = b"first-manager"
        code = hmac.new(self.secret_key.encode(), message, hashlib.sha256).hexdigest()
        return "-".join((code[:4], code[4:8], code[8:12], code[12:16]))

    @property
    def metrics_token(self) -> str:
        """Opens `/metrics` to a program that has no session."""
        return hmac.new(self.secret_key.encode(), b"metrics", hashlib.sha256).hexdigest()

    def technical_password(self, email: str) -> str:
        """The Label Studio password of a technical account; derived, so that nothing stores it."""
        message = f"labelstudio-account:{email}".encode()
        return hmac.new(self.secret_key.encode(), message, hashlib.sha256).hexdigest()


def key_paths(settings: Settings) -> list[Path]:
    """The files of the secrets; of a Label Studio that runs elsewhere the token is told."""
    names = list(BYTES)[: 1 if settings.labelstudio_api_key else None]
    return [settings.secrets_dir / name for name in names]


def missing_keys(settings: Settings) -> list[Path]:
    """Those that are gone though Label Studio's accounts were made with them."""
    if not settings.embedded:
        return []
    try:
        if not settings.labelstudio_dir.exists():
            return []
        return [path for path in key_paths(settings) if not path.exists()]
    except OSError as error:
        raise _unreadable(settings.secrets_dir, error) from error


def load_keys(settings: Settings) -> Keys:
    """Read the secrets of this data folder, making them when it is new.

    Raises SetupError when they are damaged, or gone from a folder in which they were used.
    """
    if gone := missing_keys(settings):
        raise SetupError(
            f"The key {gone[0]} is gone, and Label Studio's accounts were made with it. Put the "
            f"folder {settings.secrets_dir} back from a backup (annotator backup has it). If it "
            f"is lost: {_anew(settings)}."
        )
    folder = settings.secrets_dir
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        for path in key_paths(settings):
            if not path.exists():
                _make(path, BYTES[path.name])
    except OSError as error:
        raise SetupError(
            f"The keys cannot be kept in {folder}: {error.strerror}. annotator doctor says more."
        ) from error
    return read_keys(settings)


def read_keys(settings: Settings) -> Keys:
    """The secrets as they are; nothing is made. Raises SetupError when they are damaged."""
    found = {path.name: _read(path, settings) for path in key_paths(settings)}
    token = settings.labelstudio_api_key or found["labelstudio_token"]
    return Keys(secret_key=found["secret_key"], labelstudio_token=token)


def _make(path: Path, random_bytes: int) -> None:
    # Written beside and linked into place, so that two processes never see half a secret
    # and never end up with two different ones.
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(random_bytes))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def _read(path: Path, settings: Settings) -> str:
    try:
        secret = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(secret) < 2 * BYTES[path.name] or not secret.isascii():  # two signs a byte
        raise SetupError(
            f"The key {path} is damaged: it has {len(secret)} characters. Put it back from a "
            f"backup (annotator backup has it). If it is lost: remove the file, {_anew(settings)}."
        )
    return secret


def _unreadable(path: Path, error: OSError) -> SetupError:
    return SetupError(
        f"The key {path} cannot be read: {error.strerror}. annotator doctor says more."
    )


def _anew(settings: Settings) -> str:
    return (
        f"move the folder {settings.labelstudio_dir} away, start, and put each study back with "
        "annotator restore-to-label-studio; everybody signs in again"
    )
