"""Using a built app like a person with a browser, without knowing the app.

It is reached at the server's address with the preview's host name, as any plain HTTP
client can. Its own pages say where a form is and what it takes.
"""

from __future__ import annotations

import time
from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx2

from cofounder import clock, ids
from cofounder.demo.api import StageFailed, Unanswered
from cofounder.demo.pages import NEVER_SENT, Field, Page, PageForm, read_page
from cofounder.demo.walk import Walk, require

MOST_PAGES = 40
MOST_FORMS = 12
MOST_REDIRECTS = 5
WAKE_SECONDS = 60.0
NOT_RECORDS = ("delete", "remove", "login", "logout", "sign-up", "signup", "search")


class App:
    """A preview in use: relative paths in, pages out; it never leaves its origin."""

    def __init__(self, server: str, host: str) -> None:
        self.server = server
        self.origin = f"http://{host}"
        self.client = httpx2.Client(
            headers={"Host": host, "Accept": "text/html,*/*"},
            timeout=60.0,
            trust_env=False,
        )

    def close(self) -> None:
        """Give the connections back."""
        self.client.close()

    def open(self, path: str) -> Page:
        """The page at `path`; an app that sleeps, or whose server is away, may wake."""
        end = time.monotonic() + WAKE_SECONDS
        while True:
            try:
                page = self._request("GET", path, None)
            except Unanswered as error:
                if time.monotonic() > end:
                    raise StageFailed(f"preview: {error}") from error
            else:
                if page.status not in (502, 503, 504) or time.monotonic() > end:
                    return page
            time.sleep(0.3)

    def send(self, form: PageForm, values: dict[str, str]) -> Page:
        """The page that follows when `form` is sent with `values`.

        Raises:
            Unanswered: the connection broke; it may have been kept or not.
        """
        return self._request("POST", self.path_of(form.action, form.page), values)

    def path_of(self, link: str, page: str) -> str:
        """Where `link` on `page` leads; empty when it leaves the app."""
        url = urldefrag(urljoin(f"{self.origin}{page}", link)).url
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            return ""
        return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path

    def _request(self, method: str, path: str, values: dict[str, str] | None) -> Page:
        for _ in range(MOST_REDIRECTS):
            try:
                answer = self.client.request(
                    method, f"{self.server}{path}", data=values
                )
            except httpx2.TransportError as error:
                name = type(error).__name__
                raise Unanswered(f"{method} {path}: {name}") from error
            if answer.status_code not in (301, 302, 303, 307, 308):
                return self._page(answer, path)
            path = self.path_of(answer.headers.get("location", ""), path)
            require(path, "preview: it sends its visitor to another origin")
            if answer.status_code in (301, 302, 303):
                method, values = "GET", None
        raise StageFailed(f"preview: {path} redirects without end")

    def _page(self, answer: httpx2.Response, path: str) -> Page:
        kind = answer.headers.get("content-type", "")
        html = answer.text if "html" in kind else ""
        return read_page(answer.status_code, path, html)


def visit(walk: Walk) -> App:
    """The app of the walk's build, by its host name."""
    host = urlsplit(walk.preview_url).netloc
    require(host, f"preview: “{walk.preview_url}” is no address")
    return App(walk.api.base_url, host)


def use_app(app: App) -> str:
    """Make a record through one of the app's forms and see it after a reload.

    Raises:
        StageFailed: no form of the app does that.
    """
    pages, forms = _explore(app)
    tried: list[str] = []
    for form in forms[:MOST_FORMS]:
        marker = f"Demo {ids.new_secret(4).replace('-', 'x').replace('_', 'y')}"
        values = filled(form, marker)
        if values is None:
            continue
        page = _sent(app, form, values, marker)
        if page.status >= 400:
            tried.append(f"{form.action or form.page} answers {page.status}")
            continue
        where = _listed(app, marker, [page.path, form.page, *pages])
        if where is not None:
            return f"“{marker}” is listed at {where}"
        tried.append(f"{form.action or form.page} listed nothing")
    words = "; ".join(tried) or "it has no form for one"
    raise StageFailed(f"record: none could be made: {words}")


def _sent(app: App, form: PageForm, values: dict[str, str], marker: str) -> Page:
    """Send the form; when the server went away meanwhile, see whether it was kept."""
    try:
        return app.send(form, values)
    except Unanswered:
        pages, _ = _explore(app)
        if _listed(app, marker, pages) is not None:
            return app.open(form.page)
    try:
        return app.send(form, values)
    except Unanswered as error:
        raise StageFailed(f"record: {error}") from error


def _explore(app: App) -> tuple[list[str], list[PageForm]]:
    """The app's pages, breadth first, and its forms, the likeliest first."""
    waiting, seen = deque(["/"]), {"/"}
    pages: list[str] = []
    forms: dict[str, PageForm] = {}
    while waiting and len(pages) < MOST_PAGES:
        page = app.open(waiting.popleft())
        if page.status != 200:
            continue
        pages.append(page.path)
        for form in page.forms:
            if form.method == "post":
                forms.setdefault(app.path_of(form.action, page.path), form)
        for link in page.links:
            path = app.path_of(link, page.path)
            if path and path not in seen and "/delete" not in path:
                seen.add(path)
                waiting.append(path)
    return pages, sorted(forms.values(), key=_unlikely)


def _unlikely(form: PageForm) -> tuple[bool, bool, int]:
    """How little a form looks like one that makes a record."""
    where = f"{form.action} {form.page}".lower()
    blocked = any(
        each.kind == "select" and each.is_required and not any(each.options)
        for each in form.fields
    )
    other = any(word in where for word in NOT_RECORDS) or form.page == "/"
    return other, blocked, -len(form.typed)


def _listed(app: App, marker: str, candidates: list[str]) -> str | None:
    """The first page that shows `marker` when it is loaded anew."""
    for path in dict.fromkeys(candidates):
        page = app.open(path)
        if page.status == 200 and marker in page.text:
            return path
    return None


def filled(form: PageForm, marker: str) -> dict[str, str] | None:
    """What a person would type, `marker` in every free text; None without one."""
    values: dict[str, str] = {}
    marked = False
    for each in form.fields:
        if each.kind in NEVER_SENT:
            continue
        value = _typed(each, marker)
        if value is not None:
            values[each.name] = value
            marked = marked or value == marker
    return values if marked else None


def _typed(each: Field, marker: str) -> str | None:
    """A value that fits the input; None when it is not sent."""
    if each.kind in ("hidden", "range", "color"):
        return each.value
    if each.kind in ("checkbox", "radio"):
        sent = each.is_required or each.is_checked
        return (each.value or "on") if sent else None
    if each.kind == "select":
        return each.value or next((o for o in each.options if o), "")
    if each.is_number:
        return each.value or "3"
    now = clock.now()
    fixed = {
        "email": "demo@example.org",
        "tel": "030 1234567",
        "url": "https://example.org/",
        "date": now.date().isoformat(),
        "time": "10:30",
        "datetime-local": f"{now.date().isoformat()}T10:30",
        "month": now.strftime("%Y-%m"),
        "week": now.strftime("%G-W%V"),
        "password": "A long demo password 1",
    }
    if each.kind in fixed:
        return fixed[each.kind]
    return marker[: each.max_length] if each.max_length else marker
