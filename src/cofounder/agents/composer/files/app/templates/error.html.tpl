{% extends "base.html" %}
{% block main %}
<div class="empty"><h1>{{ words[key] }}</h1><p><a class="button" href="/dashboard">{{ words.back_to_dashboard }}</a></p></div>
{% endblock %}
