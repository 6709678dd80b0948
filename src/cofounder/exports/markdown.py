"""Artifacts as Markdown, readable or technical (EXPO-03, EXPO-05).

Founder text is data: whatever it contains is escaped, so that it stays text in every
Markdown reader. Statements without a verified source are marked "Assumed"; the
technical variant carries the founder's words as footnotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cofounder.artifacts.contents import TITLES, ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import Shown
from cofounder.interviews.brief import LISTS, Section

VARIANTS = ("readable", "technical")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~&])")
_INDENT = re.compile(r"(?m)^[^\S\n]+")
_LINE_START = re.compile(r"(?m)^(\d*)([-+=]|(?<=\d)[.)])")
DEMO_NOTE = "_Demo: sample answers composed from your words, no model._"


def escape(text: object) -> str:
    """Text that no Markdown reader takes for markup."""
    plain = _INDENT.sub("", str(text).replace("\r\n", "\n"))
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", plain))


@dataclass
class Page:
    """A document being written, with its footnotes."""

    shown: Shown
    sources: dict[str, Any]
    technical: bool
    lines: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])

    def add(self, *lines: str) -> None:
        """Append lines."""
        self.lines.extend(lines)

    def heading(self, text: object, level: int = 2) -> None:
        """A heading with air around it."""
        self.add("", f"{'#' * level} {escape(text)}", "")

    def bullets(self, items: Iterable[object]) -> None:
        """A list of plain texts."""
        self.add(*(f"- {escape(_flat(item))}" for item in items))

    def marks(self, path: str) -> str:
        """What stands behind a statement: a footnote, "Assumed", or nothing."""
        if path in self.shown.assumptions:
            return " _(Assumed)_"
        if not self.technical:
            return ""
        section = path.split("/", maxsplit=1)[0]
        proofs: list[dict[str, Any]] = self.sources.get(path) or self.sources.get(
            section, []
        )
        return "".join(f"[^{self._note(proof)}]" for proof in proofs)

    def _note(self, proof: dict[str, Any]) -> int:
        quote = proof.get("quote")
        words = f"“{escape(_flat(quote))}”" if quote else "Edited by the founder"
        note = f"{words} ({proof['ref']})"
        if note not in self.notes:
            self.notes.append(note)
        return self.notes.index(note) + 1


def _flat(value: object) -> str:
    return " ".join(str(value).split())


def file_name(project_name: str, kind: ArtifactType) -> str:
    """`{Project_Name}_{type}.md`, safe in every file system (EXPO-01)."""
    safe = re.sub(r"[^\w-]+", "_", project_name, flags=re.UNICODE).strip("_")[:60]
    return f"{safe or 'Project'}_{kind.value}.md"


def render(
    artifact: Artifact, shown: Shown, *, startup: str, tier: str, variant: str
) -> str:
    """The artifact as Markdown for one tier."""
    page = Page(shown, artifact.sources, technical=variant == "technical")
    if page.technical:
        page.add(*_front_matter(artifact, startup, tier))
    title = TITLES[artifact.artifact_type]
    page.add(f"# {title}", "", f"**{escape(_flat(startup))}**", "")
    page.add(f"_{artifact.updated_at.date().isoformat()}_", "")
    if artifact.generated_by == "demo":
        page.add(DEMO_NOTE, "")
    page.add("---")
    WRITERS[artifact.artifact_type](page, shown.content)
    for number, note in enumerate(page.notes, start=1):
        page.add("", f"[^{number}]: {note}")
    return "\n".join(page.lines).rstrip() + "\n"


def _front_matter(artifact: Artifact, startup: str, tier: str) -> list[str]:
    name = _flat(startup).replace("\\", "\\\\").replace('"', '\\"')
    return [
        "---",
        f"artifact_type: {artifact.artifact_type.value}",
        f'startup: "{name}"',
        f"version: {artifact.version_number}",
        f"generated: {artifact.updated_at.isoformat()}",
        f"generated_by: {artifact.generated_by}",
        f"tier: {tier}",
        "---",
        "",
    ]


def _brief(page: Page, content: dict[str, Any]) -> None:
    scores: dict[str, str] = content.get("confidence_scores", {})
    for section in Section:
        value = content.get(section)
        if value is None:
            continue
        page.heading(section.replace("_", " ").capitalize())
        if section in LISTS:
            page.add(
                *(
                    f"- {escape(_flat(line))}{page.marks(f'{section}/{index}')}"
                    for index, line in enumerate(value)
                )
            )
        else:
            page.add(escape(value) + page.marks(section))
        if section in scores:
            page.add("", f"_Confidence: {scores[section].replace('_', ' ')}_")


def _graph(page: Page, content: dict[str, Any]) -> None:
    labels = {node["id"]: node["label"] for node in content["nodes"]}
    page.heading("Anchors, in your words")
    for node in content["nodes"]:
        if node["type"] == "anchor":
            mark = page.marks(f"nodes/{node['id']}")
            page.add(
                f"- “{escape(node['label'])}”{mark}: {escape(node['description'])}"
            )
    page.heading("Strategy")
    for node in content["nodes"]:
        if node["type"] == "strategy":
            page.add(f"- **{escape(node['label'])}**: {escape(node['description'])}")
            page.add(
                *(
                    f"  - {escape(e['relation'])}: “{escape(labels[e['source']])}”"
                    for e in content["edges"]
                    if e["target"] == node["id"]
                )
            )


def _timeline(page: Page, content: dict[str, Any]) -> None:
    page.add("", f"{content['total_mvp_weeks']} weeks to the MVP.")
    for step in content["milestones"]:
        last = step["week"] + step["duration_weeks"] - 1
        weeks = f"{step['week']}-{last}" if last > step["week"] else str(last)
        page.heading(f"Week {weeks}: {step['title']}")
        page.add(escape(step["description"]), "")
        page.bullets(step["deliverables"])
    page.heading("After the MVP")
    for phase in content["long_term_roadmap"]:
        page.add(
            f"- **{escape(phase['title'])}** (about {phase['estimated_weeks']} weeks): "
            f"{escape(_flat(phase['description']))}"
        )


def _architecture(page: Page, content: dict[str, Any]) -> None:
    for part in content["components"]:
        page.heading(part["name"])
        page.add(escape(part["description"]), "")
        page.add(
            f"We suggest {escape(part['tech_recommendation'])}; "
            f"instead: {escape(', '.join(part['alternatives']))}."
        )
    page.heading("How the parts talk")
    page.bullets(
        f"{c['from_component']} → {c['to_component']}: {c['description']}"
        for c in content["connections"]
    )
    cost = content["cost_estimate"]
    page.heading("Monthly cost")
    page.bullets(
        [
            f"To start: {cost['startup_monthly']}",
            f"At 1,000 users: {cost['scale_monthly']}",
            *(f"{line['component']}: {line['cost']}" for line in cost["breakdown"]),
        ]
    )
    page.heading("We recommend")
    page.bullets(content["integration_recommendations"])


def _plan(page: Page, content: dict[str, Any]) -> None:
    chosen = content.get("selected_option_id")
    for option in content["options"]:
        badges = [
            "recommended" if option["id"] == content["recommended_id"] else "",
            "chosen" if option["id"] == chosen else "",
        ]
        told = ", ".join(badge for badge in badges if badge)
        page.heading(option["name"] + (f" ({told})" if told else ""))
        page.bullets(
            [
                f"Time to ship: {option['time_to_ship']}",
                f"Engineering cost: {option['engineering_cost']}",
                f"Risk: {option['risk_level']}",
                f"Scope covered: {option['scope_coverage']} %",
            ]
        )
        page.add("", escape(option["technical_approach"]), "", "For it:", "")
        page.bullets(option["pros"])
        page.add("", "Against it:", "")
        page.bullets(option["cons"])


WRITERS: dict[ArtifactType, Callable[[Page, dict[str, Any]], None]] = {
    ArtifactType.IDEA_BRIEF: _brief,
    ArtifactType.STRATEGY_GRAPH: _graph,
    ArtifactType.MVP_TIMELINE: _timeline,
    ArtifactType.APP_ARCHITECTURE: _architecture,
    ArtifactType.EXECUTION_PLAN: _plan,
}
