"""Where things are and how they are reached: read once from options and the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from annotator.errors import SetupError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 5000
MAX_ARTICLE_CHARACTERS = 200_000  # what Label Studio's editor can carry
MAX_MARKS = 2_000  # of one annotator in one article
MAX_ANNOTATION_BYTES = 2 * 1024 * 1024
MAX_FILE_BYTES = 20 * 1024 * 1024 - 1


@dataclass(frozen=True)
class Settings:
    """The settings of one installation; everything under `data_dir` belongs to it.

    `origin` is the one address browsers use (scheme, host, port), without a trailing slash.
    """

    data_dir: Path
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    public_origin: str = ""
    labelstudio_url: str = ""  # a server that already runs; "" means the embedded one
    labelstudio_api_key: str = ""
    manager_email: str = ""
    manager_password: str = ""
    max_article_characters: int = MAX_ARTICLE_CHARACTERS
    max_marks: int = MAX_MARKS
    max_annotation_bytes: int = MAX_ANNOTATION_BYTES
    labelstudio_database: str = ""  # postgresql://... for the embedded one; "" means SQLite
    labelstudio_workers: int = 0  # processes of the embedded one; 0 means as its database bears
    redis: str = ""  # host:port of a Redis for the embedded Label Studio; "" means none
    trusted_proxy: str = ""  # the address of a proxy whose X-Forwarded-For is believed

    @property
    def origin(self) -> str:
        """The address people open."""
        if self.public_origin:
            return self.public_origin.rstrip("/")
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def faces_strangers(self) -> bool:
        """Whether others than who sits at this machine may open the pages."""
        return bool(self.public_origin) or not _is_loopback(self.host)

    @property
    def database(self) -> Path:
        return self.data_dir / "annotator.sqlite"

    @property
    def secrets_dir(self) -> Path:
        return self.data_dir / "secrets"

    @property
    def labelstudio_dir(self) -> Path:
        """Of the embedded Label Studio; one on PostgreSQL has another, so that it can be moved."""
        name = "label-studio-postgresql" if self.labelstudio_database else "label-studio"
        return self.data_dir / name

    @property
    def logs_dir(self) -> Path:
        return self.data_dir / "logs"

    @property
    def embedded(self) -> bool:
        return not self.labelstudio_url


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load_settings(
    *,
    data_dir: str | os.PathLike[str] | None = None,
    host: str | None = None,
    port: int | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Options win over the environment (`DATA_DIR`, `HOST`, `PORT`, ...), which wins over defaults.

    Raises SetupError when a number is not one, or one of the two LABEL_STUDIO variables is missing.
    """
    env = os.environ if environ is None else environ
    url, key = env.get("LABEL_STUDIO_URL", ""), env.get("LABEL_STUDIO_API_KEY", "")
    if bool(url) != bool(key):
        missing = "LABEL_STUDIO_API_KEY" if url else "LABEL_STUDIO_URL"
        raise SetupError(
            f"To use a Label Studio that already runs, set both LABEL_STUDIO_URL and "
            f"LABEL_STUDIO_API_KEY; {missing} is not set."
        )
    return Settings(
        data_dir=Path(data_dir or env.get("DATA_DIR") or "var").expanduser().resolve(),
        host=host or env.get("HOST") or DEFAULT_HOST,
        port=port if port is not None else _whole_number(env, "PORT", DEFAULT_PORT),
        public_origin=env.get("ANNOTATOR_ORIGIN", ""),
        labelstudio_url=url.rstrip("/"),
        labelstudio_api_key=key,
        manager_email=env.get("ANNOTATOR_MANAGER_EMAIL", ""),
        manager_password=env.get("ANNOTATOR_MANAGER_PASSWORD", ""),
        max_article_characters=_whole_number(
            env, "ANNOTATOR_MAX_ARTICLE_CHARACTERS", MAX_ARTICLE_CHARACTERS
        ),
        max_marks=_whole_number(env, "ANNOTATOR_MAX_MARKS", MAX_MARKS),
        max_annotation_bytes=_whole_number(
            env, "ANNOTATOR_MAX_ANNOTATION_BYTES", MAX_ANNOTATION_BYTES
        ),
        labelstudio_database=_postgresql(env.get("ANNOTATOR_LABEL_STUDIO_DATABASE", ""), url),
        labelstudio_workers=_whole_number(env, "ANNOTATOR_LABEL_STUDIO_WORKERS", 0),
        redis=env.get("ANNOTATOR_REDIS", ""),
        trusted_proxy=env.get("ANNOTATOR_TRUSTED_PROXY", ""),
    )


def _postgresql(database: str, labelstudio_url: str) -> str:
    if not database:
        return ""
    name = "ANNOTATOR_LABEL_STUDIO_DATABASE"
    if labelstudio_url:
        raise SetupError(
            f"{name} is for the embedded Label Studio, but LABEL_STUDIO_URL names one that runs "
            "elsewhere. Set one of the two."
        )
    try:
        parts = urlsplit(database)
        usable = parts.scheme in ("postgresql", "postgres") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not parts.path.strip("/"):
        raise SetupError(
            f"{name} must be like postgresql://USER:PASSWORD@HOST:5432/NAME, but it is not."
        )
    return database


def _whole_number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise SetupError(f"{name} must be a whole number, but it is {text!r}.")
    return int(text)
