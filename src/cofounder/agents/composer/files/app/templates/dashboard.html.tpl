{% extends "base.html" %}
{% block title %}{{ words.dashboard }} · {{ product.name }}{% endblock %}
{% block main %}
<div class="head"><h1>{{ words.dashboard }}</h1></div>
<ul class="counts">
  {% for kind, count in counts %}
  <li><a href="/records/{{ kind.key }}"><span dir="auto">{{ kind.plural }}</span><b>{{ count }}</b></a><a class="add" href="/records/{{ kind.key }}/new">{{ words.add }}<span class="away"> {{ kind.singular }}</span></a></li>
  {% endfor %}
  <li><a href="/sign-ups"><span>{{ words.sign_ups }}</span><b>{{ sign_ups }}</b></a></li>
</ul>
<div class="panels">
  {% for panel in panels %}
  <section class="panel {{ panel.kind }}">
    <h2 dir="auto">{{ panel.title }}</h2>
    {% if panel.total %}
    <p class="total">{{ panel.total }}</p>
    {% elif panel.lines %}
    <ul>
      {% for line in panel.lines %}
      <li>{% if line.link %}<a href="{{ line.link }}" dir="auto">{{ line.name }}</a>{% else %}<span dir="auto">{{ line.name }}</span><span class="bar share-{{ line.share }}" aria-hidden="true"></span>{% endif %}<span class="note">{{ line.note }}</span></li>
      {% endfor %}
    </ul>
    {% else %}
    <p class="nothing">{{ words.nothing_here }}</p>
    {% endif %}
  </section>
  {% endfor %}
</div>
{% endblock %}
