"""Label Studio's labelling page, used as a person uses it: mouse, keys and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = ".lsf-richtext__container"

# Brings a passage into view and says where its first and last letters stand on the screen.
PLACE_OF = """([container, words]) => {
  const root = document.querySelector(container);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + words.length);
    const scrolls = (one) => one.scrollHeight > one.clientHeight + 4
      && /auto|scroll/.test(getComputedStyle(one).overflowY);
    let box = node.parentElement;
    while (box && !scrolls(box)) box = box.parentElement;
    if (box) box.scrollTop += range.getBoundingClientRect().top - window.innerHeight / 2;
    const lines = [...range.getClientRects()].filter((line) => line.width > 1);
    const first = lines[0], last = lines[lines.length - 1];
    const middle = (line) => line.top + line.height / 2;
    return [first.left + 1, middle(first), last.right - 1, middle(last)];
  }
  return null;
}"""


class Editor:
    """The page of one tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def close_guideline(self) -> None:
        """The guideline opens by itself the first time in a study."""
        guideline = self.page.get_by_role("dialog", name="Guideline")
        guideline.wait_for()
        self.page.keyboard.press("Escape")
        guideline.wait_for(state="hidden")

    def counter(self, words: str) -> None:
        """Wait until the page says this of how far one is, "2 of 5" say."""
        self.page.locator(".lsf-current-task__task-count", has_text=words).wait_for()

    def shows(self, words: str) -> None:
        """Wait until the article with these words is there."""
        self.page.locator(TEXT).filter(has_text=words).wait_for()

    def mark(self, key: str, words: str) -> None:
        """Press a label's key and draw the mouse over `words`; wait until it is kept as a draft."""
        self.page.keyboard.press(key)
        with self.sends("/drafts"):
            self.draw(words)

    def draw(self, words: str) -> None:
        place = self.page.evaluate(PLACE_OF, [TEXT, words])
        assert place is not None, f"{words!r} is not on the page"
        left, top, right, bottom = place
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=4)
        self.page.mouse.move(right, bottom, steps=4)
        self.page.mouse.up()

    def select(self, words: str) -> None:
        """Select a mark."""
        left, top, _, _ = self.page.evaluate(PLACE_OF, [TEXT, words])
        self.page.mouse.click(left + 4, top)
        self.is_selected()

    def is_selected(self) -> None:
        """Wait until one mark is selected, as a new one is."""
        self.page.wait_for_function(
            "() => Htx.annotationStore.selected.selectedRegions.length === 1"
        )

    def press(self, key: str) -> None:
        """Answer with a key; wait until the draft has it."""
        with self.sends("/drafts"):
            self.page.keyboard.press(key)

    def choose_frame(self, title: str = "Political") -> None:
        """Answer what the framing codebook requires of every article."""
        self.page.locator(".annotator-asked [role=combobox], .annotator-asked button").first.click()
        self.page.get_by_role("option", name=title, exact=True).click()

    def submit(self) -> None:
        """Submit, with the required answer if it is not given yet."""
        given = "() => Htx.annotationStore.selected.names.get('primary_frame').selectedValues()"
        if not self.page.evaluate(given):
            self.choose_frame()
        with self.sends("/annotations", "POST"):
            self.button("Submit current annotation").click()

    def update(self) -> None:
        with self.sends("/api/annotations/", "PATCH"):
            self.button("submit").click()

    def skip(self) -> None:
        with self.sends("/annotations", "POST"):
            self.button("skip-task").click()

    def take_skip_back(self) -> None:
        with self.sends("/api/annotations/", "DELETE"):
            self.button("cancel-skip").click()
        # The page builds the article anew, as a draft that can be submitted.
        self.button("Submit current annotation").wait_for()
        self.page.wait_for_load_state("networkidle")

    def postpone(self) -> None:
        with self.sends("/drafts"):
            self.button("Postpone task").click()

    def back(self) -> None:
        self.button("Previous task").click()

    def button(self, name: str) -> Any:
        return self.page.locator(f"[aria-label='{name}']")

    def sends(self, address: str, method: str = "") -> Any:
        """Wait, around what is done inside, for the answer to such a request."""
        return self.page.expect_response(
            lambda answer: (
                address in answer.url
                and answer.request.method in ([method] if method else ["POST", "PATCH"])
            )
        )
