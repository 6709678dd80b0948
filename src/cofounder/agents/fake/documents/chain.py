"""How the demo's documents lead to each other: which milestone delivers which feature."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from cofounder.agents.fake.documents.material import Material, Named
from cofounder.artifacts.contents import ArtifactType

STEPS = 4
NO_FEATURE = Named("", "the first list")
NO_MILESTONE = Named("", "the first milestone")


def features_of(material: Material) -> list[Named]:
    """The features of the scope; a stand-in without a label when there are none."""
    return material.named("F") or [NO_FEATURE]


def milestones_of(material: Material) -> list[Named]:
    """The milestones; a stand-in without a label when there are none."""
    return material.named("M") or [NO_MILESTONE]


def shared_out(features: Sequence[Named]) -> list[list[Named]]:
    """The features over four milestones, in order, each at least one."""
    count = len(features)
    bounds = [round(at * count / STEPS) for at in range(STEPS + 1)]
    groups = [list(features[start:end]) for start, end in itertools.pairwise(bounds)]
    return [group or [features[min(at, count - 1)]] for at, group in enumerate(groups)]


def reached_with(material: Material, feature: Named) -> Named:
    """The milestone after which a feature is there: the first that names it."""
    milestones = milestones_of(material)
    told: list[dict[str, Any]] = next(
        (
            prior.content["milestones"]
            for prior in material.request.prior
            if prior.kind is ArtifactType.MILESTONES
        ),
        [],
    )
    for milestone, item in zip(milestones, told, strict=False):
        if feature.name in str(item.get("description", "")):
            return milestone
    groups = shared_out(features_of(material))
    at = next((n for n, group in enumerate(groups) if feature in group), 0)
    return milestones[min(at, len(milestones) - 1)]


def named(features: Sequence[Named]) -> str:
    """Features as a sentence names them: “a” and “b”."""
    *first, last = [feature.quoted() for feature in features]
    return f"{', '.join(first)} and {last}" if first else last


def labels(*things: Named) -> list[str]:
    """The labels of what was named, each once."""
    return list(dict.fromkeys(one.label for one in things if one.label))
