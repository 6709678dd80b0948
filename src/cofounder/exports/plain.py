"""Text without what no file format wants: controls, lone surrogates, odd line breaks."""

from __future__ import annotations

import re

_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def plain(text: object) -> str:
    """Every line break as LF; tabs stay, other controls go."""
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", str(text)))
