"""Commands: one module for each, imported when it runs.

A command takes parsed options, calls the product and returns an exit code. Answers go
to stdout, everything else to stderr.
"""
