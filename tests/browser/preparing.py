"""What a founder did besides walking, so that every page has something to show."""

from __future__ import annotations

from tests.browser.live import LiveServer
from tests.fixtures.journey import Founder, Stop

TYPED = 'Edited <script>window.pwned=1</script> <img src=x onerror=window.pwned=1> "{{'
SECTIONS = ("key_constraint", "target_user")


def prepare(live: LiveServer, stop: Stop, founder: Founder) -> dict[str, str]:
    """Do it; the ids that addresses of pages are made of."""
    match stop:
        case "gate":
            return live.call(_ask_and_compare(founder), 120)
        case "selected":
            return live.call(_write_and_change(founder), 120)
        case _:
            return {}


async def _ask_and_compare(founder: Founder) -> dict[str, str]:
    """A proposal beside the brief, and an open question of the console."""
    body = {"decision": "narrow", "action_text": TYPED}
    await founder.post(f"/api/gates/{founder.gate_id}/compare", body)
    asked = await founder.post(
        f"/api/projects/{founder.project_id}/decisions",
        {"template": "monetization_model", "context": TYPED},
        status=201,
    )
    return {"did": asked["id"]}


async def _write_and_change(founder: Founder) -> dict[str, str]:
    """Five documents: one edited and annotated, assumptions confirmed and denied."""
    brief = (await founder.documents())["brief"]
    home = f"/api/artifacts/{brief['id']}"
    for section in SECTIONS:
        body = {"section_path": section, "new_value": f"{TYPED} {section}"}
        await founder.call("PATCH", f"{home}/edit", body)
    note = {"section_id": SECTIONS[0], "note": TYPED}
    await founder.post(f"{home}/annotate", note)
    register = f"/api/projects/{founder.project_id}/assumptions"
    entries = (await founder.get(register))["assumptions"]
    settled = [e["fingerprint"] for e in entries if e["state"] == "open"][-2:]
    for mark, verdict in zip(settled, ("confirm", "deny"), strict=True):
        await founder.post(f"{register}/{mark}/{verdict}")
    return {}
