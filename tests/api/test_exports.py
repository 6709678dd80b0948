"""Exports through the API (API-082, API-083, ORC-78, ORC-79)."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.accounts.tiers import Tier
from cofounder.artifacts.models import AssumptionVerdict, Verdict
from cofounder.artifacts.statements import fingerprint_of
from cofounder.projects.models import Project
from tests.exports.samples import documents, rewritten
from tests.factories.artifacts import write_documents
from tests.factories.requests import code_of
from tests.fixtures.journey import Founder, WalkTo


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def export(founder: Founder, tail: str) -> bytes:
    answer = await founder.client.get(f"/api/{tail}")
    assert answer.status_code == 200, answer.text
    return answer.content


async def written(walk_to: WalkTo, tier: Tier | str = Tier.CTO_SCALE) -> Founder:
    founder = await walk_to("project", tier=tier)
    await write_documents(founder.app.database, founder.project_id)
    return founder


async def test_documents_are_exported_one_by_one(walk_to: WalkTo) -> None:
    """API-082, EXPO-01: type, name and content of each file."""
    founder = await written(walk_to)
    await founder.call(
        "PATCH", f"/api/projects/{founder.project_id}", {"name": "A b/c"}
    )
    for artifact in await founder.get(f"/api/artifacts/project/{founder.project_id}"):
        kind, path = (
            artifact["artifact_type"],
            f"/api/artifacts/{artifact['id']}/export",
        )
        pdf = await founder.client.get(f"{path}/pdf")
        assert pdf.headers["content-type"] == "application/pdf"
        assert f'filename="A_b_c_{kind}.pdf"' in pdf.headers["content-disposition"]
        assert pdf.content.startswith(b"%PDF-")
        readable = await founder.client.get(f"{path}/markdown")
        assert readable.headers["content-type"] == "text/markdown; charset=utf-8"
        assert f'filename="A_b_c_{kind}.md"' in readable.headers["content-disposition"]
        assert readable.text.startswith("# ") and "\n**A b/c**\n" in readable.text
        technical = await founder.client.get(f"{path}/markdown?variant=technical")
        assert technical.text.startswith(f"---\nartifact_type: {kind}\n")
        odd = await founder.client.get(f"{path}/markdown?variant=odd")
        assert code_of(odd) == (400, "invalid_argument")


async def test_the_package_is_exported(walk_to: WalkTo) -> None:
    """API-083, ORC-79: five chapters in one file, PDF and Markdown."""
    founder = await written(walk_to)
    path = f"/api/artifacts/project/{founder.project_id}/export"
    pdf = await founder.client.get(f"{path}/pdf")
    assert "_Strategy_Package.pdf" in pdf.headers["content-disposition"]
    shown = text_of(pdf.content)
    for chapter in ("1 Product Brief", "3 Milestones & Timeline", "5 How It Works"):
        assert chapter in shown
    assert "Founder's idea: “" not in shown
    assert "Founder's " in text_of(
        await export(founder, f"{path[5:]}/pdf?sources=true")
    )
    readable = (await export(founder, f"{path[5:]}/markdown")).decode()
    assert "## 2. MVP Scope" in readable
    technical = await founder.client.get(f"{path}/markdown?variant=technical")
    assert "artifact_type: strategy_package" in technical.text
    assert "- [ ] " in technical.text and "- [MEDIUM] " in technical.text
    odd = await founder.client.get(f"{path}/markdown?variant=odd")
    assert code_of(odd) == (400, "invalid_argument")


async def test_nothing_to_export_says_so(walk_to: WalkTo) -> None:
    """EXPO-01, ORC-79: 404 while nothing is written; a package needs a document."""
    founder = await walk_to("project")
    project = founder.project_id
    for tail in (
        f"artifacts/project/{project}/export/pdf",
        f"artifacts/project/{project}/export/markdown",
        f"projects/{project}/data-room",
    ):
        answer = await founder.client.get(f"/api/{tail}")
        assert code_of(answer) == (404, "nothing_to_export"), tail


async def test_a_package_needs_one_of_the_five(walk_to: WalkTo) -> None:
    """API-083: the idea brief alone is no package; a data room takes what exists."""
    founder = await walk_to("trio")
    package = f"/api/artifacts/project/{founder.project_id}/export/pdf"
    answer = await founder.client.get(package)
    assert code_of(answer) == (404, "nothing_to_export")
    room = await export(founder, f"projects/{founder.project_id}/data-room")
    names = zipfile.ZipFile(io.BytesIO(room)).namelist()
    assert "site/idea_brief.html" in names and "site/brief.html" not in names
    await write_documents(founder.app.database, founder.project_id, documents()[:1])
    shown = text_of((await founder.client.get(package)).content)
    assert "5 How It Works: not written yet" in shown


async def test_an_upgrade_shows_more_without_writing_again(walk_to: WalkTo) -> None:
    """ORC-78, TIER-03: filtered on reading; white label comes with the plan."""
    founder = await written(walk_to, Tier.BOOTSTRAPPER)
    tail = f"artifacts/project/{founder.project_id}/export"
    before = text_of(await export(founder, f"{tail}/pdf"))
    assert "Powered by Co-Founder" in before
    assert "Competitive strategy" not in before and "Market analysis" not in before
    user: User = founder.client.user  # type: ignore[attr-defined]
    async with founder.app.database.transaction() as session:
        await session.execute(
            update(User).where(User.id == user.id).values(tier=Tier.CTO_SCALE)
        )
    after = text_of(await export(founder, f"{tail}/pdf"))
    assert "Competitive strategy" in after and "Market analysis" in after
    assert "Powered by Co-Founder" not in after
    assert (
        "### Scalability plan" in (await export(founder, f"{tail}/markdown")).decode()
    )


async def test_a_confirmed_assumption_is_no_assumption_any_more(
    walk_to: WalkTo,
) -> None:
    """PROV-04, issue section 3: the founder's word counts in exports too."""
    founder = await written(walk_to)
    scope = (await founder.artifacts())["mvp_scope"]
    waits = next(p for p in scope["assumptions"] if p.startswith("out_of_scope/"))
    text = scope["current_content"]["out_of_scope"][int(waits.partition("/")[2])]
    tail = f"artifacts/project/{founder.project_id}/export/markdown"
    assert f"- {text} _(Assumed)_" in (await export(founder, tail)).decode()
    async with founder.app.database.transaction() as session:
        session.add(
            AssumptionVerdict(
                project_id=UUID(founder.project_id),
                fingerprint=fingerprint_of(text),
                text=text,
                verdict=Verdict.CONFIRMED,
            )
        )
    assert f"- {text}\n" in (await export(founder, tail)).decode()


