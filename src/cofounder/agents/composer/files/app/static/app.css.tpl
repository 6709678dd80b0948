/* One small stylesheet: colours first, then the parts from top to bottom. */
*, *::before, *::after { box-sizing: border-box; }
* { margin: 0; }
ul { padding: 0; list-style: none; }
button, input, select, textarea { font: inherit; color: inherit; }

:root {
  color-scheme: light dark;
  --back: light-dark(oklch(0.985 0.006 var(--hue)), oklch(0.185 0.012 var(--hue)));
  --paper: light-dark(oklch(1 0 0), oklch(0.225 0.014 var(--hue)));
  --tint: light-dark(oklch(0.95 0.028 var(--hue)), oklch(0.275 0.035 var(--hue)));
  --edge: light-dark(oklch(0.9 0.014 var(--hue)), oklch(0.33 0.02 var(--hue)));
  --edge-strong: light-dark(oklch(0.62 0.03 var(--hue)), oklch(0.56 0.03 var(--hue)));
  --ink: light-dark(oklch(0.235 0.02 var(--hue)), oklch(0.95 0.008 var(--hue)));
  --soft: light-dark(oklch(0.47 0.022 var(--hue)), oklch(0.75 0.018 var(--hue)));
  --main: light-dark(oklch(0.46 var(--chroma) var(--hue)), oklch(0.8 0.11 var(--hue)));
  --fill: light-dark(oklch(0.46 var(--chroma) var(--hue)), oklch(0.5 var(--chroma) var(--hue)));
  --second: light-dark(oklch(0.62 0.15 var(--hue-2)), oklch(0.74 0.13 var(--hue-2)));
  --bad: light-dark(oklch(0.5 0.19 27), oklch(0.76 0.14 25));
  --good-back: light-dark(oklch(0.95 0.045 155), oklch(0.29 0.05 155));
  --bad-back: light-dark(oklch(0.955 0.02 27), oklch(0.28 0.055 27));
  --round: 10px;
  --text-font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --head-font: var(--text-font);
  --head-weight: 680;
}
.look-calm { --round: 16px; }
.look-crisp { --round: 4px; --head-weight: 750; }
.look-paper { --round: 8px; --head-font: "Iowan Old Style", Charter, Georgia, "Times New Roman", serif; --head-weight: 600; }

body { display: flex; flex-direction: column; min-block-size: 100dvh; font: 1rem/1.55 var(--text-font); color: var(--ink); background: var(--back); overflow-wrap: anywhere; text-wrap: pretty; hyphens: manual; }
h1, h2 { font-family: var(--head-font); font-weight: var(--head-weight); line-height: 1.15; letter-spacing: -0.015em; text-wrap: balance; }
h1 { font-size: 1.75rem; }
h2 { font-size: 1.125rem; }
a { color: var(--main); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 3px solid var(--second); outline-offset: 2px; border-radius: 4px; }
.away { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; inset-block-start: -4rem; inset-inline-start: 1rem; padding: 0.5rem 1rem; background: var(--paper); z-index: 1; }
.skip:focus { inset-block-start: 0.5rem; }

.top { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 2rem; padding: 0.75rem max(1.25rem, calc((100% - 68rem) / 2)); background: var(--paper); border-block-end: 1px solid var(--edge); }
.brand { display: flex; align-items: center; gap: 0.625rem; font-family: var(--head-font); font-weight: var(--head-weight); font-size: 1.0625rem; color: var(--ink); text-decoration: none; }
.mark { inline-size: 1.5rem; block-size: 1.5rem; flex: none; border-radius: calc(var(--round) / 2); background: linear-gradient(135deg, var(--fill) 50%, var(--second) 50%); }
.top nav { display: flex; flex-wrap: wrap; gap: 0.125rem; margin-inline-start: auto; }
.top nav a { padding: 0.375rem 0.75rem; border-radius: var(--round); color: var(--soft); font-size: 0.9375rem; text-decoration: none; }
.top nav a:hover { background: var(--tint); color: var(--ink); }
.top nav a[aria-current] { background: var(--tint); color: var(--main); font-weight: 600; }

