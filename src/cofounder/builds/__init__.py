"""Builds: turning the chosen plan into running software.

A build is one request to implement the plan; its files, checks and preview belong to
it for good. Nothing here knows how code is written or where it runs: see
`agents.coder` and `sandbox`.
"""
