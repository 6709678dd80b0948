"""A founder who goes all the way to the data room, whatever becomes of the server."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from pypdf import PdfReader

from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.models import Artifact, ArtifactVersion, AssumptionVerdict
from cofounder.decisions.models import ConsoleDecision, DecisionStatus
from cofounder.gates.models import Gate, GateStatus
from cofounder.interviews.models import OnboardingSession, UnderstandingSession
from cofounder.runs.models import Run
from cofounder.runs.states import ACTIVE
from tests.killing.founder import PatientFounder

TRIPWIRE = {"condition": "Ten bakers pay a deposit", "due_on": "2999-01-31"}
OWN_WORDS = "We build for bakers who count flour at four in the morning."


@dataclass(frozen=True)
class Taken:
    """What the founder took home."""

    package: str
    room: dict[str, str]


class Investable(PatientFounder):
    """Walks from the first idea to the data room."""

    async def walk_to_the_documents(self) -> None:
        """Everything before the five documents."""
        await self.onboard()
        await self.be_interviewed()
        await self.see_the_trio()
        await self.decide()
        await self.plan()
        await self.answer_the_console()

    async def walk_to_the_data_room(self) -> Taken:
        """The documents and everything after them."""
        await self.write_documents()
        await self.until_row(self.is_quiet)
        await self.deny_an_assumption()
        await self.edit_a_document()
        return await self.take_home()

    async def is_quiet(self) -> bool:
        return not await self.rows(Run, Run.status.in_(ACTIVE))

    async def answer_all(
        self, table: type[OnboardingSession | UnderstandingSession], path: str
    ) -> None:
        """The first question of the deeper interview is left to us: an assumption."""
        if table is UnderstandingSession:
            first = (await self.one(table)).questions[0]["id"]
            left = {"question_id": first, "answer": "", "action": "you_decide"}
            await self.until(self.answered(table, first), f"{path}/answer", left)
        await super().answer_all(table, path)

    async def decide(self) -> None:
        async def decided() -> bool:
            return (await self.one(Gate)).status is not GateStatus.PENDING

        body = {"project_id": str(self.project.id), "gate_type": "direction"}
        await self.until(self.any_of(Gate), "/api/gates/create", body)
        path = f"/api/gates/{(await self.one(Gate)).id}/resolve"
        body = {"decision": "proceed", "tripwires": [TRIPWIRE]}
        await self.until(decided, path, body)

    async def answer_the_console(self) -> None:
        async def decided() -> bool:
            return (await self.one(ConsoleDecision)).status is DecisionStatus.DECIDED

        path = f"/api/projects/{self.project.id}/decisions"
        body = {"template": "monetization_model"}
        await self.until(self.any_of(ConsoleDecision), path, body)
        asked = await self.one(ConsoleDecision)
        chosen = {"option_id": asked.recommended_id, "note": "It is the simplest."}
        await self.until(decided, f"/api/decisions/{asked.id}/resolve", chosen)

    async def deny_an_assumption(self) -> None:
        """One that documents rest on; what rests on it is written again."""
        path = f"/api/projects/{self.project.id}/assumptions"
        found = (await self.read(path))["assumptions"]
        one = next(a for a in found if a["resting"] and a["state"] == "open")
        denial = f"{path}/{one['fingerprint']}/deny"
        await self.until(self.any_of(AssumptionVerdict), denial)
        before = await self.count(ArtifactVersion)

        async def written_again() -> bool:
            grown = await self.count(ArtifactVersion) > before
            return grown and await self.is_quiet()

        again = f"{path}/{one['fingerprint']}/regenerate"
        await self.until(written_again, again)

    async def edit_a_document(self) -> None:
        [row] = await self.rows(Artifact, Artifact.artifact_type == ArtifactType.BRIEF)
        body = {
            "section_path": "target_user",
            "new_value": OWN_WORDS,
            "expected_version": row.version_number,
        }
        assert await self.request("PATCH", f"/api/artifacts/{row.id}/edit", body)

    async def take_home(self) -> Taken:
        project = self.project.id
        book = await self.download(f"/api/artifacts/project/{project}/export/pdf")
        packed = await self.download(f"/api/projects/{project}/data-room")
        archive = zipfile.ZipFile(io.BytesIO(packed))
        readable = [n for n in archive.namelist() if n.endswith((".md", ".html"))]
        pages = PdfReader(io.BytesIO(book)).pages
        return Taken(
            " ".join(page.extract_text() for page in pages),
            {name: archive.read(name).decode() for name in readable},
        )

    async def download(self, path: str) -> bytes:
        answer = await self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.content

    async def artifacts(self) -> dict[ArtifactType, Artifact]:
        rows = await self.rows(Artifact)
        found = {row.artifact_type: row for row in rows}
        assert found.keys() >= set(GENERATION_ORDER)
        return found
