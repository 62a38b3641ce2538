#include "coordinator/web/live_page.h"

namespace barrage {
namespace {

constexpr char kPage[] = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Barrage</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(9rem, 1fr)); gap: .6rem; }
dt { color: #666; } dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: 7rem; border-bottom: 1px solid #ccc; } path { fill: none; stroke: #2a6; stroke-width: 1.5; }
h2 { font-size: 1rem; margin: 1.2rem 0 0; } #lost { color: #b00; }
</style></head><body>
<h1>Barrage <small id="phase"></small></h1><p id="lost" hidden>The coordinator no longer answers: the run is over.</p>
<dl id="now"></dl><div id="charts"></div>
<script>
const shown = [["elapsed_s", "seconds"], ["scheduled", "scheduled"], ["finished", "finished"], ["in_flight", "in flight"],
               ["failed", "failed"], ["requests_per_s", "requests/s"], ["tokens_per_s", "tokens/s"], ["agents", "agents"]];
const charted = ["requests_per_s", "tokens_per_s", "in_flight", "failed"];
const names = Object.fromEntries(shown);
const add = (parent, tag, text) => { const e = document.createElement(tag); e.textContent = text; parent.append(e); return e; };
const number = value => value === undefined ? "" : value.toLocaleString("en", {maximumFractionDigits: 1});
function chart(rows, key) {
  const most = Math.max(1e-9, ...rows.map(row => row[key]));
  const points = rows.map((row, i) => `${rows.length < 2 ? 0 : 1000 * i / (rows.length - 1)},${98 - 96 * row[key] / most}`);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 1000 100"); svg.setAttribute("preserveAspectRatio", "none");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("vector-effect", "non-scaling-stroke"); path.setAttribute("d", "M" + points.join("L"));
  svg.append(path);
  return [svg, most];
}
async function draw() {
  try {
    const rows = await (await fetch("progress.json", {cache: "no-store"})).json();
    document.getElementById("lost").hidden = true;
    if (rows.length === 0) return;
    const last = rows[rows.length - 1];
    document.getElementById("phase").textContent = last.phase;
    const now = document.getElementById("now"), charts = document.getElementById("charts");
    now.replaceChildren(); charts.replaceChildren();
    for (const [key, name] of shown) { const cell = add(now, "div", ""); add(cell, "dt", name); add(cell, "dd", number(last[key])); }
    for (const key of charted) {
      const [svg, most] = chart(rows, key);
      add(charts, "h2", `${names[key]}, up to ${number(most)}`); charts.append(svg);
    }
  } catch { document.getElementById("lost").hidden = false; }
}
draw(); setInterval(draw, 1000);
</script></body></html>
)";

}  // namespace

WebAnswer AnswerLivePage(const std::function<std::string()>& history, const WebRequest& request) {
  if (request.path == "/progress.json") {
    return {.content_type = "application/json", .body = history(), .headers = {{"Cache-Control", "no-store"}}};
  }
  if (request.path != "/") return {.status = 404, .body = "/ /progress.json\n"};
  // Whatever a page of another site were to put in here, it could load nothing.
  return {
      .content_type = "text/html; charset=utf-8",
      .body = kPage,
      .headers = {{"Content-Security-Policy",
                   "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'"}}};
}

}  // namespace barrage
