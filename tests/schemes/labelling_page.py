"""Label Studio's labelling page in a real browser, without our application in between."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from patient import PATIENCE

from annotator.keys import OWNER_EMAIL
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.labelstudio.accounts import LabelStudioSession
from annotator.labelstudio.tasks import task_data
from annotator.models import Annotation, Article, Scheme
from annotator.schemes import EDITOR_SCRIPT, instruction_html, to_xml

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

ARTICLE = Article(
    title="Harbour board votes through fee rise",
    author="Perrin Aske",
    outlet="The Hask Courier",
    published="2026-05-04",
    text=(
        "Board votes 😀 on fees\n\n"
        "HASK — The “experts” of the harbour board slammed the door on small boats, critics say. "
        "Mayor Odran Pell admitted that the contracts had been signed in May.\n\n"
        "The board meets again on Friday. Its chair declined to comment."
    ),
)
# The regions that are marks: an answer about the whole article is one without a label.
MARKED = "Htx.annotationStore.selected.regions.filter((region) => region.labeling)"
_NUMBERS = itertools.count(1)
# Where a passage stands on the screen: from the left of its first to the right of its last letter.
PLACE_OF = """(passage) => {
  const walker = document.createTreeWalker(
    document.querySelector(".lsf-richtext__container"), NodeFilter.SHOW_TEXT);
  const pieces = [];
  let text = "";
  while (walker.nextNode()) {
    pieces.push([walker.currentNode, text.length]);
    text += walker.currentNode.data;
  }
  const place = (offset) => {
    const [node, start] = pieces.find(([node, start]) => offset <= start + node.data.length);
    return [node, offset - start];
  };
  const start = text.indexOf(passage);
  const range = document.createRange();
  range.setStart(...place(start));
  range.setEnd(...place(start + passage.length));
  const boxes = [...range.getClientRects()].filter((box) => box.width > 1);
  const first = boxes[0], last = boxes[boxes.length - 1];
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


@dataclass
class LabellingPage:
    """A project of one article, open in the browser as Label Studio's owner."""

    page: Page
    server: EmbeddedServer
    scheme: Scheme
    task_id: int

    def press(self, *hotkeys: str) -> None:
        for hotkey in hotkeys:
            self.page.keyboard.press(hotkey.replace("shift", "Shift"))

    def place_of(self, passage: str) -> tuple[float, float, float, float]:
        left, top, right, bottom = self.page.evaluate(PLACE_OF, passage)
        return left, top, right, bottom

    def drag(self, passage: str) -> None:
        """Draw the mouse over a passage and wait until it is a mark."""
        before = len(self.marks())
        left, top, right, bottom = self.place_of(passage)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=3)
        self.page.mouse.move(right, bottom, steps=3)
        self.page.mouse.up()
        self.wait_for(f"(count) => {MARKED}.length > count", before)

    def mark(self, passage: str, hotkey: str) -> None:
        self.press(hotkey)
        self.drag(passage)
        self.wait_for("() => Htx.annotationStore.selected.selectedRegions.length === 1")

    def select(self, passage: str) -> None:
        """Click on a mark."""
        left, top, _, _ = self.place_of(passage)
        self.page.mouse.click(left + 4, top)
        self.wait_for("() => Htx.annotationStore.selected.selectedRegions.length === 1")

    def wait_for(self, expression: str, argument: object = None) -> None:
        self.page.wait_for_function(expression, arg=argument)

    def marks(self) -> list[str]:
        """The label of every mark, in the order they were made."""
        marks: list[str] = self.page.evaluate(
            f"() => {MARKED}.map((region) => region.labeling.mainValue.join())"
        )
        return marks

    def chosen_label(self) -> str:
        """The key of the label that the next mark gets."""
        chosen: list[str] = self.page.evaluate(
            "() => Htx.annotationStore.selected.names.get('label').selectedValues()"
        )
        return ",".join(chosen)

    def answer(self, question: str) -> list[str]:
        """What the page holds for a question, about the selected mark or the whole article."""
        return list(
            self.page.evaluate(
                "(name) => Htx.annotationStore.selected.names.get(name).selectedValues()", question
            )
        )

    def choose(self, title: str) -> None:
        """Choose from the drop-down list of the first question about the article."""
        self.page.locator(".annotator-asked [role=combobox], .annotator-asked button").first.click()
        self.page.get_by_role("option", name=title, exact=True).click()

    def dismiss(self) -> None:
        """Close Label Studio's dialog, once it stands still: on its way in, a click misses it."""
        self.page.locator(".ant-modal:not([class*=zoom])").wait_for()
        self.page.get_by_role("button", name="OK").click()
        self.page.locator(".ant-modal").wait_for(state="hidden")

    def is_asked(self, title: str) -> bool:
        """Whether a question's heading can be seen."""
        return self.page.locator(".annotator-asked").get_by_text(title, exact=True).is_visible()

    def submit(self) -> Annotation:
        """Submit, required answers given, and read back what Label Studio has stored."""
        from annotator.labelstudio.results import read_annotation

        for question in self.scheme.questions:
            if question.required and not self.answer(question.key):
                self.choose(question.choices[0].title)

        with self.page.expect_response(
            lambda answer: f"/api/tasks/{self.task_id}/annotations" in answer.url
        ):
            self.page.get_by_text("Submit", exact=True).click()
        with api(self.server) as client:
            answer = client.get(f"/api/tasks/{self.task_id}/annotations/")
        stored: list[dict[str, Any]] = answer.json()
        return read_annotation(stored[-1], ARTICLE.text, self.scheme)