main { flex: 1; inline-size: 100%; max-inline-size: 70.5rem; margin-inline: auto; padding: 2rem 1.25rem 4rem; }
.foot { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; padding: 1.25rem max(1.25rem, calc((100% - 68rem) / 2)); border-block-start: 1px solid var(--edge); color: var(--soft); font-size: 0.875rem; }
.version { padding-inline: 0.5rem; border: 1px solid var(--edge-strong); border-radius: 99px; font-size: 0.8125rem; }

.button { display: inline-flex; gap: 0.3em; align-items: center; justify-content: center; min-block-size: 2.75rem; padding: 0.375rem 1.125rem; border: 1px solid transparent; border-radius: var(--round); background: var(--fill); color: oklch(1 0 0); font-weight: 600; text-decoration: none; overflow-wrap: normal; cursor: pointer; }
.button:hover { background: color-mix(in oklab, var(--fill) 88%, var(--ink)); }
.button.quiet { background: transparent; border-color: var(--edge-strong); color: var(--ink); }
.button.quiet:hover { background: var(--tint); }
.button.danger { background: transparent; border-color: var(--bad); color: var(--bad); }
.button.danger:hover { background: var(--bad-back); }
a.danger:not(.button) { color: var(--bad); }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; }
.push { margin-inline-start: auto; }

.hero { display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 3rem; align-items: center; padding-block: 2.5rem 4rem; }
.hero h1 { font-size: clamp(2.25rem, 1.6rem + 3vw, 3.75rem); letter-spacing: -0.03em; line-height: 1.04; }
.hero-words { display: grid; gap: 1.25rem; }
.for { color: var(--main); font-weight: 600; }
.promise { font-size: 1.25rem; color: var(--soft); max-inline-size: 34rem; }
.hero-art { position: relative; display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; padding: 1.75rem; border-radius: calc(var(--round) * 2); background: linear-gradient(150deg, var(--tint), color-mix(in oklab, var(--second) 22%, var(--back))); }
.card-art { display: grid; gap: 0.5rem; align-content: start; padding: 1rem; border-radius: var(--round); background: var(--paper); box-shadow: 0 6px 20px oklch(0 0 0 / 0.07); font-size: 0.8125rem; color: var(--soft); }
.card-art:nth-child(even) { translate: 0 1rem; }
.card-art:first-child:nth-last-child(odd) { grid-column: 1 / -1; }
.card-art:first-child:nth-last-child(3) ~ .card-art:nth-child(even) { translate: 0; }
.card-art span { overflow-wrap: normal; }
.card-art b { color: var(--ink); font-size: 0.9375rem; }
.card-art span { display: grid; grid-template-columns: minmax(0, 1fr) 38%; gap: 0.5rem; align-items: center; }
.card-art i { block-size: 0.5rem; border-radius: 99px; background: var(--tint); }
.card-art span:nth-child(2) i { background: color-mix(in oklab, var(--fill) 55%, var(--paper)); }
.card-art span:nth-child(3) i { background: color-mix(in oklab, var(--second) 45%, var(--paper)); inline-size: 70%; }

