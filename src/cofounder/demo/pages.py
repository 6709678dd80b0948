"""Reading an app's pages: their text, links and forms, whatever app it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = {"script", "style", "template", "noscript"}
TYPED = {"text", "search", "email", "tel", "url", "password", "number", "textarea"}
NEVER_SENT = {"submit", "button", "image", "reset", "file"}


@dataclass(slots=True)
class Field:
    """One input of a form. `options` are the values a choice offers."""

    name: str
    kind: str
    value: str = ""
    is_required: bool = False
    is_checked: bool = False
    is_number: bool = False
    max_length: int | None = None
    options: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class PageForm:
    """A form as the page declares it; `page` is where it stands."""

    page: str
    action: str
    method: str
    encoding: str
    fields: list[Field] = field(default_factory=list[Field])

    @property
    def typed(self) -> list[Field]:
        """The inputs that take text."""
        return [each for each in self.fields if each.kind in TYPED]


@dataclass(slots=True)
class Page:
    """What a browser would make of an answer."""

    status: int
    path: str
    text: str = ""
    links: list[str] = field(default_factory=list[str])
    forms: list[PageForm] = field(default_factory=list[PageForm])


def read_page(status: int, path: str, html: str) -> Page:
    """The page in `html`; broken markup is read as far as it goes."""
    reader = _Reader(Page(status, path))
    reader.feed(html)
    reader.close()
    reader.page.text = " ".join(" ".join(reader.words).split())
    return reader.page


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.words: list[str] = []
        self.silent = 0
        self.form: PageForm | None = None
        self.choice: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        elif tag == "a" and given.get("href"):
            self.page.links.append(given["href"])
        elif tag == "form":
            self._open_form(given)
        elif tag in ("input", "select", "textarea"):
            self._add_field(tag, given)
        elif tag == "option" and self.choice is not None:
            self.choice.options.append(given.get("value", ""))
            if "selected" in given:
                self.choice.value = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "form":
            self.form = None
        elif tag == "select":
            self.choice = None
        elif tag == "textarea":
            self.area = None

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.value += data
        elif not self.silent:
            self.words.append(data)

    def _open_form(self, given: dict[str, str]) -> None:
        self.form = PageForm(
            page=self.page.path,
            action=given.get("action", ""),
            method=given.get("method", "get").lower(),
            encoding=given.get("enctype", ""),
        )
        self.page.forms.append(self.form)

    def _add_field(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text").lower() if tag == "input" else tag
        made = Field(
            name=given.get("name", ""),
            kind=kind,
            value=given.get("value", ""),
            is_required="required" in given,
            is_checked="checked" in given,
            is_number=kind == "number"
            or given.get("inputmode", "") in ("numeric", "decimal"),
            max_length=_number(given.get("maxlength")),
        )
        if self.form is not None and made.name and "disabled" not in given:
            self.form.fields.append(made)
        if tag == "select":
            self.choice = made
        elif tag == "textarea":
            self.area = made


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None