def admit(context: BrowserContext, server: EmbeddedServer) -> None:
    """Sign Label Studio's owner in; each page of the browser gets our script."""
    prefix = f"{server.settings.origin}/labeling"
    sign_in(context, server)
    # Label Studio's pages name the address of our application: answer it from Label Studio.
    context.route(f"{prefix}/**", lambda route: forward(route, prefix, server.url))
    context.add_init_script(EDITOR_SCRIPT)


def open_labelling_page(
    context: BrowserContext, server: EmbeddedServer, labelstudio: LabelStudio, scheme: Scheme
) -> LabellingPage:
    """A new project of one article, in a new page of a browser that was let in (`admit`)."""
    project = labelstudio.create_project(
        title=f"Scheme {scheme.name}",
        config=to_xml(scheme),
        instruction=instruction_html(scheme),
        marker=f"scheme-{scheme.name}-{next(_NUMBERS)}",
    )
    (task_id,) = labelstudio.import_tasks(project, [task_data(1, ARTICLE)])
    with api(server) as client:  # the instruction would lie over the page
        client.patch(f"/api/projects/{project}", json={"show_instruction": False})
    page = context.new_page()
    page.goto(f"{server.settings.origin}/labeling/projects/{project}/data?labeling=1")
    page.locator(".lsf-richtext__line").first.wait_for()
    labelling = LabellingPage(page, server, scheme, task_id)
    labelling.wait_for("() => Boolean(Htx.annotationStore.selected)")
    return labelling


def api(server: EmbeddedServer) -> httpx.Client:
    token = {"Authorization": f"Token {server.keys.labelstudio_token}"}
    return httpx.Client(base_url=server.url, headers=token, timeout=PATIENCE, trust_env=False)


def sign_in(context: BrowserContext, server: EmbeddedServer) -> None:
    session = LabelStudioSession(server.url, OWNER_EMAIL, server.keys.owner_password)
    context.add_cookies(
        [
            {"name": name, "value": value, "url": server.settings.origin}
            for name, value in session.cookies().items()
        ]
    )


def forward(route: Route, prefix: str, url: str) -> None:
    route.continue_(url=url + route.request.url.removeprefix(prefix))
