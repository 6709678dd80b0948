// Keeps a running page true: elapsed times tick, and the element with data-poll is
// fetched again until the server stops asking for it. The rows are the truth, so a
// lost answer costs nothing.
import { say } from "./notices.js";

const shown = (seconds) =>
  seconds < 60 ? `${seconds}s`
  : seconds < 3600 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
  : `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;

const startedAt = new WeakMap();
setInterval(() => {
  for (const clock of document.querySelectorAll("[data-elapsed]")) {
    const said = clock.dataset.elapsed;
    let start = startedAt.get(clock);
    if (start?.said !== said) startedAt.set(clock, (start = { said, at: Date.now() - Number(said) * 1000 }));
    clock.textContent = shown(Math.floor((Date.now() - start.at) / 1000));
  }
}, 1000);

let timer = 0;
let wait = 0;
let unchanged = 0;
let missed = 0;
let warning = null;

function schedule() {
  clearTimeout(timer);
  const live = document.querySelector("[data-poll]");
  if (!live) return;
  const first = Number(live.dataset.poll) || 2;
  const most = Number(live.dataset.pollMax) || 5;
  wait = unchanged < 3 ? first : Math.min(Math.max(wait, first) * 1.5, most);
  timer = setTimeout(refresh, wait * 1000);
}

async function refresh() {
  const live = document.querySelector("[data-poll]");
  if (!live) return;
  try {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true", "HX-Target": live.id } });
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (answer.redirected && new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
    connected();
    await show(live, await answer.text());
  } catch {
    missed += 1;
    if (missed === 3) warning = say("Reconnecting… work continues on the server", { stays: true });
  }
  schedule();
}

function connected() {
  missed = 0;
  warning?.remove();
  warning = null;
}

let last = "";
async function show(live, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.getElementById(live.id);
  if (!fresh) return location.reload();
  const text = fresh.outerHTML.replace(/data-elapsed="\d+"|csrf_token" value="[^"]*"/g, "");
  unchanged = text === last ? unchanged + 1 : 0;
  // A question that stands open, or a text being typed, is not pulled away.
  const isBusy = live.querySelector("dialog[open], :is(input, textarea):focus");
  if (text === last || isBusy) return;
  last = text;
  keepOpen(live, fresh);
  const root = document.getElementById("screen") && page.getElementById("screen");
  const [old, next] = root ? [document.getElementById("screen"), root] : [live, fresh];
  if (page.title) document.title = page.title;
  const held = live.contains(document.activeElement) && document.activeElement;
  if (window.htmx) await window.htmx.swap({ target: old, text: next.outerHTML, swap: "outerMorph", sourceElement: old });
  else old.replaceWith(document.adoptNode(next));
  // What had the focus may be gone: the page keeps it, so that the next Tab goes on from here.
  if (held && !held.isConnected) document.getElementById("content")?.focus({ preventScroll: true });
}

// What the founder unfolded stays unfolded.
function keepOpen(live, fresh) {
  const folds = live.querySelectorAll("details");
  fresh.querySelectorAll("details").forEach((fold, at) => { if (folds[at]?.open) fold.open = true; });
}

document.addEventListener("visibilitychange", () => { if (!document.hidden && document.querySelector("[data-poll]")) { clearTimeout(timer); refresh(); } });
document.addEventListener("htmx:after:swap", () => { unchanged = 0; schedule(); });
schedule();
