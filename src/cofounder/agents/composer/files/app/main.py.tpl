"""The app itself: `uvicorn app.main:app` serves it."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from app import pages, record_pages
from app.database import Database
from app.guard import Guard
from app.product import load_product, load_words
from app.settings import APP_FOLDER, data_folder
from app.site import Site


def create_app() -> FastAPI:
    """The app, with its tables made in `DATA_DIR`."""
    product = load_product()
    database = Database(data_folder() / "app.sqlite3")
    database.prepare(product)
    app = FastAPI(title=product.name, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = Site(product, load_words(), database)
    app.add_middleware(Guard)
    app.add_exception_handler(HTTPException, show_error)
    app.mount("/static", StaticFiles(directory=APP_FOLDER / "static"), name="static")
    app.include_router(pages.router)
    app.include_router(record_pages.router)
    return app


async def show_error(request: Request, error: Exception) -> Response:
    """A page that says what happened and leads back."""
    status_code = error.status_code if isinstance(error, HTTPException) else 500
    site: Site = request.app.state.site
    key = "not_found" if status_code == 404 else "not_possible"
    return site.page("error.html", status_code=status_code, key=key)


app = create_app()
