// Desktop, tablet and phone width of the preview.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-width]");
  const frame = button && document.querySelector("[data-preview]");
  if (!frame) return;
  frame.classList.remove("desktop", "tablet", "mobile");
  frame.classList.add(button.dataset.width);
  for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
});
