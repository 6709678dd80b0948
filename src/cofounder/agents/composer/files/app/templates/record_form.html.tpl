{% extends "base.html" %}
{% from "fields.html" import row with context %}
{% set heading = words.edit if record_id else words.add %}
{% block title %}{{ heading }} {{ kind.singular }} · {{ product.name }}{% endblock %}
{% block main %}
<p class="back"><a href="/records/{{ kind.key }}" dir="auto">{{ kind.plural }}</a></p>
<h1><span>{{ heading }}</span>{{ words.heading_colon }} <span dir="auto">{{ kind.singular }}</span></h1>
{% if form.errors %}
<div class="summary" role="alert"><p>{{ words.please_check }}</p><ul>
  {% for field in kind.fields if field.key in form.errors %}
  <li><a href="#f-{{ field.key }}" dir="auto">{{ field.label }}</a></li>
  {% endfor %}
</ul></div>
{% endif %}
<form class="sheet" method="post" action="/records/{{ kind.key }}{% if record_id %}/{{ record_id }}{% endif %}" novalidate>
  {% for field in kind.fields %}
  {{ row(field, form.entered[field.key], form.errors.get(field.key, ""), options[field.key]) }}
  {% endfor %}
  <p class="actions"><button class="button" type="submit">{{ words.save }}</button> <a class="button quiet" href="/records/{{ kind.key }}">{{ words.cancel }}</a>{% if record_id %} <a class="danger push" href="/records/{{ kind.key }}/{{ record_id }}/delete">{{ words.delete }}</a>{% endif %}</p>
</form>
{% endblock %}
