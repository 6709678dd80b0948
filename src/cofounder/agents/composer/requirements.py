"""The packages of every demo app, pinned: the same set for each app.

The set-up fetches exactly these wheels once, so that a demo build needs no network.
The set is complete (dependencies of dependencies included) and every version has a
wheel for CPython 3.9 to 3.13: which interpreter a cell finds is not ours to choose.
"""

from __future__ import annotations

DEMO_REQUIREMENTS: tuple[str, ...] = (
    "annotated-doc==0.0.5",
    "annotated-types==0.7.0",
    "anyio==4.12.1",
    "certifi==2026.10.18",
    "click==8.1.8",
    "exceptiongroup==1.3.1",
    "fastapi==0.128.8",
    "h11==0.16.0",
    "httpcore==1.0.9",
    "httpx==0.28.1",
    "idna==3.20",
    "iniconfig==2.1.0",
    "jinja2==3.1.6",
    "markupsafe==3.0.4",
    "packaging==26.3",
    "pluggy==1.6.0",
    "pydantic==2.13.5",
    "pydantic-core==2.46.5",
    "pygments==2.21.0",
    "pytest==8.4.2",
    "starlette==0.49.3",
    "tomli==2.5.0",
    "typing-extensions==4.16.0",
    "typing-inspection==0.4.2",
    "uvicorn==0.39.0",
)
