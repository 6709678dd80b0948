"""Responses that many endpoints declare, for the contract."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from cofounder.api.answering import QueuedOut


class Problem(BaseModel):
    """RFC 9457 problem details, with the members a code names beside them."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    debug_id: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": words}
    for status, words in {
        400: "The state or an argument does not allow this",
        401: "Nobody is logged in",
        402: "Not part of the plan",
        403: "Not allowed, or a limit is reached",
        404: "Missing, or somebody else's",
        409: "Does not fit the present state",
        422: "The input is not valid",
        500: "Something went wrong; nothing was lost",
        503: "Not available now",
    }.items()
}
CALL_RESPONSES: dict[int | str, dict[str, Any]] = {
    202: {"model": QueuedOut, "description": "Still being worked on: follow the run"}
}
