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


def load_keys(settings: Settings) -> Keys:
    """Read the secrets of this data folder, making what is missing."""
    folder = settings.secrets_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return Keys(
        secret_key=_load_or_make(folder / "secret_key", 32),
        labelstudio_token=settings.labelstudio_api_key
        or _load_or_make(folder / "labelstudio_token", 20),
    )


def _load_or_make(path: Path, random_bytes: int) -> str:
    if not path.exists():
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
    secret = path.read_text(encoding="ascii", errors="replace").strip()
    if len(secret) < random_bytes or not secret.isascii():
        raise SetupError(
            f"The key {path} is damaged: it has {len(secret)} characters. Put it back from a "
            "backup (annotator backup has it). If it is lost, remove the file: everybody then "
            "signs in again, and Label Studio must be made anew (see docs/reliability.md)."
        )
    return secret
