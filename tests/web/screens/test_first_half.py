"""From the opening field to the brief with plain forms, as without JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx2

from tests.fixtures.app import RunningApp

IDEA = (
    'My bakery "Rosa" 🍞 loses <b>flour</b> {{7*7}} {% raw %} every week in two shops'
)
ANSWER = "Ana & 4 bakers throw away 38 kilos of <i>dough</i> {{ 1/0 }} each week"
FULL = "My café loses half of the broken things between intake table and benches."


@dataclass
class Walk:
    """A browser without scripts: it follows links and sends the forms it is shown."""

    client: httpx2.AsyncClient
    page: httpx2.Response

    @property
    def path(self) -> str:
        return self.page.url.path

    async def get(self, path: str) -> str:
        self.page = await self.client.get(path, follow_redirects=True)
        return self.page.text

    async def send(self, path: str, **fields: str) -> str:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page.text)
        data = {"csrf_token": token.group(1) if token else "", **fields}
        self.page = await self.client.post(path, data=data, follow_redirects=True)
        return self.page.text

    def question(self) -> str | None:
        found = re.search(r'name="question_id" value="([^"]+)"', self.page.text)
        return found.group(1) if found else None

    async def answer_all(self, base: str) -> int:
        count = 0
        while (question := self.question()) is not None and count < 20:
            await self.send(
                f"{base}/answer", question_id=question, answer=ANSWER, action="answer"
            )
            count += 1
        return count


async def a_walk(app: RunningApp) -> Walk:
    client = await app.browser()
    return Walk(client, await client.get("/new?fresh=1"))


async def to_interview(app: RunningApp) -> tuple[Walk, str]:
    walk = await a_walk(app)
    await walk.send("/new", idea=IDEA)
    session = walk.path
    await walk.answer_all(session)
    await walk.send(f"{session}/finalize")
    await walk.get(session)
    await walk.send(f"{session}/create-project")
    return walk, walk.path.removesuffix("/understanding")


async def test_onbd_01_a_short_idea_is_offered_to_grow_and_goes_on_anyway(
    app: RunningApp,
) -> None:
    walk = await a_walk(app)
    text = await walk.send("/new", idea="An app for my bakery")
    assert walk.page.status_code == 200
    assert "Continue anyway" in text and "An app for my bakery" in text
    await walk.send("/new", idea="An app for my bakery", anyway="1")
    assert walk.question() is not None


async def test_onbd_01_a_blank_idea_is_refused_beside_the_field(
    app: RunningApp,
) -> None:
    walk = await a_walk(app)
    text = await walk.send("/new", idea="   ")
    assert walk.page.status_code == 422
    assert "Tell us your idea first." in text


async def test_onbd_03_a_double_click_is_one_answer_and_a_refresh_loses_nothing(
    app: RunningApp,
) -> None:
    walk = await a_walk(app)
    await walk.send("/new", idea=FULL)
    session, first = walk.path, walk.question()
    assert first is not None
    for _ in range(2):
        await walk.send(
            f"{session}/answer", question_id=first, answer="Volunteers", action="answer"
        )
    text = await walk.get(session)
    assert walk.question() != first
    assert "Question 2 of" in text
    assert text.count("Volunteers") == 1


async def test_the_first_half_of_the_journey_works_with_plain_forms(
    app: RunningApp,
) -> None:
    """Issue part 8: hostile text stays text, and every page can be read again."""
    walk, home = await to_interview(app)
    assert walk.path == f"{home}/understanding"
    assert await walk.answer_all(f"{home}/understanding") >= 3
    await walk.send(f"{home}/understanding/finalize")
    assert walk.path == f"{home}/generating"
    text = await walk.get(f"{home}/brief")
    assert "Idea brief" in text
    assert "&lt;i&gt;dough&lt;/i&gt; {{ 1/0 }}" in text
    assert "<i>dough</i>" not in text
    text = await walk.get("/")
    assert "Review &amp; Decide" in text or "Make Decision" in text


async def test_home_without_a_project_asks_for_the_one_sentence(
    app: RunningApp,
) -> None:
    """Its first questions are under way; there is no project yet."""
    walk = await a_walk(app)
    await walk.send("/new", idea=IDEA)
    text = await walk.get("/")
    assert "Welcome back!" in text
    assert "No projects yet" in text
    assert "One sentence is enough to begin." in text
    assert "0 projects" not in text
    assert "0 projects" not in await walk.get("/?q=nothing")


async def test_brif_03_a_section_is_saved_in_place_and_a_blank_one_comes_back(
    app: RunningApp,
) -> None:
    walk, home = await to_interview(app)
    await walk.answer_all(f"{home}/understanding")
    await walk.send(f"{home}/understanding/finalize")
    await walk.get(f"{home}/brief")
    text = await walk.send(f"{home}/brief/risks", new_content="Flour prices\nIllness")
    assert "Flour prices" in text and "Illness" in text
    await walk.send(f"{home}/brief/risks", new_content="  ")
    assert walk.page.status_code == 422
    assert "takes a list of lines" in walk.page.text


async def test_undr_05_what_is_not_known_is_an_assumption_and_can_be_changed(
    app: RunningApp,
) -> None:
    walk, home = await to_interview(app)
    base, first = f"{home}/understanding", walk.question()
    assert first is not None
    text = await walk.send(f"{base}/answer", question_id=first, action="skip")
    assert "I don’t know" in text and "Assumed" in text
    await walk.get(f"{base}?edit={first}")
    assert walk.question() == first
    text = await walk.send(
        f"{base}/answer", question_id=first, answer="Five of them", action="answer"
    )
    assert "Five of them" in text


async def test_strangers_and_visitors_get_nothing(app: RunningApp) -> None:
    """APIX-02: somebody else's session looks like a missing one."""
    walk = await a_walk(app)
    await walk.send("/new", idea=FULL)
    stranger = await app.browser()
    answer = await stranger.get(walk.path)
    assert answer.status_code == 404
    visitor = app.open()
    answer = await visitor.get(walk.path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")


async def test_a_form_without_the_token_changes_nothing(app: RunningApp) -> None:
    """Fault 76."""
    walk = await a_walk(app)
    answer = await walk.client.post("/new", data={"idea": FULL, "csrf_token": "x"})
    assert answer.status_code == 403
