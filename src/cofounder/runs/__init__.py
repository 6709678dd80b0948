"""Runs: the one record behind every long job.

A run is asked for, admitted, carried out by the engine and ended; its items, numbered
events and model calls are rows. Pages and the API read these rows and nothing else.
"""
