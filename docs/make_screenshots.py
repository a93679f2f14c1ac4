"""Take every page at 1280 and 390 pixels into docs/screenshots/ (`make screenshots`).

Starts the tool itself on a temporary data folder, with its sample study, or uses one that runs:

    export PYTHONPATH=.
    python docs/make_screenshots.py
    python docs/make_screenshots.py --address http://127.0.0.1:5000 --email ann@example.org

With --address the password is read from ANNOTATOR_MANAGER_PASSWORD.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.system_chromium import system_chromium

FOLDER = Path(__file__).parent / "screenshots"
WIDTHS = {1280: 860, 390: 844}
TALLEST = 2600  # pixels; the rest of a long page looks like its beginning
ANNOTATOR, ANNOTATOR_PASSWORD = "nora.field@example.org", "words for a screenshot"
STUDY = "Bridge closure, second round"
BROWSER_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASTED = """Town hall quietly drops plan for night buses

Lena Ostrow's Photo
by LENA OSTROW
Wednesday, Sep 22, 2021 - 10:20 PM

The town hall of Brackwell has dropped its plan for night buses, it was revealed on Tuesday.
Critics say the “brazen” decision was never debated.

A bus stop in Brackwell on Monday. Marl Press Agency

• The plan would have cost two million a year.
• It is believed that the money now goes to the new car park…
"""
PAGE_HTML = """<html><head><title>Night buses: what was planned</title>
<meta name="author" content="Jon Ferris"><meta property="og:site_name" content="Brackwell Post">
<meta property="article:published_time" content="2021-09-20"></head><body><article>
<h1>Night buses: what was planned</h1><p>Three lines were to run every forty minutes from midnight
to four in the morning, according to the plan that the council published in May.</p>
<p>The town hall said on Monday that it would “look at the plan again”. It gave no date.</p>
</article></body></html>"""


@dataclass
class Camera:
    """Takes the same page at each width."""

    page: Page
    taken: list[str]

    def take(self, name: str, path: str = "", *, whole: bool = True) -> None:
        """Photograph the whole page, or only what a person sees at first."""
        if path:
            self.page.goto(path)
        for width, height in WIDTHS.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.wait_for_timeout(250)
            tall = self.page.evaluate("document.documentElement.scrollHeight") if whole else 0
            shown = min(max(tall, height), TALLEST)
            self.page.screenshot(
                path=FOLDER / f"{name}-{width}.png",
                full_page=whole,
                clip={"x": 0, "y": 0, "width": width, "height": shown},
            )
        self.page.set_viewport_size({"width": 1280, "height": 860})
        self.taken.append(name)


def main() -> None:
    options = _options()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=system_chromium(), args=BROWSER_OPTIONS
        )
        if options.address:
            password = os.environ.get("ANNOTATOR_MANAGER_PASSWORD", "")
            taken = take_all(browser, options.address, options.email, password)
        else:
            with started() as (address, email, password):
                taken = take_all(browser, address, email, password)
        browser.close()
    print(f"{len(taken)} pages at {len(WIDTHS)} widths are in {FOLDER}.")


def take_all(browser: Browser, address: str, email: str, password: str) -> list[str]:
    """Walk through the tool as its manager, then as an annotator."""
    taken: list[str] = []
    context = browser.new_context(base_url=address)
    camera = Camera(context.new_page(), taken)
    camera.take("sign-in", "/sign-in")
    sign_in(camera.page, email, password)
    link = take_managers_pages(camera)
    context.close()
    context = browser.new_context(base_url=address)
    camera = Camera(context.new_page(), taken)
    take_annotators_pages(camera, link)
    context.close()
    return taken


def take_managers_pages(camera: Camera) -> str:
    """The manager's pages; the invitation link of the annotator."""
    page = camera.page
    camera.take("studies", "/studies/")
    first = page.locator("main tbody th a").first.get_attribute("href") or ""
    camera.take("study", first)
    camera.take("study-agreement", f"{first}/agreement/")
    camera.take("agreement", whole=False)  # for the README
    passages = page.locator("a[href*='passages']").first
    if passages.count():
        passages.click()
        camera.take("study-passages")
        page.evaluate("document.querySelectorAll('main article, main .card')[2].scrollIntoView()")
        camera.take("passages", whole=False)  # for the README
    for name in ("annotators", "groups", "enough", "gamma"):
        camera.take(f"agreement-{name}", f"{first}/agreement/{name}")
    camera.take("study-downloads", f"{first}/downloads/")
    camera.take("people", f"{first}/people/")
    camera.take("adjudication", f"{first}/adjudication/")
    camera.take("adjudication-rules", f"{first}/adjudication/rules")
    if page.goto(f"{first}/adjudication/next") and "/passages/" in page.url:
        page.keyboard.press("1")
        camera.take("adjudication-passage")
        page.locator(".crumbs a").last.click()
        camera.take("adjudication-article")
    camera.take("study-articles", f"{first}/articles/")
    page.locator("main tbody th a").first.click()
    camera.take("article")
    annotators = page.locator("main a[href*='annotator=']")
    if annotators.count():
        annotators.first.click()
        camera.take("article-marks")
    camera.take("study-remove", f"{first}/remove")
    camera.take("schemes", "/schemes/")
    camera.take("scheme", "/schemes/framing")
    camera.take("account", "/account")
    camera.take("not-found", "/studies/999999")
    return take_new_study(camera)


