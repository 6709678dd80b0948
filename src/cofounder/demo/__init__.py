"""The demo: a founder's whole journey through the public HTTP API, each step checked.

`journey.Journey` walks it against any server, also one that is killed and started
again under it; the rest starts a server of our own, shows the way and keeps the
results.
"""
