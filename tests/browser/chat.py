"""What a reader does on the chat page."""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Locator, Page, expect


class Chat:
    """The chat on a page, or in a frame of it."""

    def __init__(self, page: Page, url: str, frame: FrameLocator | None = None) -> None:
        self.page = page
        self.url = url
        self.root = frame or page

    def open(self, path: str = "/") -> Chat:
        self.page.goto(self.url + path)
        return self

    @property
    def box(self) -> Locator:
        return self.root.get_by_label("Your question")

    @property
    def messages(self) -> Locator:
        return self.root.locator("#log article.user")

    @property
    def replies(self) -> Locator:
        return self.root.locator("#log article.bot:not(.typing)")

    def ask(self, text: str) -> Locator:
        """Send a message with the Send button; return its last reply, once it is there."""
        before = self.replies.count()
        self.box.fill(text)
        self.root.get_by_role("button", name="Send", exact=True).click()
        expect(self.replies.nth(before)).to_be_visible()
        return self.replies.last