section + section { margin-block-start: 3rem; }
.quote { padding: 2rem; border-inline-start: 5px solid var(--second); border-start-end-radius: var(--round); border-end-end-radius: var(--round); background: var(--paper); }
.quote h2 { font-size: 0.9375rem; color: var(--soft); letter-spacing: 0; }
.quote blockquote { margin-block-start: 0.5rem; font-family: var(--head-font); font-size: 1.375rem; line-height: 1.4; max-inline-size: 48rem; }
.cards, .counts, .panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem; margin-block-start: 1rem; }
.card { display: grid; gap: 0.375rem; align-content: start; block-size: 100%; padding: 1.25rem; border: 1px solid var(--edge); border-radius: var(--round); background: var(--paper); color: var(--soft); text-decoration: none; }
.card:hover { border-color: var(--main); }
.card b { color: var(--ink); font-size: 1.0625rem; }
.sign-up { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr); gap: 2rem; padding: 2rem; border-radius: calc(var(--round) * 1.5); background: var(--tint); scroll-margin-block: 2rem; }
.sign-up h2 { font-size: 1.5rem; margin-block-end: 0.5rem; }
.sign-up form { display: grid; gap: 1rem; justify-items: start; }
.sign-up .field { inline-size: 100%; }

.head { display: flex; flex-wrap: wrap; align-items: start; justify-content: space-between; gap: 1rem; margin-block-end: 1.5rem; }
.head > div { flex: 1 1 18rem; }
.head p { color: var(--soft); margin-block-start: 0.25rem; max-inline-size: 44rem; }
.counts { grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); margin-block: 0 1.5rem; }
.counts li { display: grid; border: 1px solid var(--edge); border-radius: var(--round); background: var(--paper); overflow: hidden; }
.counts a { display: grid; align-content: start; padding: 1rem 1.25rem; color: var(--soft); text-decoration: none; }
.counts a:hover { background: var(--tint); }
.counts b { font-family: var(--head-font); font-size: 2.25rem; line-height: 1.15; color: var(--ink); font-variant-numeric: tabular-nums; }
.counts .add { padding-block: 0.625rem; border-block-start: 1px solid var(--edge); color: var(--main); font-weight: 600; font-size: 0.9375rem; }
.panels { grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); margin: 0; }
.panel { margin: 0; padding: 1.25rem; border: 1px solid var(--edge); border-radius: var(--round); background: var(--paper); }
.panel li { display: flex; align-items: center; gap: 0.75rem; padding-block: 0.5rem; border-block-start: 1px solid var(--edge); }
.panel ul { margin-block-start: 0.75rem; }
.panel .note { margin-inline-start: auto; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.panel.low li a { font-weight: 600; }
.panel.low .note { color: var(--bad); }
.panel .total { font-family: var(--head-font); font-size: 2.25rem; font-weight: var(--head-weight); }
.panel .nothing { margin-block-start: 0.5rem; color: var(--soft); }
.panel.spread li > span:first-child { flex: 0 0 40%; }
.bar { block-size: 0.625rem; border-radius: 99px; background: var(--fill); inline-size: calc(var(--share) * 5%); }
.share-0 { --share: 0; } .share-1 { --share: 1; } .share-2 { --share: 2; } .share-3 { --share: 3; }
.share-4 { --share: 4; } .share-5 { --share: 5; } .share-6 { --share: 6; } .share-7 { --share: 7; }
.share-8 { --share: 8; } .share-9 { --share: 9; } .share-10 { --share: 10; }

.notice { padding: 0.75rem 1rem; border-radius: var(--round); background: var(--good-back); margin-block-end: 1rem; }
.tools { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; margin-block-end: 1rem; }
.tools form { display: flex; flex: 1 1 18rem; gap: 0.5rem; }
.tools input { flex: 1 1 auto; min-inline-size: 0; }
.found { color: var(--soft); font-variant-numeric: tabular-nums; }
input:not([type="checkbox"]), select, textarea { inline-size: 100%; min-block-size: 2.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--edge-strong); border-radius: calc(var(--round) * 0.75); background: var(--paper); }
textarea { resize: vertical; }