def take_new_study(camera: Camera) -> str:
    page = camera.page
    camera.take("study-new", "/studies/new?scheme=framing")
    page.fill("#title", f"{STUDY} {secrets.token_hex(2)}")
    page.click("main button[type=submit]")
    study = page.url
    camera.take("study-empty")
    camera.take("upload", f"{study}/upload/")
    page.fill("#text", PASTED)
    page.click("text=Read the text")
    camera.take("upload-preview")
    page.click("text=Keep 1 article")
    page.goto(f"{study}/upload/")
    with page.expect_navigation(url="**/upload/*"):
        page.set_input_files(
            "#files",
            files=[
                {"name": "night-buses.html", "mimeType": "text/html", "buffer": PAGE_HTML.encode()},
                {"name": "scan.pdf.txt", "mimeType": "text/plain", "buffer": b"\x00\x01\x02" * 50},
            ],
        )
    camera.take("upload-files")
    page.click("button[value=keep]")
    page.fill("#emails", ANNOTATOR)
    page.click("text=Make invitation links")
    link = page.input_value("input.link")
    camera.take("invitation-links")
    page.goto(study)
    page.fill("#overlap", "1")
    page.click("#publish button[type=submit]")
    camera.take("publishing")
    page.wait_for_selector("#job:not([data-job])", timeout=120_000)
    camera.take("published")
    return link


def take_annotators_pages(camera: Camera, link: str) -> None:
    page = camera.page
    camera.take("invitation", link)
    page.fill("#name", "Nora Field")
    page.fill("#password", ANNOTATOR_PASSWORD)
    page.fill("#password_again", ANNOTATOR_PASSWORD)
    page.click("main button[type=submit]")
    camera.take("my-work")
    page.click("main a:has-text('Guideline')")
    camera.take("my-guideline")
    camera.take("not-for-you", "/studies/")
    page.goto("/work/")
    annotate = page.locator("main a:has-text('Annotate')")
    if not annotate.count():
        return
    annotate.first.click()
    page.wait_for_selector("[class*=richtext]", timeout=60_000)
    page.wait_for_timeout(1500)
    camera.take("annotating-guideline")
    page.keyboard.press("Escape")  # the guideline opens by itself at first
    page.wait_for_timeout(500)
    page.keyboard.press("1")
    text = page.locator("[class*=richtext__container]")
    text.dblclick(position={"x": 70, "y": 20})
    page.wait_for_timeout(2500)
    camera.take("annotating")
    page.get_by_role("button", name="Submit").first.click()
    page.wait_for_timeout(2500)
    page.goto("/work/")
    camera.take("my-work-begun")
    done = page.locator("main tbody th a")
    if done.count():
        done.first.click()
        camera.take("my-past-work")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/studies/")


@contextmanager
def started() -> Iterator[tuple[str, str, str]]:
    """The tool on a data folder of its own: address, manager's e-mail and password."""
    email, password = "mona.tarrend@example.org", secrets.token_urlsafe(16)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "ANNOTATOR_MANAGER_EMAIL": email,
            "ANNOTATOR_MANAGER_PASSWORD": password,
        }
        process = subprocess.Popen([sys.executable, "-m", "annotator", "up"], env=environment)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process)
            yield address, email, password
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: float = 600) -> None:
    """Until the sign-in page answers; the first start of Label Studio takes a minute or two."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if process.poll() is not None:
            sys.exit("The tool ended before it answered; what it printed says why.")
        try:
            with urllib.request.urlopen(f"{address}/sign-in", timeout=10):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    sys.exit(f"The tool did not answer at {address} within {seconds:.0f} seconds.")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", help="of a running tool; without it one is started")
    parser.add_argument("--email", help="the manager's e-mail address, with --address")
    options = parser.parse_args()
    if bool(options.address) != bool(options.email):
        parser.error("give both --address and --email, or neither")
    return options


if __name__ == "__main__":
    main()
