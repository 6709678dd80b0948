"""One page for every refusal: what happened, what is kept, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Screen):
    """404 for what is missing or somebody else's, 403, 409, 500 with a debug id."""

    template = "screens/errors/page.html"

    status: int
    title: str
    message: str
    kept: str = ""
    action_label: str = "Home"
    action_href: str = "/"
    debug_id: str | None = None


def not_found() -> ErrorPage:
    """The same page for a missing thing and for another founder's."""
    return ErrorPage(
        status=404,
        title="We cannot find this page",
        message="It may have been deleted, or the address has a typo.",
    )


def forbidden(message: str) -> ErrorPage:
    """The founder may not do this."""
    return ErrorPage(
        status=403,
        title="This is not open to you",
        message=message,
        kept="Nothing was changed.",
    )


def conflict(message: str, *, label: str, href: str) -> ErrorPage:
    """The request came at the wrong moment; the action leads to what is due."""
    return ErrorPage(
        status=409,
        title="This has to wait a moment",
        message=message,
        kept="Nothing was changed.",
        action_label=label,
        action_href=href,
    )


def invalid(message: str, *, href: str) -> ErrorPage:
    """What was sent cannot be taken as it is; the message names the field."""
    return ErrorPage(
        status=422,
        title="We cannot take this as it is",
        message=message,
        kept="Nothing was changed.",
        action_label="Go back",
        action_href=href,
    )


def unavailable(message: str, *, href: str) -> ErrorPage:
    """Something we need is not there right now."""
    return ErrorPage(
        status=503,
        title="This does not work right now",
        message=message,
        kept="Nothing was changed.",
        action_label="Go back",
        action_href=href,
    )


def broken(debug_id: str) -> ErrorPage:
    """Something of ours failed."""
    return ErrorPage(
        status=500,
        title="Something on our side broke",
        message="It is not your fault, and trying again often helps.",
        kept="Everything you saved before is safe.",
        debug_id=debug_id,
    )
