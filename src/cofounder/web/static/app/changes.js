// A card that changed while the founder looks at the page pulses once, and a notice
// names it.
import { say } from "./notices.js";

const known = new Map();
const cards = () => document.querySelectorAll("[data-change]");
const note = () => { for (const card of cards()) known.set(card.dataset.name, card.dataset.change); };

document.addEventListener("htmx:after:swap", () => {
  for (const card of cards()) {
    const { name, change } = card.dataset;
    if (known.has(name) && known.get(name) !== change) {
      card.classList.remove("pulse");
      requestAnimationFrame(() => card.classList.add("pulse"));
      say(`${name} changed`);
    }
  }
  note();
});
note();
