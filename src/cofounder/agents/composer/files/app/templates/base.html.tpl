<!doctype html>
<html lang="{{ product.language }}" class="look-{{ product.look }}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>{% block title %}{{ product.name }}{% endblock %}</title>
  <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/static/app.css">
</head>
<body>
  <a class="skip" href="#main">{{ words.skip }}</a>
  <header class="top">
    <a class="brand" href="/"><span class="mark" aria-hidden="true"></span><span dir="auto">{{ product.name }}</span></a>
    <nav aria-label="{{ words.navigation }}">
      <a href="/dashboard"{% if here == "dashboard" %} aria-current="page"{% endif %}>{{ words.dashboard }}</a>
      {% for one in product.record_types %}
      <a href="/records/{{ one.key }}" dir="auto"{% if here == one.key %} aria-current="page"{% endif %}>{{ one.plural }}</a>
      {% endfor %}
      <a href="/sign-ups"{% if here == "sign_ups" %} aria-current="page"{% endif %}>{{ words.sign_ups }}</a>
    </nav>
  </header>
  <main id="main">
    {% block main %}{% endblock %}
  </main>
  <footer class="foot"><span dir="auto">{{ product.name }}</span> <span class="version">{{ product.version }}</span> <span>{{ words.made_in_demo_mode }}</span></footer>
</body>
</html>
