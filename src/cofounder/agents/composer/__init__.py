"""Composes a small, real web app from a founder's words, by rules and offline.

`reading` finds what the words are about, `inference` decides which kinds of records the
app keeps, `product` puts them into data the app loads, and `codebase` adds the code,
which is the same for every app: founder text never becomes code or a template.
"""
