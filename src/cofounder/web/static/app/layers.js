// Dialogs, and what Escape closes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener && !isForNewTab(event, opener)) open(event, opener);
  const closer = event.target.closest("[data-closes]");
  if (closer || event.target instanceof HTMLDialogElement) {
    const dialog = event.target.closest("dialog");
    if (dialog && closer?.href) event.preventDefault();
    dialog?.close();
  }
  const jump = event.target.closest("[data-jump]");
  const log = jump && document.getElementById(jump.dataset.jump);
  if (log) log.scrollTop = log.scrollHeight;
});

const isForNewTab = (event, opener) => opener.href && (event.ctrlKey || event.metaKey || event.shiftKey);

// A link that opens a dialog is also its address: without scripts it leads to the page
// with the dialog open, with them the address can still be shared.
function open(event, opener) {
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog) return;
  if (opener.href) event.preventDefault();
  document.querySelector("[popover]:popover-open")?.hidePopover();
  document.querySelector("dialog[open]")?.close();
  dialog.showModal();
  if (opener.href) history.replaceState(history.state, "", opener.href);
}

document.addEventListener("close", (event) => {
  const back = event.target.querySelector?.(":scope a[data-closes]");
  if (back) history.replaceState(history.state, "", back.href);
}, true);

// A dialog the server drew open becomes a layer of its own, here and after a swap.
function raise() {
  for (const shown of document.querySelectorAll("dialog[data-shown]:not(:modal)")) {
    shown.removeAttribute("open");
    delete shown.dataset.shown;
    shown.showModal();
  }
}
raise();
document.addEventListener("htmx:after:swap", raise);

// Words shown beside a claim go away with Escape or when they are unpinned, until the
// claim is left and met again.
const MET = ".sourced:not(.hushed):is(:hover, :focus-within)";
document.addEventListener("keydown", (event) => {
  const met = event.key === "Escape" && document.querySelector(MET);
  if (!met) return;
  met.classList.add("hushed");
  if (!met.querySelector(":popover-open")) event.preventDefault();
});
document.addEventListener("toggle", (event) => {
  const met = event.newState === "closed" && event.target.closest?.(MET);
  if (met) met.classList.add("hushed");
}, true);
for (const left of ["focusout", "pointerout"]) {
  document.addEventListener(left, (event) => {
    const hushed = event.target.closest?.(".hushed");
    if (hushed && !hushed.contains(event.relatedTarget)) hushed.classList.remove("hushed");
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (event.target.matches?.("input, textarea") && event.target.value) return;
  const way = document.querySelector("a[data-escape]");
  if (way) location.assign(way.href);
});
