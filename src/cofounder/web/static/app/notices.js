// Says one sentence in the corner: 6 s, or until dismissed when it is an error.
export function say(text, { stays = false } = {}) {
  const corner = document.getElementById("notices");
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.textContent = text;
  corner?.append(notice);
  if (!stays) setTimeout(() => notice.remove(), 6000);
  return notice;
}

const seen = new WeakSet();
function letGo() {
  for (const notice of document.querySelectorAll("[data-notice]")) {
    if (seen.has(notice)) continue;
    seen.add(notice);
    setTimeout(() => notice.remove(), 6000);
  }
}
letGo();
document.addEventListener("htmx:after:swap", letGo);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) event.target.closest(".notice")?.remove();
});
