// Sending, choosing, copying, saving on blur.
import { say } from "./notices.js";

const submitOnce = (form, button) => form.requestSubmit(button ?? undefined);

// Ctrl/Cmd+Enter sends from anywhere in a form; the form's first button decides how.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form");
  if (!form) return;
  event.preventDefault();
  submitOnce(form, form.querySelector("button:not([type=button])"));
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) submitOnce(event.target.form);
});

document.addEventListener("click", async (event) => {
  const chip = event.target.closest("[data-fill]");
  if (chip) fill(chip, event);
  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  try {
    await navigator.clipboard.writeText(copy.dataset.copy);
    say("Copied");
  } catch {
    say("Copying is blocked here. Select the text instead.", { stays: true });
  }
});

// A suggestion goes into the field, where the founder may add to it before sending.
function fill(chip, event) {
  const field = document.getElementById(chip.dataset.fill);
  if (!field) return;
  event.preventDefault();
  for (const other of chip.parentElement.children) other.setAttribute("aria-pressed", "false");
  chip.setAttribute("aria-pressed", "true");
  field.value = chip.value;
  field.focus();
}

// Save on blur: only what changed, and never while moving inside the form.
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (!form || form.contains(event.relatedTarget)) return;
  const field = form.querySelector("textarea");
  if (field && field.value !== field.defaultValue) submitOnce(form);
});

document.addEventListener("input", (event) => {
  const counter = document.getElementById(event.target.dataset?.words);
  if (counter) count(event.target, counter);
});
for (const field of document.querySelectorAll("[data-words]")) {
  const counter = document.getElementById(field.dataset.words);
  if (counter && field.value.trim()) count(field, counter);
}

function count(field, counter) {
  const words = field.value.trim().split(/\s+/).filter(Boolean).length;
  const noun = words === 1 ? "word" : "words";
  counter.textContent = words === 0 ? "" : words < 10 ? `${words} ${noun}, a little more helps` : `${words} ${noun}, good to go`;
}

// A form that led to another page takes the whole window there, not one element.
document.addEventListener("htmx:before:response", (event) => {
  const response = event.detail.ctx?.response?.raw;
  if (!response?.redirected) return;
  const there = new URL(response.url);
  if (there.pathname === location.pathname) return;
  event.preventDefault();
  location.assign(there);
});
document.addEventListener("htmx:after:swap", () => {
  document.querySelector("#content [autofocus]")?.focus();
});
document.addEventListener("htmx:error", () => {
  say("We could not reach the server. Your text is still here, try again.", { stays: true });
});
document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail.ctx?.response?.status ?? 0;
  if (status >= 500) say("Something on our side broke. Your text is still here, try again.", { stays: true });
});
