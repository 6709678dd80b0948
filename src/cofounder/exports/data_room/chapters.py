"""Chapters as HTML: the same blocks that PDF and Markdown show."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from cofounder.exports.book import (
    Block,
    Bullets,
    Chapter,
    Detail,
    Grid,
    Item,
    Items,
    Line,
    Part,
    Prose,
)
from cofounder.exports.data_room.html import (
    EMPTY,
    bullets,
    joined,
    paragraphs,
    table,
)
from cofounder.exports.plain import plain

ASSUMED = Markup(' <span class="pill assumed">Assumed</span>')
_NOTE = Markup(
    '<sup><a href="#note-{0}" id="from-{1}" aria-label="Source {0}">{0}</a></sup>'
)


@dataclass
class ChapterPage:
    """One document's page while it is written; marks of sources get ids of their own."""

    chapter: Chapter
    marks: int = 0
    first: dict[int, int] = field(default_factory=dict[int, int])

    def body(self) -> Markup:
        """The sections, then the sources they cite."""
        return joined(
            [*(self._part(part) for part in self.chapter.parts), self._notes()]
        )

    def _part(self, part: Part) -> Markup:
        told = (
            Markup('<p class="faint">Confidence: {}</p>').format(part.confidence)
            if part.confidence
            else EMPTY
        )
        blocks = joined(self._block(part, block) for block in part.blocks)
        return Markup(
            '<section aria-labelledby="{0}"><h2 id="{0}">{1}</h2>{2}\n{3}</section>'
        ).format(part.key, part.title, told, blocks)

    def _block(self, part: Part, block: Block) -> Markup:
        match block:
            case Prose(line=line):
                return paragraphs(line.text, self._marks(line))
            case Bullets():
                lines = (self._line(line) for line in block.lines)
                return bullets(lines, ordered=block.ordered)
            case Grid():
                return table(part.title, block.head, block.rows)
            case Items():
                return joined(self._item(item, block) for item in block.items)

    def _line(self, line: Line) -> Markup:
        return Markup('{}<span dir="auto">{}</span>{}').format(
            _code(line.id), plain(line.text), self._marks(line)
        )

    def _marks(self, one: Line | Item) -> Markup:
        notes = EMPTY.join(self._mark(number) for number in one.notes)
        return notes + (ASSUMED if one.assumed else EMPTY)

    def _mark(self, number: int) -> Markup:
        self.marks += 1
        self.first.setdefault(number, self.marks)
        return _NOTE.format(number, self.marks)

    def _item(self, item: Item, block: Items) -> Markup:
        parts = [
            Markup("<h3>{}{}{}</h3>").format(
                _code(item.id), _named(item.title), _pills(item, block)
            ),
            _bar(item, block),
            paragraphs(item.text, self._marks(item)),
            *(_detail(detail) for detail in item.details),
            _references(item),
            *(
                Markup('<p class="check">Check: {}</p>').format(plain(flag))
                for flag in item.flags
            ),
        ]
        return Markup('<article class="item">{}</article>').format(
            joined(part for part in parts if part)
        )

    def _notes(self) -> Markup:
        if not self.first:
            return EMPTY
        rows = [
            Markup(
                '<li id="note-{0}" value="{0}">{1} <a href="#from-{2}">Back</a></li>'
            ).format(number, _source(self.chapter, number), self.first[number])
            for number in sorted(self.first)
        ]
        return Markup(
            '<section aria-labelledby="sources-here"><h2 id="sources-here">Sources</h2>'
            "<ol>{}</ol></section>"
        ).format(joined(rows))


def _source(chapter: Chapter, number: int) -> Markup:
    note = chapter.notes[number - 1]
    quote = (
        Markup('<q dir="auto">{}</q> ').format(plain(note.quote))
        if note.quote
        else EMPTY
    )
    return Markup('{}<span class="faint">{}</span>').format(quote, plain(note.origin))


def _named(title: str) -> Markup:
    return Markup('<span dir="auto">{}</span>').format(plain(title))


def _code(item_id: str) -> Markup:
    return Markup("<code>{}</code> ").format(plain(item_id)) if item_id else EMPTY


def _pills(item: Item, block: Items) -> Markup:
    words = [(word, "badge") for word in item.badges if block.style != "journey"]
    if item.level:
        words.append((item.level, item.level))
    if item.weeks:
        words.append((item.when, "badge"))
    if item.is_critical:
        words.append(("critical path", "badge"))
    return EMPTY.join(
        Markup(' <span class="pill {}">{}</span>').format(sort, plain(word))
        for word, sort in words
    )


def _bar(item: Item, block: Items) -> Markup:
    """A week bar; it repeats what the heading says, so readers skip it."""
    if block.style != "milestones" or not block.total:
        return EMPTY
    return Markup(
        '<svg class="bar" viewBox="0 0 {0} 1" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{0}" height="1" class="track"/>'
        '<rect x="{1}" width="{2}" height="1" class="{3}"/></svg>'
    ).format(
        block.total,
        item.start - 1,
        item.weeks,
        "critical" if item.is_critical else "span",
    )


def _detail(detail: Detail) -> Markup:
    if detail.style == "text":
        return Markup(
            '<p><span class="faint">{}:</span> <span dir="auto">{}</span></p>'
        ).format(detail.label, plain(" ".join(detail.lines)))
    return Markup('<p class="faint">{}:</p>{}').format(
        detail.label,
        bullets(
            Markup('<span dir="auto">{}</span>').format(plain(x)) for x in detail.lines
        ),
    )


def _references(item: Item) -> Markup:
    if not item.refers:
        return EMPTY
    told = Markup("; ").join(
        Markup("{}{}").format(
            _code(one.id), _named(one.name) if one.name else "not there any more"
        )
        for one in item.refers
    )
    return Markup('<p><span class="faint">{}:</span> {}</p>').format(
        item.relation, told
    )
