// The theme changes at once; the form tells the server, so that the next page knows.
document.addEventListener("submit", async (event) => {
  const value = event.submitter?.name === "theme" && event.submitter.value;
  if (!value) return;
  event.preventDefault();
  document.documentElement.dataset.theme = value;
  for (const button of document.querySelectorAll("button[name=theme]")) button.setAttribute("aria-pressed", String(button.value === value));
  await fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target, event.submitter)), redirect: "manual" });
});
