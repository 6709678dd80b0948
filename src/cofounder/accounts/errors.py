"""Facts about who is here."""

from __future__ import annotations

from cofounder.errors import Forbidden, NotFound


class NotLoggedIn(Forbidden):
    """Nobody is logged in, or the proof is not valid (any more)."""

    code = "token_missing"


class TokenNotFound(NotFound):
    """No such token, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Token not found")


class LinkUsed(NotLoggedIn):
    """The login link was used before, is too old, or never existed."""

    code = "token_expired"

    def __init__(self) -> None:
        super().__init__(
            "This login link was used before or is older than 15 minutes. "
            "A new one comes from `cofounder token login`."
        )


class KeptFormNotFound(NotFound):
    """No such kept form, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Form not found")
