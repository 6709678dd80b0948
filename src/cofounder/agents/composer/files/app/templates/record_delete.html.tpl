{% extends "base.html" %}
{% block title %}{{ words.delete }} · {{ product.name }}{% endblock %}
{% block main %}
<p class="back"><a href="/records/{{ kind.key }}" dir="auto">{{ kind.plural }}</a></p>
<h1>{{ words.delete_question }}</h1>
<form class="sheet" method="post" action="/records/{{ kind.key }}/{{ record_id }}/delete">
  <p class="going" dir="auto">{{ name }}</p>
  <p>{{ words.delete_warning }}{% if mentions %} {{ words.delete_mentions.format(count=mentions) }}{% endif %}</p>
  <p class="actions"><button class="button danger" type="submit">{{ words.delete_confirm }}</button> <a class="button quiet" href="/records/{{ kind.key }}">{{ words.keep }}</a></p>
</form>
{% endblock %}
