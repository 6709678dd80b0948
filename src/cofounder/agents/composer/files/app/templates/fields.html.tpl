{# The inputs of a form; an error stands below its input and is read out with it. #}
{% macro described(field, error) %}
{% if error or field.hint %} aria-describedby="about-{{ field.key }}"{% endif %}{% if error %} aria-invalid="true"{% endif %}
{% endmacro %}

{% macro about(field, error) %}
{% if error %}
<p class="error" id="about-{{ field.key }}" dir="auto">{{ error }}</p>
{% elif field.hint %}
<p class="hint" id="about-{{ field.key }}" dir="auto">{{ field.hint }}</p>
{% endif %}
{% endmacro %}

{% macro control(field, value, error, options) %}
{% if field.kind == "long_text" %}
<textarea id="f-{{ field.key }}" name="{{ field.key }}" rows="4" dir="auto"{{ described(field, error) }}>{{ value }}</textarea>
{% elif field.kind in ("choice", "reference") %}
<select id="f-{{ field.key }}" name="{{ field.key }}"{% if field.required %} required{% endif %}{{ described(field, error) }}>
  <option value="">{{ words.choose }}</option>
  {% for key, text in options %}
  <option value="{{ key }}"{% if key | string == value %} selected{% endif %}>{{ text }}</option>
  {% endfor %}
</select>
{% else %}
<input id="f-{{ field.key }}" name="{{ field.key }}" value="{{ value }}" dir="auto" autocomplete="off"
  {% if field.kind in ("date", "time", "email") %}type="{{ field.kind }}"{% else %}type="text"{% endif %}
  {% if field.kind in ("number", "money") %}inputmode="decimal"{% endif %}{% if field.required %} required{% endif %}{{ described(field, error) }}>
{% endif %}
{% endmacro %}

{% macro row(field, value, error, options) %}
<div class="field{% if error %} wrong{% endif %}">
  {% if field.kind == "yes_no" %}
  <label class="check"><input type="checkbox" name="{{ field.key }}" value="1"{% if value %} checked{% endif %}> <span dir="auto">{{ field.label }}</span></label>
  {% else %}
  <label for="f-{{ field.key }}"><span dir="auto">{{ field.label }}</span>{% if field.kind == "money" %} <span class="unit">{{ product.currency }}</span>{% endif %}{% if not field.required %} <span class="optional">{{ words.optional }}</span>{% endif %}</label>
  {{ control(field, value, error, options) }}
  {% endif %}
  {{ about(field, error) }}
</div>
{% endmacro %}
