"""One package per screen: `pages.py` says what is shown, templates say how."""
