#ifndef COORDINATOR_REPORT_HTML_STYLE_H_
#define COORDINATOR_REPORT_HTML_STYLE_H_

namespace barrage {

// The style sheet of report.html: readable on a screen, dark or light, and on paper.
inline constexpr char kHtmlStyle[] = R"css(
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1400px; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .2rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
.subject { opacity: .75; overflow-wrap: anywhere; }
.verdict { display: inline-block; font-weight: 700; padding: .2rem .8rem; border-radius: .4rem; color: #fff; margin: .8rem 0 .3rem; }
.VALID { background: #15803d; } .DEGRADED { background: #b45309; } .INVALID { background: #b91c1c; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .84rem; }
th, td { padding: .2rem .35rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; } td.text { text-align: left; white-space: normal; }
tr:hover td { background: var(--soft); }
td.unit { opacity: .7; }
.columns table { margin-top: 1rem; }
details { margin: 1rem 0; } summary { cursor: pointer; opacity: .8; }
.ci { opacity: .6; font-size: .8em; display: block; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(430px, 1fr)); gap: 1rem; }
svg { width: 100%; border: 1px solid var(--line); border-radius: .4rem; font-size: 11px; }
svg text { fill: currentColor; } svg .title { font-weight: 600; font-size: 13px; } svg .grid { stroke: var(--line); }
pre { background: var(--soft); padding: .8rem; border-radius: .4rem; overflow-x: auto; font-size: .82rem; }
@media print { body { margin: 0; } }
)css";

}  // namespace barrage

#endif  // COORDINATOR_REPORT_HTML_STYLE_H_
