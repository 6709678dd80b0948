"""Accounts: who is here, how they proved it, and what their plan allows."""
