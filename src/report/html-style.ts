/** The one style sheet of a report; light and dark as the reader has it, and black on white on paper. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #1f2328; --quiet: #57606a; --line: #8c959f; --rule: #d0d7de; --bar: #0969da; --side: #9a6700; --met: #1a7f37; --missed: #b3261e; --warning: #fff8c5 }
@media (prefers-color-scheme: dark) { :root { --ground: #1f1f1f; --text: #e6e6e6; --quiet: #a6a6a6; --line: #7d7d7d; --rule: #3f3f3f; --bar: #3794ff; --side: #d7a33c; --met: #5fbf77; --missed: #ff8080; --warning: #3a2d0d } }
@media print { :root { color-scheme: light; --ground: #ffffff; --text: #000000; --quiet: #444444; --line: #777777; --rule: #bbbbbb; --bar: #0969da; --side: #9a6700; --met: #1a7f37; --missed: #b3261e; --warning: #fff8c5 } }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, sans-serif }
main { max-width: 1060px; margin: 0 auto; padding: 16px 20px 40px }
article + article { margin-top: 40px; padding-top: 16px; border-top: 2px solid var(--rule) }
h1 { margin: 8px 0; font-size: 1.6em; overflow-wrap: anywhere } h2 { margin: 28px 0 6px; font-size: 1.1em }
p, li { overflow-wrap: anywhere } ul { padding: 0; list-style: none } ul.facts { color: var(--quiet); margin: 0 }
.warning { margin: 8px 0; padding: 6px 12px; border-left: 4px solid var(--side); background: var(--warning) }
figure { margin: 16px 0; overflow-x: auto } svg { display: block; max-width: 100%; height: auto }
svg text { unicode-bidi: plaintext }
.bar { fill: var(--bar) } .side { fill: var(--side) } .gap { fill: none; stroke: var(--line); stroke-dasharray: 3 3 } .step, .rule { stroke: var(--line) }
.stage, .count { fill: var(--text) } .rate, .dropped, .heading, .kpi-unknown { fill: var(--quiet) } .kpi-met { fill: var(--met) } .kpi-missed { fill: var(--missed) }
.table { overflow-x: auto } table { border-collapse: collapse; font-size: 0.93em }
th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid var(--rule); text-align: start; vertical-align: top; font-weight: normal }
thead th { color: var(--quiet) } td, thead th { white-space: nowrap } td.words { white-space: normal; min-width: 12em; overflow-wrap: anywhere }
.number { text-align: end; font-variant-numeric: tabular-nums }
@media print { main { max-width: none; padding: 0 } .table, figure { overflow: visible } table { font-size: 0.75em } td, thead th { white-space: normal } thead { display: table-header-group } tr, figure, .warning { break-inside: avoid } h2 { break-after: avoid } article + article { break-before: page; border: 0 } }
`;

/** The hash by which the report's own policy lets that style sheet in, and nothing else; a test compares it. */
export const HTML_STYLE_HASH = 'sha256-4yC8mw6c/Vpeb6dycTHLll4llY5Ri/HCOhZnkas781o=';
