"""Workflows: the processes that carry runs out, and the engine under them.

The only package that imports dbos. Bodies read as the process; steps read, do and
write; rows are the truth and the journal only remembers what was finished.
"""
