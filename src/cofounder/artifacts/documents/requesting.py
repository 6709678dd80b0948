"""What the writer is given for a document (DOCU-02).

The founder's words, what they decided, the idea brief, the thesis, and the finished
documents it refers to; and the versions of all of these, so that we can say later
which of them changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.inputs import inputs_from, written
from cofounder.artifacts.documents.items import RESTS_ON, targets_of
from cofounder.artifacts.models import Artifact, AssumptionVerdict, Verdict
from cofounder.artifacts.passages import interview_words
from cofounder.artifacts.ports import DocumentRequest, PriorDocument
from cofounder.artifacts.provenance import assumed_paths
from cofounder.artifacts.repository import VerdictRepository
from cofounder.artifacts.statements import statements_of
from cofounder.interviews.passages import passages_of
from cofounder.interviews.words import Passage
from cofounder.runs.deferral import context_of
from cofounder.runs.models import Run

Rows = Mapping[ArtifactType, Artifact]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request and the versions of what stands in it."""

    request: DocumentRequest
    inputs: dict[str, int]


async def document_request(
    session: AsyncSession,
    run: Run,
    kind: ArtifactType,
    step: str,
    *,
    decisions: tuple[Passage, ...] = (),
) -> Prepared:
    """What a run's step asks the writer; `decisions` are words of the layers above."""
    assert run.project_id is not None
    wanted = (ArtifactType.IDEA_BRIEF, *RESTS_ON[kind], kind)
    rows = await written(session, run.project_id, wanted)
    verdicts = await VerdictRepository(session).list_of(run.project_id)
    onboarding, interview = await interview_words(session, run.project_id)
    said = passages_of(onboarding, interview) if onboarding else ()
    thesis = onboarding.canonical_thesis if onboarding else None
    present = rows.get(kind)
    request = DocumentRequest(
        context=context_of(run, step),
        kind=kind,
        passages=(*said, *_confirmed(verdicts), *decisions),
        assumptions=_assumptions(rows.get(ArtifactType.IDEA_BRIEF), verdicts),
        denied=_denied(verdicts),
        brief=_content(rows.get(ArtifactType.IDEA_BRIEF)),
        thesis=thesis or {},
        prior=_prior(rows, kind),
        previous=_content(present),
        instruction=run.options.get("instruction", ""),
        sections=sections_wanted(run, kind),
    )
    return Prepared(request, inputs_from(kind, rows, request.thesis))


def sections_wanted(run: Run, kind: ArtifactType) -> tuple[str, ...]:
    """The sections of an artifact a run is to write again; none means all of it."""
    wanted: dict[str, list[str]] = run.options.get("sections", {})
    return tuple(wanted.get(kind.value, ()))


def _content(row: Artifact | None) -> dict[str, Any]:
    return (row.current_content or {}) if row else {}


def _prior(rows: Rows, kind: ArtifactType) -> tuple[PriorDocument, ...]:
    return tuple(
        PriorDocument(
            kind=other,
            content=_content(rows[other]),
            targets=tuple(
                targets_of(other, _content(rows[other]), rows[other].item_ids)
            ),
        )
        for other in RESTS_ON[kind]
        if other in rows
    )


def _confirmed(verdicts: list[AssumptionVerdict]) -> tuple[Passage, ...]:
    """Assumptions the founder said are true: words of theirs from then on."""
    return tuple(
        Passage(ref=f"decision:{v.id}", text=v.text, question="You confirmed this")
        for v in verdicts
        if v.verdict is Verdict.CONFIRMED
    )


def _denied(verdicts: list[AssumptionVerdict]) -> tuple[str, ...]:
    return tuple(v.text for v in verdicts if v.verdict is Verdict.DENIED)


def _assumptions(
    brief: Artifact | None, verdicts: list[AssumptionVerdict]
) -> tuple[Passage, ...]:
    """What the idea brief takes for granted and nobody confirmed or denied."""
    if brief is None:
        return ()
    content, judged = _content(brief), {v.fingerprint for v in verdicts}
    assumed = set(assumed_paths(brief.artifact_type, content, brief.sources, judged))
    return tuple(
        Passage(ref=f"assumption:{statement.fingerprint}", text=statement.text)
        for statement in statements_of(brief.artifact_type, content)
        if statement.path in assumed
    )
