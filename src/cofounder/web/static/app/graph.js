// The drawing of the strategy page, made from the list below it: one truth, two forms.
// If the library does not come, the list is simply shown.
const canvas = document.getElementById("canvas");
const points = document.getElementById("points");
if (canvas) draw().catch(() => {
  document.getElementById("drawing").remove();
  points.classList.remove("no-js");
});

const SIZE = 18;
const AMBER = "oklch(from var(--anchor) 0.83 0.13 82)";
const SHAPES = { anchor: "ellipse", strategy: "ellipse", decision: "diamond", artifact: "round-rectangle", milestone: "triangle" };
const TONES = { anchor: "--anchor", strategy: "--strategy", decision: "--accent", artifact: "--text-muted", milestone: "--success" };

function elements() {
  const nodes = [], edges = [];
  for (const row of points.querySelectorAll("[data-node]")) {
    const { node: id, kind, status, dialog } = row.dataset;
    const label = row.querySelector("h3").textContent.trim().replace(/^“|”$/g, "");
    nodes.push({ data: { id, kind, dialog, label }, classes: status });
    for (const join of row.querySelectorAll("[data-to]")) {
      edges.push({ data: { id: `${id}>${join.dataset.to}`, source: id, target: join.dataset.to } });
    }
  }
  return [...nodes, ...edges];
}

// The library reads no oklch(): a pixel of the colour tells its red, green and blue.
function colourOf(name) {
  const wanted = name.startsWith("--") ? `var(${name})` : name;
  const probe = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = probe.getContext("2d", { willReadFrequently: true });
  canvas.style.color = wanted;
  pen.fillStyle = getComputedStyle(canvas).color;
  canvas.style.color = "";
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

function looks() {
  const font = getComputedStyle(canvas).fontFamily;
  const text = colourOf("--text"), surface = colourOf("--surface"), accent = colourOf("--accent");
  const kinds = Object.entries(SHAPES).map(([kind, shape]) => {
    const tone = colourOf(TONES[kind]);
    return { selector: `[kind = "${kind}"]`, style: { shape, "border-color": tone, "background-color": tone } };
  });
  return [
    { selector: "node", style: { label: "data(label)", width: SIZE, height: SIZE, "background-opacity": 0.18, "border-width": 2, color: text, "font-family": font, "font-size": 12.5, "text-wrap": "wrap", "text-max-width": 140, "text-valign": "bottom", "text-margin-y": 5, "text-outline-color": surface, "text-outline-width": 3, "min-zoomed-font-size": 6 } },
    ...kinds,
    { selector: '[kind = "anchor"]', style: { width: SIZE * 1.5, height: SIZE * 1.5, "background-color": colourOf(AMBER), "background-opacity": 1, "font-size": 13.5, "font-weight": 600 } },
    { selector: "node.planned", style: { "border-style": "dashed" } },
    { selector: "edge", style: { width: 1.25, "line-color": colourOf("--line-strong"), "line-opacity": 0.55, "curve-style": "unbundled-bezier", "control-point-distances": 18, "control-point-weights": 0.5 } },
    { selector: ".dim", style: { opacity: 0.22 } },
    { selector: "edge.hot", style: { width: 2, "line-color": accent, "line-opacity": 1 } },
    { selector: "node.here", style: { "outline-color": accent, "outline-width": 2, "outline-offset": 3 } },
  ];
}

async function draw() {
  const [library, layout] = await Promise.all([import(canvas.dataset.library), import(canvas.dataset.layout)]);
  library.default.use(layout.default);
  const graph = library.default({
    container: canvas, elements: elements(), style: looks(), minZoom: 0.2, maxZoom: 3,
    boxSelectionEnabled: false, autoungrabify: true, autounselectify: true,
  });
  arrange(graph);
  point(graph);
  zoom(graph);
  drawMap(graph);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { graph.style(looks()); drawMap(graph); });
  new ResizeObserver(() => { graph.resize(); graph.fit(undefined, 32); }).observe(canvas);
  canvas.dataset.drawn = graph.nodes().length;
}

// Ranks give every drawing of the same graph the same beginning, forces let it breathe;
// then it is spread over the room there is, and labels are moved apart.
function arrange(graph) {
  graph.layout({ name: "dagre", rankDir: "LR", nodeSep: 46, rankSep: 190, animate: false, fit: false }).run();
  graph.layout({ name: "cose", randomize: false, animate: false, fit: false, nodeDimensionsIncludeLabels: true, nodeRepulsion: () => 9000, nodeOverlap: 24, idealEdgeLength: () => 70, gravity: 1.2, numIter: 1200, componentSpacing: 24 }).run();
  spread(graph);
  separate(graph.nodes().toArray());
  graph.fit(undefined, 28);
}

