"""A page as PDF, by a browser that is installed here."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from annotator.errors import SetupError

__all__ = ["as_pdf", "printing_browser"]

BROWSERS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip
SECONDS = 120


def printing_browser() -> str:
    """The browser that prints. Raises SetupError where no Chromium or Chrome is installed."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise SetupError(
            "A PDF is printed by Chromium or Chrome, and neither was found. Install one "
            "(Debian: apt install chromium), or write .html and print it from your browser."
        )
    return browser


def as_pdf(html: str, browser: str = "") -> bytes:
    """Print a page that needs no network, by this browser or one that is found.

    Raises SetupError where there is none, or it fails.
    """
    browser = browser or printing_browser()
    with tempfile.TemporaryDirectory(prefix="annotator-pdf-") as folder:
        page, pdf = Path(folder) / "report.html", Path(folder) / "report.pdf"
        # Paper opens nothing: what waits for a click is shown.
        page.write_text(html.replace("<details>", "<details open>"), "utf-8")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={pdf}", page.as_uri(),
        ]  # fmt: skip
        try:
            ended = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise SetupError(f"{browser} did not print the PDF within {SECONDS} seconds.") from None
        if ended.returncode or not pdf.is_file():
            said = ended.stderr.decode(errors="replace").strip().splitlines()
            raise SetupError(
                f"{browser} could not print the PDF: {said[-1] if said else 'no word'}"
            )
        return pdf.read_bytes()
