"""Tests of the sandbox: real cells wherever this machine can make them."""
