"""Forms that came without a valid session: kept, and offered after the next login."""

from __future__ import annotations

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from cofounder.accounts.credentials import COOKIE
from cofounder.accounts.csrf import is_proven_own
from cofounder.accounts.kept_forms import keep_form
from cofounder.web.edge import CSRF_FIELD, edge, see_other, sent

# What a founder types, by its field, with the words it is shown under. Everything
# else in a form is a choice: made again in a moment, and nothing to keep.
TYPED = {
    "idea": "Your idea",
    "answer": "Your answer",
    "feedback": "What should be different",
    "goal": "What this version should do",
    "new_content": "Your text",
    "new_value": "Your text",
    "action_text": "What should change",
    "park_note": "Your note",
    "note": "Your note",
    "wish": "What you added",
    "tripwire_condition": "Your tripwire",
}


def path_of(form_id: UUID) -> str:
    """Where a kept form is shown."""
    return f"/kept/{form_id}"


async def keep_what_was_sent(request: Request) -> UUID | None:
    """Keep the form of this request; None when nothing was typed into it."""
    cookie = request.cookies.get(COOKIE)
    if request.method != "POST" or cookie is None or not is_proven_own(sent(request)):
        return None
    form = await request.form()
    fields = [
        (name, value)
        for name, value in form.multi_items()
        if isinstance(value, str) and name != CSRF_FIELD
    ]
    if not any(name in TYPED and value.strip() for name, value in fields):
        return None
    path = request.url.path
    async with edge(request).database.transaction() as session:
        row = await keep_form(session, cookie, path, fields)
    return None if row is None else row.id


def kept_elsewhere(form_id: UUID, *, logged_in: bool) -> Response:
    """To the kept form, or to the login that leads to it."""
    return see_other(path_of(form_id) if logged_in else "/login?kept=true")
