"""Previews: a running build at a URL of its own.

A preview lives as long as its build. Its process sleeps when nobody visits and wakes
at the next visit, under the same URL and with its data (GENR-04). Rows say what
should be; the keeper holds the processes that make it so.
"""
