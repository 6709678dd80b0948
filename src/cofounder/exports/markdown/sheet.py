"""The lines of a Markdown file being written, with its footnotes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cofounder.exports.book import Note
from cofounder.exports.markdown.escaping import escape, flat

ASSUMED = " _(Assumed)_"


@dataclass
class Sheet:
    """Lines, and the sources that statements cite (technical only)."""

    technical: bool
    lines: list[str] = field(default_factory=list[str])
    cited: list[Note] = field(default_factory=list[Note])
    notes: tuple[Note, ...] = ()

    def add(self, *lines: str) -> None:
        """Append lines."""
        self.lines.extend(lines)

    def heading(self, level: int, text: str) -> None:
        """A heading with air around it; `text` is escaped already."""
        self.add("", f"{'#' * level} {text}", "")

    def bullets(self, texts: Iterable[str], mark: str = "-") -> None:
        """A list of plain texts."""
        self.add(*(f"{mark} {flat(text)}" for text in texts))

    def marks(self, *, assumed: bool, notes: tuple[int, ...]) -> str:
        """What stands behind a statement: "Assumed", footnotes, or nothing."""
        told = ASSUMED if assumed else ""
        if self.technical:
            told += "".join(f"[^{self._cite(self.notes[n - 1])}]" for n in notes)
        return told

    def _cite(self, note: Note) -> int:
        if note not in self.cited:
            self.cited.append(note)
        return self.cited.index(note) + 1

    def footnotes(self) -> None:
        """Every source that was cited, in the order of its number.

        The words come first that are ours: a reader without footnotes must not take
        `[^1]: “…” (…)` for the definition of a link.
        """
        for number, note in enumerate(self.cited, start=1):
            quote = f": “{flat(note.quote)}”" if note.quote else ""
            self.add(
                "", f"[^{number}]: {flat(note.origin)}{quote} ({escape(note.ref)})"
            )

    def text(self) -> str:
        """The file; never two empty lines in a row."""
        kept: list[str] = []
        for line in self.lines:
            if line or (kept and kept[-1]):
                kept.append(line)
        return "\n".join(kept).strip("\n") + "\n"
