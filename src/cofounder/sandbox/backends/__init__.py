"""Backends: how cells are really closed off. Only the composition root names one."""
