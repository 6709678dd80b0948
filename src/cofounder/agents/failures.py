"""What can go wrong with a model, told in words fit for a founder.

Providers' own messages are never passed on: they may repeat the prompt or the key.
"""

from __future__ import annotations

import re
from enum import StrEnum

import httpx2
from pydantic_ai import exceptions as ai
from pydantic_ai.messages import ModelResponse, TextPart, ThinkingPart, ToolCallPart

from cofounder.agents.model_names import ModelName
from cofounder.agents.transport import AnswerTooLong
from cofounder.errors import CofounderError
from cofounder.runs.errors import KeyRejected, ModelBusy, ModelFailed

SAFE = "Nothing you wrote is lost, and nothing was changed."
RETRYABLE = frozenset({408, 409, 425, 429})
LONG_STORED = 20_000


class Fault(StrEnum):
    """Why an answer that did arrive cannot be used."""

    TRUNCATED = "it was cut off before the end"
    EMPTY = "it was an empty answer"
    REFUSED = "it declined to answer"
    SEVERAL = "it was several answers at once"
    INVALID = "it did not have the form we asked for"


class Unusable(Exception):
    """An answer arrived and is in the ledger, but nothing can be read from it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Broken(Exception):
    """An answer breaks one of our rules.

    `detail` tells the model what to change and may quote it; `plain` tells people.
    """

    def __init__(self, detail: str, plain: str) -> None:
        super().__init__(plain)
        self.detail, self.plain = detail, plain


class AnswerTruncated(ModelFailed):
    """The answer hit the output limit; asking for less at a time may help."""


def failed(reason: str) -> ModelFailed:
    """The error for an answer that stayed unusable after one repair."""
    return ModelFailed(f"We could not use the model's answer: {reason}. {SAFE}")


def explained(error: Exception, name: ModelName) -> CofounderError:
    """Our error for whatever asking a model raised."""
    match error:
        case CofounderError():
            return error
        case ai.ModelAuthenticationError():
            return KeyRejected(
                f"Our key was rejected by {name.provider}. {SAFE} Put a working key "
                f"into COFOUNDER_MODEL_API_KEY, then continue."
            )
        case ai.ModelContextWindowExceededError():
            return ModelFailed(
                f"There is more material here than {name.label} can read at once. "
                f"{SAFE} A model with a larger context, or shorter answers, will work."
            )
        case ai.ModelQuotaExceededError():
            return ModelFailed(
                f"Our credit with {name.provider} is used up. {SAFE} It works again "
                f"once the account is topped up."
            )
        case ai.ModelNotFoundError():
            return ModelFailed(
                f"{name.provider} does not know the model {name.model}. {SAFE} Check "
                f"{name.setting} and COFOUNDER_MODEL_BASE_URL."
            )
        case _:
            return _transport(error, name)


def _transport(error: Exception, name: ModelName) -> CofounderError:
    if is_transient(error):
        asked = getattr(error, "retry_after", None)
        return ModelBusy(
            f"{name.provider} is busy right now and asks us to wait. {SAFE}",
            retry_after=asked if isinstance(asked, float | int) else None,
        )
    return ModelFailed(f"{name.provider} did not accept our request. {SAFE}")


def is_transient(error: Exception) -> bool:
    """Whether the same request may work a little later."""
    if isinstance(error, ai.ModelHTTPError):
        return error.status_code >= 500 or error.status_code in RETRYABLE
    if isinstance(error, ai.ModelRequestRejectedError):
        return False
    kinds = (ai.ModelAPIError, ai.UnexpectedModelBehavior, httpx2.HTTPError)
    return isinstance(error, (*kinds, ValueError, OSError))


def is_cut(error: BaseException | None) -> bool:
    """Whether our own cap ended the answer."""
    while error is not None:
        if isinstance(error, AnswerTooLong):
            return True
        error = error.__cause__ or error.__context__
    return False


def cut(response: ModelResponse, text: str) -> ModelResponse:
    """`response` as a truncated answer that keeps only its beginning."""
    response.parts = [TextPart(text[:LONG_STORED])]
    response.finish_reason = "length"
    return response


_DECLINES = re.compile(
    r"^\W*(?:i(?:'|\u2019)?m (?:really |very )?sorry|i am (?:really |very )?sorry|sorry"
    r"|i (?:can(?:'|\u2019)?t|cannot|can not|won(?:'|\u2019)?t|am unable|am not able)"
    r"|i(?:'|\u2019)m (?:unable|not able)|unfortunately,? i)\b",
    re.IGNORECASE,
)


def fault_of(response: ModelResponse) -> Fault | None:
    """Why nothing can be read from `response`, or None when something can."""
    if response.finish_reason == "content_filter":
        return Fault.REFUSED
    if response.finish_reason == "length":
        return Fault.TRUNCATED
    if sum(isinstance(part, ToolCallPart) for part in response.parts) > 1:
        return Fault.SEVERAL
    calls = [part for part in response.parts if isinstance(part, ToolCallPart)]
    text = "".join(p.content for p in response.parts if isinstance(p, TextPart))
    if not calls and _DECLINES.match(text) and "{" not in text:
        return Fault.REFUSED
    useful = [part for part in response.parts if not isinstance(part, ThinkingPart)]
    if not useful or (not calls and not text.strip()):
        return Fault.EMPTY
    return None
