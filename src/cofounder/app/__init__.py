"""The composition root: the only place that knows every ring.

`create_app` puts the parts together; `cofounder.app.parts` makes them, in the order
they depend on each other, and ends them in the other.
"""

from cofounder.app.application import create_app

__all__ = ["create_app"]
