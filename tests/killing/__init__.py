"""A server that kills itself with -9 at named points, and the founder who goes on."""
