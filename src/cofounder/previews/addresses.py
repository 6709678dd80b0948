"""Where a preview is found: its host name and its URL."""

from __future__ import annotations

LOCAL = "localhost"


def preview_host(host_id: str, domain: str, port: int) -> str:
    """The `Host` under which the preview answers, with the port where it has one."""
    name = f"{host_id}.{domain}"
    return f"{name}:{port}" if domain == LOCAL else name


def preview_scheme(domain: str) -> str:
    """`http` on this machine, `https` on a configured domain."""
    return "http" if domain == LOCAL else "https"


def preview_url(host_id: str, domain: str, port: int) -> str:
    """The preview's own origin, with the slash at its end (GENR-04)."""
    return f"{preview_scheme(domain)}://{preview_host(host_id, domain, port)}/"
