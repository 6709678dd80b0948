"""What every page needs: the product, its words, the database and the templates."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.database import Database
from app.fields import shown
from app.product import Product, RecordType, Words
from app.settings import APP_FOLDER

TEMPLATES = Environment(
    loader=FileSystemLoader(APP_FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Site:
    """One running product."""

    def __init__(self, product: Product, words: Words, database: Database) -> None:
        self.product = product
        self.words = words
        self.database = database

    def page(
        self, template: str, *, status_code: int = 200, **content: Any
    ) -> HTMLResponse:
        """A page. What people typed is only ever data of a template."""
        known = {"product": self.product, "words": self.words, "shown": self.shown}
        html = TEMPLATES.get_template(template).render(known, **{"here": "", **content})
        return HTMLResponse(html, status_code=status_code)

    def shown(self, field: Any, value: Any) -> str:
        """A stored value as the page shows it."""
        return shown(field, value, self.words, self.product.currency)

    def kind(self, key: str) -> RecordType:
        """The kind of record called `key`, or "not found"."""
        kind = self.product.record_type(key)
        if kind is None:
            raise HTTPException(404)
        return kind


def site_of(request: Request) -> Site:
    """The site that serves `request`."""
    return request.app.state.site


CurrentSite = Annotated[Site, Depends(site_of)]