async def test_the_data_room_holds_the_whole_journey(walk_to: WalkTo) -> None:
    """Issue section 7: documents, decisions, provenance, versions, costs, a site."""
    founder = await walk_to("selected")
    await write_documents(founder.app.database, founder.project_id)
    answer = await founder.client.get(f"/api/projects/{founder.project_id}/data-room")
    assert answer.headers["content-type"] == "application/zip"
    assert "_Data_Room.zip" in answer.headers["content-disposition"]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sum(name.startswith("site/") for name in archive.namelist()) == 14
    decisions = archive.read("site/decisions.html").decode()
    assert 'Direction: <span dir="auto">Proceed</span>' in decisions
    assert "Execution plan" in decisions and "chosen" in decisions
    sources = archive.read("site/sources.html").decode()
    assert founder.idea.split(",")[0] in sources
    versions = archive.read("site/versions.html").decode()
    assert "Product Brief 1" in versions and "First version" in versions
    again = await export(founder, f"projects/{founder.project_id}/data-room")
    assert again == answer.content


async def test_the_data_room_lists_everything_that_was_decided(
    walk_to: WalkTo,
) -> None:
    """DCSN-05, GATE-07: questions, tripwires, comparisons and verdicts too."""
    founder = await walk_to("gate")
    base = f"/api/projects/{founder.project_id}"
    compare = {"decision": "narrow", "action_text": "Only flour"}
    await founder.post(f"/api/gates/{founder.gate_id}/compare", compare)
    due = (clock.now().date() + timedelta(days=9)).isoformat()
    wire = {"condition": "Ten bakers pay", "due_on": due}
    await founder.decide("proceed", tripwires=[wire])
    question = {"template": "deploy_path"}
    asked = await founder.post(f"{base}/decisions", question, status=201)
    answer = {"option_id": "railway", "note": "We know Python"}
    await founder.post(f"/api/decisions/{asked['id']}/resolve", answer)
    register = (await founder.get(f"{base}/assumptions"))["assumptions"]
    one = next(a for a in register if a["question"] is None)
    await founder.post(f"{base}/assumptions/{one['fingerprint']}/confirm")
    room = await export(founder, f"projects/{founder.project_id}/data-room")
    archive = zipfile.ZipFile(io.BytesIO(room))
    listed = json.loads(archive.read("data/decisions.json"))
    told = {d["title"]: (d["status"], d["decided"], d["reason"]) for d in listed}
    assert told["Tripwire"] == ("open", "Ten bakers pay", "")
    assert told["Where it runs"] == ("decided", "Railway", "We know Python")
    assert told["Assumption confirmed"] == ("decided", one["text"], "")
    assert told["Compared before deciding: narrow"] == ("dropped", "", "Only flour")
    page = archive.read("site/decisions.html").decode()
    assert "Where it runs" in page and "Ten bakers pay" in page
    assert "Where does the product run" in archive.read("site/sources.html").decode()


