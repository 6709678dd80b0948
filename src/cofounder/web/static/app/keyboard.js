// "?" lists the shortcuts, "G" then a letter goes somewhere, arrows walk through steps.
const PLACES = { o: "Overview", i: "Interview", d: "Documents", s: "Strategy", t: "Timeline", p: "Plan", b: "Build" };
const SWITCH = "cofounder.letters";
let goPressedAt = 0;

const lettersAreOn = () => localStorage.getItem(SWITCH) !== "off";
const isTyping = (element) => element.matches?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]")) return;
  walk(event.key);
  if (!lettersAreOn()) return;
  if (event.key === "?") document.getElementById("shortcuts")?.showModal();
  else if (event.key === "g") goPressedAt = event.timeStamp;
  else if (event.timeStamp - goPressedAt < 1500) go(PLACES[event.key]);
});

function go(place) {
  goPressedAt = 0;
  const link = place && document.querySelector(`a[data-go="${place}"]`);
  if (link) location.assign(link.href);
}

function walk(key) {
  if (!document.querySelector("[data-steps]")) return;
  const name = key === "ArrowRight" ? "next" : key === "ArrowLeft" ? "previous" : "";
  const link = name && document.querySelector(`a[data-${name}]`);
  if (link) location.assign(link.href);
}

for (const box of document.querySelectorAll("[data-letter-shortcuts]")) {
  box.checked = lettersAreOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
}
