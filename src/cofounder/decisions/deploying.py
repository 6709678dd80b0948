"""Where a product can run: constants, in one order (DPLY-03)."""

from __future__ import annotations

from typing import Any

# DPLY-03: three ways, always the same and in this order; no model is asked for them.
# What we build is a Python app, so the one that runs those best is recommended.
DEPLOY_OPTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": "vercel",
        "name": "Vercel",
        "is_recommended": False,
        "time_to_ship": "Under an hour",
        "engineering_cost": "Free to start",
        "risk_level": "low",
        "scope_coverage": 80,
        "pros": ["Easy: online after each change", "Free while it is small"],
        "cons": ["Made for JavaScript first", "The database lives somewhere else"],
        "technical_approach": "You connect the code and it is online after each change.",
        "tradeoffs": [
            "The least to learn, the least to tune",
            "Long work in the background needs another place",
            "Two bills once there is a database",
            "Python runs in short calls only",
        ],
        "engineering_impact": "No servers to look after, but the app has to fit in.",
        "cost_note": "Free to start, then $20 per month.",
        "technical_deep_dive": None,
    },
    {
        "id": "railway",
        "name": "Railway",
        "is_recommended": True,
        "time_to_ship": "About an hour",
        "engineering_cost": "$5 per month",
        "risk_level": "low",
        "scope_coverage": 95,
        "pros": [
            "Easy: runs a Python app as it is, which is what we build",
            "App and database in one place",
        ],
        "cons": ["Costs a little from the first day", "Fewer places in the world"],
        "technical_approach": "App and database run side by side, and you watch one page.",
        "tradeoffs": [
            "A little more to set up, a lot more room",
            "The price follows what the app uses",
            "Fewer knobs than a data centre of your own",
            "Moving away means moving the database",
        ],
        "engineering_impact": "One project with an app and a database, backed up daily.",
        "cost_note": "From $5 per month, by use.",
        "technical_deep_dive": None,
    },
    {
        "id": "aws",
        "name": "AWS ECS Fargate",
        "is_recommended": False,
        "time_to_ship": "Several hours",
        "engineering_cost": "$30-100 per month",
        "risk_level": "high",
        "scope_coverage": 100,
        "pros": ["Grows as far as you like", "Meets the rules of large customers"],
        "cons": [
            "Hard: many parts before the first page",
            "A bill that needs watching",
        ],
        "technical_approach": "Your own corner of a data centre, set up piece by piece.",
        "tradeoffs": [
            "Everything is possible, nothing is simple",
            "Somebody has to look after it every week",
            "You pay for it while nobody uses it",
            "Mistakes in access rights are easy to make",
        ],
        "engineering_impact": "A container, a network, a database and access rights to"
        " look after.",
        "cost_note": "About $30-100 per month.",
        "technical_deep_dive": None,
    },
)
