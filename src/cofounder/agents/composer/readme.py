"""The README of a demo app, in plain words for the founder."""

from __future__ import annotations

import re

from cofounder.agents.composer.product import Product

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&-])")


def readme(product: Product) -> str:
    """What the app is, what it does and how to start it."""
    content = product.content
    lists = "\n".join(
        f"- **{marked(kind['plural'])}**: {marked(kind['intro'])}"
        for kind in content["record_types"]
    )
    quoted = marked(content["promise"])
    return README.format(
        name=marked(product.name),
        version=content["version"],
        promise=quoted,
        lists=lists,
    )


def marked(text: object) -> str:
    """Text as Markdown shows it literally: no link, markup or HTML comes out of it."""
    return _MARKDOWN.sub(r"\\\1", str(text))


README = """\
# {name}

> {promise}

This is version {version} of your product. It was made in **demo mode**: rules put it
together from your own words, no language model was asked.

## What it does

{lists}
- **Sign-ups**: your front page tells people what you promise and collects e-mail
  addresses of those who want to hear more.

Every list can be searched, sorted and downloaded as a spreadsheet. The dashboard counts
everything and shows what needs your attention.

## Start it on your own computer

You need Python 3.9 or newer.

1. `python -m venv .venv` and `.venv/bin/pip install -r requirements.txt`
2. `.venv/bin/python -m uvicorn app.main:app --port 8000`
3. Open <http://127.0.0.1:8000>

Your data is one file, `app.sqlite3`, in the folder `DATA_DIR` (`data` unless you set
it). Copy that file and you have a backup.

## Change names and words

`app/data/product.json` holds the name, the promise and every list with its fields;
`app/data/words.json` holds the words on buttons and pages. Change them, start again,
done. New fields appear by themselves; nothing you entered is lost.

## Check that it works

`.venv/bin/python -m pytest` creates, finds, changes and deletes a record of every kind.

## Before strangers use it

Anyone who can open the app can change everything: there is no login yet. Put it behind
a password, or add accounts, before you show it to more than a few people.
"""
