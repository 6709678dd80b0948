"""From the first idea to the data room, twice: undisturbed, and with everything wrong.

Real servers, the real runner, a model on loopback. What the disturbed journey leaves
must be what the undisturbed one left, and nothing that was answered is asked for again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

import pytest

from cofounder.artifacts.contents import GENERATION_ORDER
from cofounder.artifacts.models import ArtifactVersion, Author
from cofounder.db import Database
from cofounder.migrations import upgrade
from cofounder.runs.models import LlmCall, Run
from cofounder.runs.states import RunStatus
from tests.factories.accounts import a_token, a_user
from tests.killing.doomed import Doomed, doom
from tests.killing.investor import OWN_WORDS, Investable, Taken
from tests.killing.rows import rows_of, without_chance

__all__ = ["doom"]

pytestmark = pytest.mark.timeout(600)

# Longer than the runner waits by itself: the step is carried out again by the engine.
STORM = 6
WRONG: list[dict[str, Any]] = [
    {
        "kind": "overloaded",
        "purpose": "product_brief",
        "times": STORM,
        "retry_after": "1",
    },
    {"kind": "false_references", "purpose": "mvp_scope"},
    {"kind": "silent", "purpose": "milestones"},
]
# After a document was stored and before the journal knows; between an invalid answer
# and its repair; while a request is out.
DEATHS = [
    "stored:writer.product_brief>applied:documents.write",
    "stored:writer.mvp_scope",
    "during:writer.milestones",
]


@dataclass(frozen=True)
class Journey:
    """A founder at the end of the way, and what is left of it."""

    founder: Investable
    rows: dict[str, list[str]]
    taken: Taken
    asked: list[dict[str, Any]]

    @property
    def answered(self) -> Counter[tuple[str, str]]:
        """How often each question got its whole answer."""
        return Counter(
            (entry["purpose"], without_chance(entry["prompt"] + entry["last"]))
            for entry in self.asked
            if entry["is_complete"] and entry["status"] == 200
        )


async def walk(doomed: Doomed, wrong: list[dict[str, Any]]) -> Journey:
    """The whole way; what goes wrong begins with the documents."""
    database = Database(doomed.url)
    async with database.transaction() as session:
        user = await a_user(session)
        token = await a_token(session, user)
    founder = Investable(doomed.base_url, token, user, database)
    try:
        await founder.server_is_back()
        await founder.walk_to_the_documents()
        doomed.serve_faults(wrong)
        taken = await founder.walk_to_the_data_room()
        await check_work(founder)
        asked = doomed.requests(full=True)
        return Journey(founder, await rows_of(database), taken, asked)
    finally:
        await founder.client.aclose()
        await database.close()


async def check_work(founder: Investable) -> None:
    """The journey was a real one: everything is there, written and provable."""
    artifacts = await founder.artifacts()
    for kind in GENERATION_ORDER:
        assert artifacts[kind].current_content and artifacts[kind].sources, kind
    runs = await founder.rows(Run)
    assert {run.status for run in runs} == {RunStatus.SUCCEEDED}
    kinds = Counter(str(run.kind) for run in runs)
    assert kinds["documents"] == kinds["trio"] == kinds["regenerate_artifact"] == 1
    versions = await founder.rows(ArtifactVersion)
    edited = [v for v in versions if v.author is Author.FOUNDER]
    assert [v.content["target_user"] for v in edited] == [OWN_WORDS]
    calls = await founder.rows(LlmCall)
    done = Counter((c.run_id, c.step, c.call_no) for c in calls if c.outcome == "done")
    assert set(done.values()) == {1}, "a finished call was made again"


async def test_f27_f29_f40_a_storm_a_wrong_answer_and_three_deaths_change_nothing(
    doom: Any,
) -> None:
    """Issue section "done when" 2; DOCU-03, RUNE-13, PROV-03: the same rows, and no
    finished call repeated."""
    calm, stormy = doom([]), doom(DEATHS)
    for doomed in (calm, stormy):  # one after the other: alembic's context is global
        await upgrade(doomed.url)
    undisturbed, disturbed = await asyncio.gather(walk(calm, []), walk(stormy, WRONG))
    died_at = [point.rpartition(">")[2] for point in DEATHS]
    assert sorted(stormy.deaths) == sorted(died_at)
    assert stormy.faults_left() == []
    statuses = Counter(entry["status"] for entry in disturbed.asked)
    assert statuses[529] == STORM
    for table, rows in undisturbed.rows.items():
        assert not difference(rows, disturbed.rows[table]), table
    assert disturbed.taken.room.keys() == undisturbed.taken.room.keys()
    assert disturbed.taken.package == undisturbed.taken.package
    check_calls(undisturbed, disturbed)


def difference(calm: list[str], stormy: list[str]) -> str:
    """The lines in which rows differ."""
    before, after = ("\n".join(rows).splitlines() for rows in (calm, stormy))
    return "\n".join(unified_diff(before, after, lineterm=""))


def check_calls(undisturbed: Journey, disturbed: Journey) -> None:
    """Each question was answered once; one more was asked, and it was the repair."""
    for journey in (undisturbed, disturbed):
        assert set(journey.answered.values()) == {1}
    more = disturbed.answered - undisturbed.answered
    assert not undisturbed.answered - disturbed.answered
    [(purpose, prompt)] = more
    assert purpose == "mvp_scope"
    assert "F99" in prompt
