"""All decisions of a project: the open gate, the console, tripwires, history."""
