"""The HTML edge: what a founder sees in a browser.

Templates show frozen page objects and nothing else. Every action is a form that
redirects; htmx and a few small modules make it smoother where they run.
"""