@pytest.mark.parametrize("name", ["🥐", 'a"b\\c;d', "日本語", "x" * 200])
async def test_any_project_name_makes_a_file_name(walk_to: WalkTo, name: str) -> None:
    """EXPO-01, faults.md 77: a header that every client reads."""
    founder = await walk_to("project")
    async with founder.app.database.transaction() as session:
        await session.execute(
            update(Project)
            .where(Project.id == UUID(founder.project_id))
            .values(name=name)
        )
    await write_documents(founder.app.database, founder.project_id, documents()[:1])
    answer = await founder.client.get(
        f"/api/artifacts/project/{founder.project_id}/export/markdown"
    )
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].isascii()
    assert f"\n**{name[:2]}" in answer.text.replace("\\", "")


async def test_foreign_downloads_look_missing(walk_to: WalkTo) -> None:
    """APIX-02: another founder's documents are not there."""
    founder = await written(walk_to)
    other = await walk_to("started")
    [first, *_] = await founder.get(f"/api/artifacts/project/{founder.project_id}")
    for tail in (
        f"artifacts/{first['id']}/export/pdf",
        f"artifacts/project/{founder.project_id}/export/pdf",
        f"projects/{founder.project_id}/data-room",
    ):
        assert code_of(await other.client.get(f"/api/{tail}")) == (404, "not_found")


async def test_f38_a_hostile_answer_is_inert_in_every_export(walk_to: WalkTo) -> None:
    """faults.md 38: script, handler, `javascript:` link, remote image."""
    text = (
        "<script>alert(1)</script><img src=x onerror=alert(1)>"
        "[x](javascript:alert(1))![y](http://evil/p.png?d=secret)"
    )
    founder = await walk_to("project", idea=f"An app for bakers {text}")
    rows = rewritten(documents(), text)
    await write_documents(founder.app.database, founder.project_id, rows)
    room = await export(founder, f"projects/{founder.project_id}/data-room")
    archive = zipfile.ZipFile(io.BytesIO(room))
    for name in archive.namelist():
        body = archive.read(name)
        if name.endswith(".html"):
            assert b"<script" not in body and b"<img" not in body, name
        if name.endswith(".md"):
            assert b"<script" not in body.replace(b"\\<", b""), name
            assert b"](" not in body.replace(b"\\]", b""), name
        if name.endswith(".pdf"):
            assert b"/JavaScript" not in body and b"/URI" not in body, name
