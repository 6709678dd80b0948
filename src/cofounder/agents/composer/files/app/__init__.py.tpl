"""The web app: pages, records and sign-ups in one SQLite file."""
