"""Writing HTML without a template engine: everything put in is escaped.

`Markup.format` escapes each value that is not markup of ours already.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from cofounder.exports.plain import plain

EMPTY = Markup("")
_LIST = Markup("<ul>\n{}\n</ul>")
_ORDERED = Markup("<ol>\n{}\n</ol>")
_LINE = Markup('<p dir="auto">{}{}</p>')


def joined(parts: Iterable[Markup]) -> Markup:
    """Several pieces, one after the other."""
    return Markup("\n").join(parts)


def paragraphs(text: str, last: Markup = EMPTY) -> Markup:
    """Every line of a text as a paragraph in its own direction."""
    lines = [line for line in plain(text).splitlines() if line.strip()] or [""]
    final = len(lines) - 1
    return joined(
        _LINE.format(line, last if index == final else EMPTY)
        for index, line in enumerate(lines)
    )


def bullets(items: Iterable[Markup], *, ordered: bool = False) -> Markup:
    """A list; nothing for an empty one."""
    rows = [Markup("<li>{}</li>").format(item) for item in items]
    if not rows:
        return EMPTY
    return (_ORDERED if ordered else _LIST).format(joined(rows))


def table(
    caption: str, head: Iterable[str], rows: Iterable[Iterable[object]]
) -> Markup:
    """A table whose first column heads its rows."""
    heads = joined(Markup('<th scope="col">{}</th>').format(word) for word in head)
    body = joined(_row(list(row)) for row in rows)
    return Markup(
        '<div class="wide" role="region" aria-label="{0}" tabindex="0"><table>'
        "<caption>{0}</caption><thead><tr>{1}</tr></thead><tbody>{2}</tbody></table></div>"
    ).format(caption, heads, body)


def _row(cells: list[object]) -> Markup:
    first, rest = cells[0], cells[1:]
    return Markup('<tr><th scope="row" dir="auto">{}</th>{}</tr>').format(
        _cell(first),
        joined(Markup('<td dir="auto">{}</td>').format(_cell(cell)) for cell in rest),
    )


def _cell(value: object) -> Markup | str:
    return value if isinstance(value, Markup) else plain(value)
