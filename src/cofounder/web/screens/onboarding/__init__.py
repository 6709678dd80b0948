"""One sentence, a few questions, a snapshot, a project."""