function spread(graph) {
  const box = graph.nodes().boundingBox({ includeLabels: false });
  const isTall = canvas.clientWidth < 600;
  const across = isTall ? 420 : Math.max(canvas.clientWidth, 1000) - 200;
  const down = isTall ? 900 : Math.max(canvas.clientHeight, 560) - 110;
  graph.nodes().positions((node) => ({
    x: ((node.position("x") - box.x1) / (box.w || 1)) * across,
    y: ((node.position("y") - box.y1) / (box.h || 1)) * down,
  }));
}

const ROOM = { x: 150, y: 74 };
function separate(nodes) {
  for (let round = 0; round < 80; round += 1) {
    for (const [at, one] of nodes.entries()) {
      for (const other of nodes.slice(at + 1)) {
        const [a, b] = [one.position(), other.position()];
        const [dx, dy] = [b.x - a.x, b.y - a.y];
        const [wide, high] = [ROOM.x - Math.abs(dx), ROOM.y - Math.abs(dy)];
        if (wide <= 0 || high <= 0) continue;
        const step = wide / ROOM.x < high / ROOM.y
          ? { x: (wide / 4) * (dx < 0 ? -1 : 1), y: 0 }
          : { x: 0, y: (high / 4) * (dy < 0 ? -1 : 1) };
        one.position({ x: a.x - step.x, y: a.y - step.y });
        other.position({ x: b.x + step.x, y: b.y + step.y });
      }
    }
  }
}

function point(graph) {
  const show = (node) => {
    graph.elements().removeClass("dim hot here");
    if (!node?.length) return;
    const near = node.closedNeighborhood();
    graph.elements().difference(near).addClass("dim");
    near.edges().addClass("hot");
    node.addClass("here");
  };
  graph.on("mouseover", "node", (event) => { canvas.style.cursor = "pointer"; show(event.target); });
  graph.on("mouseout", "node", () => { canvas.style.cursor = ""; show(); });
  graph.on("tap", "node", (event) => points.querySelector(`[data-node="${CSS.escape(event.target.id())}"] h3 a`).click());
  for (const tag of document.querySelectorAll("[data-points]")) {
    const node = graph.getElementById(tag.dataset.points);
    for (const kind of ["mouseenter", "focus"]) tag.addEventListener(kind, () => show(node));
    for (const kind of ["mouseleave", "blur"]) tag.addEventListener(kind, () => show());
  }
}

function zoom(graph) {
  // The wheel scrolls the page; with Ctrl it zooms, as it does everywhere else.
  canvas.addEventListener("wheel", (event) => { if (!event.ctrlKey && !event.metaKey) event.stopPropagation(); }, { capture: true });
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      if (button.dataset.zoom === "fit") return graph.fit(undefined, 32);
      const middle = { x: graph.width() / 2, y: graph.height() / 2 };
      graph.zoom({ level: graph.zoom() * Number(button.dataset.zoom), renderedPosition: middle });
    });
  }
}

function drawMap(graph) {
  const map = document.getElementById("minimap");
  const sharp = window.devicePixelRatio || 1;
  [map.width, map.height] = [180 * sharp, 120 * sharp];
  const tones = Object.fromEntries(Object.entries(TONES).map(([kind, name]) => [kind, colourOf(name)]));
  const accent = colourOf("--accent");
  const pen = map.getContext("2d");
  const paint = () => {
    const box = graph.elements().boundingBox({ includeLabels: false });
    const scale = Math.min(160 / box.w, 100 / box.h, 1);
    const x = (at) => 90 + (at - (box.x1 + box.x2) / 2) * scale;
    const y = (at) => 60 + (at - (box.y1 + box.y2) / 2) * scale;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, 180, 120);
    for (const node of graph.nodes()) {
      pen.fillStyle = tones[node.data("kind")];
      pen.beginPath();
      pen.arc(x(node.position("x")), y(node.position("y")), node.data("kind") === "anchor" ? 3 : 2, 0, 7);
      pen.fill();
    }
    const seen = graph.extent();
    pen.strokeStyle = accent;
    pen.strokeRect(x(seen.x1), y(seen.y1), seen.w * scale, seen.h * scale);
  };
  graph.off("viewport", undefined, drawMap.paint);
  drawMap.paint = paint;
  graph.on("viewport", paint);
  paint();
}
