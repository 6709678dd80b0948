// Dialogs, and what Escape closes.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    document.querySelector("[popover]:popover-open")?.hidePopover();
    document.getElementById(opener.dataset.opens)?.showModal();
  }
  if (event.target.closest("[data-closes]") || event.target instanceof HTMLDialogElement) {
    event.target.closest("dialog")?.close();
  }
  const jump = event.target.closest("[data-jump]");
  const log = jump && document.getElementById(jump.dataset.jump);
  if (log) log.scrollTop = log.scrollHeight;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return;
  if (event.target.matches?.("input, textarea") && event.target.value) return;
  const way = document.querySelector("a[data-escape]");
  if (way) location.assign(way.href);
});
