"""What a document must hold beyond its schema (DOCU-02, PROV-03)."""

from __future__ import annotations

from typing import TypeVar

from cofounder.agents.failures import Broken
from cofounder.artifacts.documents.drafts import DocumentDraft, taken_apart
from cofounder.artifacts.documents.items import REQUIRED
from cofounder.artifacts.ports import DocumentRequest

D = TypeVar("D", bound=DocumentDraft)


def document(value: D, request: DocumentRequest, *, is_last: bool) -> D:
    """References that exist; what is still wrong after the repair is flagged later."""
    wrong = [
        f"{path} must refer to {' or '.join(sorted(wanted))} labels of the request"
        for path, labels in taken_apart(value).labels.items()
        for wanted in REQUIRED[request.kind]
        if not any(one in request.labels and one[:1] in wanted for one in labels)
    ]
    if wrong and not is_last:
        raise Broken("; ".join(wrong), "its parts did not refer to each other")
    return value
