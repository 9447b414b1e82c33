"""Somebody at a browser: signs in, goes to pages, and collects everything the browser complains of."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_SHOTS = Path("/tmp/kechuang-journeys")


class Visitor:
    """One browser window. ``complaints`` are errors of its console, of its scripts, and answers of 500 and more."""

    def __init__(self, chromium, live, role=None, *, language="zh-hans", width=1280, dark=False):
        self.live = live
        self.complaints = []
        self.context = chromium.new_context(
            base_url=live.address,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(15_000)
        self.context.add_cookies([_cookie(live, "language", language)])
        if role is not None:
            self.context.add_cookies([_cookie(live, "sessionid", live.sessions[account_of(role)])])
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def sign_in(self, role):
        """Sign in through the form, as people do."""
        self.page.goto("/organisations/sign-in/")
        self.tab_to("input[name=username]")
        self.page.keyboard.type(account_of(role))
        self.tab_to("input[type=password]")
        self.page.keyboard.type(self.live.passwords[account_of(role)])
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(lambda url: "sign-in" not in url)

    def go(self, address):
        """Go to a page; answers its status."""
        return self.page.goto(address).status

    def shot(self, name):
        """A picture of the whole page, for people to look at; where they are kept is no part of the project."""
        _SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=_SHOTS / f"{name}.png", full_page=True)

    def barriers(self, rules=None):
        """What axe finds against WCAG 2.2 AA: ``rule: element`` for each."""
        chosen = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG}
        found = Axe().run(self.page, options={"runOnly": chosen, "resultTypes": ["violations"]}).response["violations"]
        return [f"{one['id']}: {node['target'][0]}" for one in found for node in one["nodes"]]

    def overflow(self):
        """How many pixels the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def press(self, *keys):
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, element, most=150):
        """Move the focus with the Tab key alone until it is on ``element`` (a selector); AssertionError where it never is."""
        wanted = self.page.locator(element).first
        for _ in range(most):
            if wanted.evaluate("(wanted) => wanted === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: no way to {element} by keyboard")

    def enter(self, element):
        """Go to an element by keyboard and press Enter on it; the next page is there when this returns."""
        self.tab_to(element)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def says(self, words):
        """Whether the page shows these words."""
        return words in self.page.inner_text("main")

    def _heard(self, message):
        if message.type == "error" and "status of 4" not in message.text:  # a refusal is an answer, not a fault
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _answered(self, response):
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")


def account_of(role):
    """The demo account that holds a role."""
    return "demo_admin" if role == "administrator" else f"demo_{role}"


def _cookie(live, name, value):
    return {"name": name, "value": value, "url": live.address}
