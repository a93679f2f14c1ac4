"""That a test never reads half a page, which a busy machine shows after a click."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Page

LINK = b'<main><a href="/next">Next</a></main>'
BEGINNING = b"<title>Next</title><main><h1>Files</h1>" + b"<p>One of many.</p>" * 2_000
END = b'<a download href="/file">File</a></main>'


def test_what_is_read_after_a_click_is_the_whole_next_page(page: Page) -> None:
    begun = threading.Event()

    class SlowNextPage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            if self.path != "/next":
                self.wfile.write(LINK)
                return
            self.wfile.write(BEGINNING)
            self.wfile.flush()
            begun.wait(30)
            self.wfile.write(END)

        def log_message(self, *args: object) -> None:
            """Nothing is printed."""

    with ThreadingHTTPServer(("127.0.0.1", 0), SlowNextPage) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.get_by_role("link", name="Next").click()
        threading.Timer(0.5, begun.set).start()
        assert len(page.locator("a[download]").all()) == 1
        assert page.locator("a[download]").count() == 1
        server.shutdown()
