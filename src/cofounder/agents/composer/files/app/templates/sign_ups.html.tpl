{% extends "base.html" %}
{% block title %}{{ words.sign_ups }} · {{ product.name }}{% endblock %}
{% block main %}
<div class="head"><div><h1>{{ words.sign_ups }}</h1><p>{{ words.sign_ups_intro }}</p></div>{% if rows %}<a class="button quiet" href="/sign-ups/export.csv">{{ words.download }}</a>{% endif %}</div>
{% if rows %}
<div class="table" tabindex="0" role="region" aria-label="{{ words.sign_ups }}">
<table>
  <thead><tr><th scope="col">{{ words.email }}</th><th scope="col">{{ words.sign_up_note }}</th><th scope="col">{{ words.signed_up_at }}</th></tr></thead>
  <tbody>
  {% for row in rows %}
  <tr><th scope="row">{{ row.email }}</th><td data-label="{{ words.sign_up_note }}" dir="auto">{{ row.note }}</td><td data-label="{{ words.signed_up_at }}">{{ row.created_at[:10] }}</td></tr>
  {% endfor %}
  </tbody>
</table>
</div>
{% else %}
<div class="empty"><p>{{ words.no_sign_ups }}</p><p><a class="button quiet" href="/#sign-up">{{ words.see_form }}</a></p></div>
{% endif %}
{% endblock %}
