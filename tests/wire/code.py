"""The app the wire server's model writes: a small one that really works."""

from __future__ import annotations

MAIN = '''"""__ABOUT__"""
import os
import sqlite3
from contextlib import asynccontextmanager, closing
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates

TITLE = __TITLE__
FILE = Path(os.environ.get("DATA_DIR", ".")) / "app.db"
templates = Jinja2Templates(directory=Path(__file__).parent / "templates")


def connect():
    return closing(sqlite3.connect(FILE))


def create_tables():
    with connect() as db, db:
        db.execute(
            "create table if not exists records "
            "(id integer primary key, name text not null, note text not null)"
        )


@asynccontextmanager
async def lifespan(app):
    create_tables()
    yield


app = FastAPI(lifespan=lifespan)


def page(request, name, **values):
    return templates.TemplateResponse(request, name, {"title": TITLE, **values})


async def form(request: Request):
    fields = parse_qs((await request.body()).decode(), keep_blank_values=True)
    name = fields.get("name", [""])[0].strip()
    if not name:
        raise HTTPException(422, "A name is needed.")
    return name, fields.get("note", [""])[0]


def find(record_id):
    with connect() as db:
        row = db.execute(
            "select id, name, note from records where id = ?", (record_id,)
        ).fetchone()
    if row is None:
        raise HTTPException(404)
    return row


def back():
    return RedirectResponse("/", status_code=303)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/")
def index(request: Request):
    with connect() as db:
        rows = db.execute("select id, name, note from records order by id").fetchall()
    return page(request, "index.html", rows=rows)


@app.post("/records")
def create(fields=Depends(form)):
    with connect() as db, db:
        db.execute("insert into records (name, note) values (?, ?)", fields)
    return back()


@app.get("/records/{record_id}")
def edit(request: Request, record_id: int):
    return page(request, "edit.html", row=find(record_id))


@app.post("/records/{record_id}")
def update(record_id: int, fields=Depends(form)):
    find(record_id)
    with connect() as db, db:
        db.execute(
            "update records set name = ?, note = ? where id = ?", (*fields, record_id)
        )
    return back()


@app.post("/records/{record_id}/delete")
def delete(record_id: int):
    with connect() as db, db:
        db.execute("delete from records where id = ?", (record_id,))
    return back()
'''
INDEX = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1>
<form method="post" action="/records">
<label>Name <input name="name" required></label>
<label>Note <input name="note"></label><button>Add</button></form>
<ul>{% for id, name, note in rows %}
<li>{{ name }} {{ note }} <a href="/records/{{ id }}">Edit</a>
<form method="post" action="/records/{{ id }}/delete"><button>Delete</button></form></li>
{% endfor %}</ul></body></html>
"""
EDIT = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<form method="post" action="/records/{{ row[0] }}">
<label>Name <input name="name" required value="{{ row[1] }}"></label>
<label>Note <input name="note" value="{{ row[2] }}"></label><button>Save</button></form>
</body></html>
"""
TESTS = """import os
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp()

from fastapi.testclient import TestClient

from main import app


def test_health():
    with TestClient(app) as client:
        assert client.get("/health").json() == {"status": "ok"}


def test_a_record_is_created_listed_edited_and_deleted():
    with TestClient(app) as client:
        client.post("/records", data={"name": "First", "note": "one"})
        assert "First" in client.get("/").text
        client.post("/records/1", data={"name": "Second", "note": "two"})
        assert "Second" in client.get("/").text
        client.post("/records/1/delete")
        assert "Second" not in client.get("/").text
"""
CONFTEST = """import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
"""
PATHS = (
    "main.py",
    "templates/index.html",
    "templates/edit.html",
    "Procfile",
    "requirements.txt",
    "README.md",
    ".env.example",
    "tests/conftest.py",
    "tests/test_app.py",
)


def files(about: str, packages: list[str]) -> dict[str, str]:
    """Every file, for an app about `about`."""
    plain = "".join(c if c.isalnum() or c in " ,." else " " for c in about)
    main = MAIN.replace("__ABOUT__", plain).replace("__TITLE__", repr(about))
    return {
        "main.py": main,
        "templates/index.html": INDEX,
        "templates/edit.html": EDIT,
        "Procfile": "web: uvicorn main:app --host 127.0.0.1 --port $PORT\n",
        "requirements.txt": "".join(f"{package}\n" for package in packages),
        "README.md": f"# {about}\n\nStart it with `uvicorn main:app`; test with pytest.\n",
        ".env.example": "DATA_DIR=./data\nPORT=8000\n",
        "tests/conftest.py": CONFTEST,
        "tests/test_app.py": TESTS,
    }
