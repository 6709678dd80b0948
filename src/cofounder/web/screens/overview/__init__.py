"""The project at a glance, with the one next step."""
