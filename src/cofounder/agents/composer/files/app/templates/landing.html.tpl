{% extends "base.html" %}
{% block main %}
<section class="hero">
  <div class="hero-words">
    {% if product.audience %}<p class="for" dir="auto">{{ product.audience }}</p>{% endif %}
    <h1 dir="auto">{{ product.name }}</h1>
    <p class="promise" dir="auto">{{ product.promise }}</p>
    <p class="actions"><a class="button" href="/dashboard">{{ words.open_app }}</a> <a class="button quiet" href="#sign-up">{{ words.hear_from_us }}</a></p>
  </div>
  <div class="hero-art" aria-hidden="true">
    {% for one in product.record_types %}
    <div class="card-art"><b dir="auto">{{ one.plural }}</b>{% for field in one.columns[:3] %}<span dir="auto">{{ field.label }}<i></i></span>{% endfor %}</div>
    {% endfor %}
  </div>
</section>
{% if product.problem %}
<section class="quote"><h2>{{ words.why }}</h2><blockquote dir="auto">{{ product.problem }}</blockquote></section>
{% endif %}
<section>
  <h2>{{ words.what_you_can_do }}</h2>
  <ul class="cards">
    {% for one in product.record_types %}
    <li><a class="card" href="/records/{{ one.key }}"><b dir="auto">{{ one.plural }}</b><span dir="auto">{{ one.intro }}</span></a></li>
    {% endfor %}
  </ul>
</section>
<section id="sign-up" class="sign-up">
  <div><h2>{{ words.sign_up_title }}</h2><p>{{ words.sign_up_text }}</p></div>
  {% if is_done %}
  <p class="notice" role="status">{{ words.signed_up }}</p>
  {% else %}
  <form method="post" action="/sign-up#sign-up" novalidate>
    <div class="field{% if errors.get("email") %} wrong{% endif %}">
      <label for="email">{{ words.email }}</label>
      <input id="email" name="email" type="email" autocomplete="email" required value="{{ entered.email }}"{% if errors.get("email") %} aria-invalid="true" aria-describedby="email-error"{% endif %}>
      {% if errors.get("email") %}<p class="error" id="email-error">{{ errors.get("email") }}</p>{% endif %}
    </div>
    <div class="field{% if errors.get("note") %} wrong{% endif %}">
      <label for="note">{{ words.sign_up_note }} <span class="optional">{{ words.optional }}</span></label>
      <input id="note" name="note" dir="auto" value="{{ entered.note }}"{% if errors.get("note") %} aria-invalid="true" aria-describedby="note-error"{% endif %}>
      {% if errors.get("note") %}<p class="error" id="note-error">{{ errors.get("note") }}</p>{% endif %}
    </div>
    <button class="button" type="submit">{{ words.sign_up }}</button>
  </form>
  {% endif %}
</section>
{% endblock %}
