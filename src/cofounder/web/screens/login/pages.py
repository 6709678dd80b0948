"""The pages behind `/login?token=`."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class LoginPage(Screen):
    """Asks for one click, so that a link preview does not use the link up."""

    template = "screens/login/page.html"

    token: str


@dataclass(frozen=True, kw_only=True)
class LoginExpiredPage(Screen):
    """The link was used, is too old, or is missing."""

    template = "screens/login/expired.html"

    reason: str
    command: str = "cofounder token login"


@dataclass(frozen=True, kw_only=True)
class LoginKeptPage(Screen):
    """The session ended while a form was being sent; what it held is kept."""

    template = "screens/login/kept.html"

    command: str = "cofounder token login"