.table { overflow-x: auto; border: 1px solid var(--edge); border-radius: var(--round); background: var(--paper); }
table { inline-size: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.75rem 1rem; text-align: start; vertical-align: baseline; font-weight: inherit; overflow-wrap: break-word; }
thead th { background: var(--tint); font-size: 0.875rem; }
thead a { color: var(--ink); font-weight: 600; text-decoration: none; }
thead a:hover { text-decoration: underline; }
th[aria-sort="ascending"] a::after { content: " ↑"; } th[aria-sort="descending"] a::after { content: " ↓"; }
tbody tr + tr > * { border-block-start: 1px solid var(--edge); }
tbody tr:hover { background: color-mix(in oklab, var(--tint) 40%, transparent); }
tbody th { font-weight: 600; }
tbody th a { color: var(--ink); text-decoration: none; } tbody th a:hover { text-decoration: underline; }
.number, .money { text-align: end; font-variant-numeric: tabular-nums; }
.does { text-align: end; white-space: nowrap; }
.does a { padding-inline: 0.25rem; }
.tag { display: inline-block; padding: 0.0625rem 0.625rem; border-radius: 99px; background: var(--tint); font-size: 0.875rem; white-space: nowrap; }
.tag-1 { background: color-mix(in oklab, var(--second) 22%, var(--paper)); }
.tag-2 { background: color-mix(in oklab, var(--fill) 24%, var(--paper)); }
.tag-3 { background: var(--good-back); } .tag-4 { background: var(--bad-back); }
.pages { display: flex; align-items: center; gap: 1rem; margin-block-start: 1rem; }
.empty { display: grid; gap: 1rem; justify-items: center; padding: 4rem 1.5rem; border: 1px dashed var(--edge-strong); border-radius: var(--round); text-align: center; color: var(--soft); }
.empty h1 { color: var(--ink); }

.back { margin-block-end: 0.5rem; font-size: 0.9375rem; }
.sheet { display: grid; gap: 1.25rem; max-inline-size: 40rem; margin-block-start: 1.5rem; padding: 1.75rem; border: 1px solid var(--edge); border-radius: var(--round); background: var(--paper); }
.field { display: grid; gap: 0.375rem; align-content: start; }
.field label { font-weight: 600; }
.optional, .unit, .hint { color: var(--soft); font-weight: 400; font-size: 0.9375rem; }
.check { display: flex; align-items: center; gap: 0.625rem; min-block-size: 2.75rem; }
.check input { inline-size: 1.25rem; block-size: 1.25rem; accent-color: var(--fill); }
.wrong input, .wrong select, .wrong textarea { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.error { color: var(--bad); font-size: 0.9375rem; }
.summary { max-inline-size: 40rem; margin-block-start: 1rem; padding: 1rem 1.25rem; border-radius: var(--round); background: var(--bad-back); }
.summary ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin-block-start: 0.25rem; }
.summary a { color: var(--bad); }
.going { font-family: var(--head-font); font-size: 1.25rem; font-weight: 600; }

@media (max-width: 48rem) {
  main { padding-block-start: 1.5rem; }
  .top nav { margin-inline: -0.75rem; flex-wrap: nowrap; overflow-x: auto; inline-size: calc(100% + 1.5rem); }
  .top nav a { white-space: nowrap; min-block-size: 2.75rem; display: flex; align-items: center; }
  .hero, .sign-up { grid-template-columns: minmax(0, 1fr); gap: 2rem; }
  .hero { padding-block: 1rem 2rem; }
  .counts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, tbody th, td { display: block; }
  tr { padding: 0.75rem 1rem; }
  tbody tr + tr { border-block-start: 1px solid var(--edge); }
  tbody tr + tr > * { border: 0; }
  tbody th, td, td.number, td.money, .does { padding: 0.125rem 0; text-align: start; }
  td:empty, td:has(> span:empty) { display: none; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
  .does { padding-block-start: 0.5rem; }
  .does a { padding: 0.5rem 1rem 0.5rem 0; display: inline-block; }
}
@media (prefers-reduced-motion: no-preference) { .button, .card, .counts a { transition: background 120ms, border-color 120ms; } }
@media print { .top nav, .tools, .does, .button { display: none; } }
