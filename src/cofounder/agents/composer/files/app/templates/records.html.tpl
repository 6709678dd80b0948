{% extends "base.html" %}
{% macro list_link(sort, descending, page) -%}
/records/{{ kind.key }}?q={{ query.search | urlencode }}&amp;sort={{ sort | urlencode }}&amp;dir={{ "desc" if descending else "asc" }}&amp;page={{ page }}
{%- endmacro %}
{% block title %}{{ kind.plural }} · {{ product.name }}{% endblock %}
{% block main %}
<div class="head">
  <div><h1 dir="auto">{{ kind.plural }}</h1><p dir="auto">{{ kind.intro }}</p></div>
  <a class="button" href="/records/{{ kind.key }}/new"><span>{{ words.add }}</span> <span dir="auto">{{ kind.singular }}</span></a>
</div>
{% if message %}<p class="notice" role="status">{{ words[message] }}</p>{% endif %}
{% if total %}
<div class="tools">
  <form role="search" action="/records/{{ kind.key }}">
    <label class="away" for="q">{{ words.search }}</label>
    <input id="q" name="q" type="search" dir="auto" value="{{ query.search }}" placeholder="{{ words.search }}">
    <button class="button quiet" type="submit">{{ words.search }}</button>
  </form>
  <span class="found" role="status">{{ found }} / {{ total }}</span>
  <a class="button quiet" href="/records/{{ kind.key }}/export.csv">{{ words.download }}</a>
</div>
{% endif %}
{% if rows %}
<div class="table" tabindex="0" role="region" aria-label="{{ kind.plural }}">
<table>
  <thead><tr>
    {% for field in kind.columns %}
    {% set is_sorted = query.sort == field.key %}
    <th scope="col" class="{{ field.kind }}"{% if is_sorted %} aria-sort="{{ "descending" if query.descending else "ascending" }}"{% endif %}><a href="{{ list_link(field.key, is_sorted and not query.descending, 1) }}" dir="auto">{{ field.label }}</a></th>
    {% endfor %}
    <th scope="col"><span class="away">{{ words.actions }}</span></th>
  </tr></thead>
  <tbody>
  {% for row in rows %}
  <tr>
    {% for field, text in row.cells %}
    {% if loop.first %}
    <th scope="row"><a href="/records/{{ kind.key }}/{{ row.id }}/edit" dir="auto">{{ text }}</a></th>
    {% else %}
    <td class="{{ field.kind }}" data-label="{{ field.label }}">{% if field.kind == "choice" and text %}<span class="tag tag-{{ field.choices.index(text) % 5 if text in field.choices else 0 }}" dir="auto">{{ text }}</span>{% else %}<span dir="auto">{{ text }}</span>{% endif %}</td>
    {% endif %}
    {% endfor %}
    <td class="does"><a href="/records/{{ kind.key }}/{{ row.id }}/edit">{{ words.edit }}<span class="away"> {{ row.cells[0][1] }}</span></a> <a class="danger" href="/records/{{ kind.key }}/{{ row.id }}/delete">{{ words.delete }}<span class="away"> {{ row.cells[0][1] }}</span></a></td>
  </tr>
  {% endfor %}
  </tbody>
</table>
</div>
{% if last_page > 1 %}
<nav class="pages" aria-label="{{ words.pages }}">
  {% if query.page > 1 %}<a class="button quiet" href="{{ list_link(query.sort, query.descending, query.page - 1) }}">{{ words.previous }}</a>{% endif %}
  <span>{{ query.page }} / {{ last_page }}</span>
  {% if query.page < last_page %}<a class="button quiet" href="{{ list_link(query.sort, query.descending, query.page + 1) }}">{{ words.next }}</a>{% endif %}
</nav>
{% endif %}
{% elif total %}
<p class="empty">{{ words.no_match }} <a href="/records/{{ kind.key }}">{{ words.show_all }}</a></p>
{% else %}
<div class="empty"><p>{{ words.empty }}</p><p><a class="button" href="/records/{{ kind.key }}/new"><span>{{ words.add_first }}</span></a></p></div>
{% endif %}
{% endblock %}
