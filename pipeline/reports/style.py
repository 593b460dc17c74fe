"""The style of a printed report, and its content security policy: nothing from elsewhere, no script."""

import base64
import hashlib

CSS = """
@page { size: A4; margin: 12mm 12mm 15mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #61707e; } }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; background: #e9edf1; }
body { margin: 0 auto; max-width: 210mm; padding: 12mm; background: #fff; color: #16202a; font: 9.5pt/1.45 Inter,
  Roboto, "Segoe UI", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", Arial, sans-serif;
  font-variant-numeric: tabular-nums; }
h1 { font-size: 21pt; line-height: 1.2; margin: 0; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 11.5pt; margin: 0 0 2mm; break-after: avoid; }
p { margin: 0 0 1.5mm; }
section { margin-top: 5.5mm; }
.soft { color: #4a5764; } .small { font-size: 8pt; color: #4a5764; } .keep { break-inside: avoid; }
header { display: flex; justify-content: space-between; align-items: flex-end; gap: 6mm; padding-bottom: 3mm;
  border-bottom: 1.2mm solid #14222c; }
header .what { font-size: 12.5pt; color: #0b5f73; font-weight: 600; }
header .right { text-align: right; flex: none; }
.stamp { display: inline-block; border: 0.4mm solid; border-radius: 1.2mm; padding: 0.4mm 2.6mm; font-weight: 700; }
.stamp.final { color: #1d6640; } .stamp.provisional { color: #7a4d00; }
.tiles { display: grid; grid-template-columns: 1.35fr 1fr 1fr 1fr; gap: 3mm; margin-top: 5mm; }
.tile { border: 0.25mm solid #d9dfe5; border-radius: 1.5mm; padding: 2.5mm 3mm; break-inside: avoid; }
.tile .name { color: #4a5764; font-size: 8.5pt; } .tile .big { font-size: 19pt; font-weight: 700; line-height: 1.25; }
.tile.hall .big { font-size: 27pt; line-height: 1.1; } .tile .unit { font-size: 9pt; color: #4a5764; font-weight: 400; }
.tile.hall { background: #f1f7f8; border-color: #9cc7d1; }
.up { color: #1d6640; font-weight: 600; } .down { color: #a01f2c; font-weight: 600; }
.praise { background: #e3f2e8; border: 0.25mm solid #a5cfb5; border-radius: 1.5mm; padding: 2.5mm 4mm; }
.praise ul { margin: 0; padding: 0; list-style: none; columns: 2; column-gap: 6mm; }
.praise li { padding: 0.4mm 0; break-inside: avoid; }
.praise b { color: #1d6640; } .praise h2 { color: #1d6640; margin-bottom: 0.5mm; }
.notice { background: #fdf1d8; border: 0.25mm solid #e6c98c; border-radius: 1.5mm; padding: 2mm 4mm; margin-top: 4mm; }
table { border-collapse: collapse; width: 100%; font-size: 8.7pt; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th { text-align: left; font-weight: 600; color: #4a5764; font-size: 8pt; vertical-align: bottom; }
th, td { padding: 1mm 1.6mm; border-bottom: 0.2mm solid #d9dfe5; } td { vertical-align: top; }
th { border-bottom: 0.4mm solid #14222c; } .num { text-align: right; white-space: nowrap; }
td.who { font-weight: 600; overflow-wrap: anywhere; } tr.hall td { background: #f1f7f8; font-weight: 600; }
td.nowrap { white-space: nowrap; } td.chart { width: 40%; vertical-align: middle; }
.grid { table-layout: fixed; } .grid th, .grid td { text-align: center; padding: 1mm 0; }
.grid td { border: 0.3mm solid #fff; } .grid th:first-child, .grid td:first-child { text-align: left; width: 17%;
  overflow-wrap: anywhere; padding-right: 1mm; }
.grid .total { font-weight: 700; width: 9%; }
.grid.many { font-size: 6.6pt; } .grid.many th { font-size: 6.6pt; }
.g100 { background: #9fd4b3; } .g95 { background: #d5ebdd; } .g90 { background: #fcebc5; } .g80 { background: #f8cfa6; }
.g0 { background: #eea5aa; } .gx { background: #e9edf1; color: #61707e; }
.legend { display: flex; flex-wrap: wrap; gap: 1mm 4mm; margin-top: 1.5mm; font-size: 8pt; color: #4a5764; }
.legend i { display: inline-block; width: 4mm; height: 3mm; margin-right: 1.2mm; vertical-align: -0.3mm; }
.legend i.blank { border: 0.2mm solid #d9dfe5; }
.i-seen { background: #cfe0e8; } .i-blind { background: #8b96a1; } .i-absence { background: #d9808a; }
.i-charged { background: #a01f2c; } .i-noted { background: #b08434; }
svg { display: block; overflow: visible; font-family: inherit; } svg.trend { width: 100%; height: auto; }
.timeline td { border: 0; padding: 0.6mm 0; vertical-align: middle; } .timeline td:first-child { width: 20%;
  font-weight: 600; padding-right: 2mm; overflow-wrap: anywhere; }
.chip { border-radius: 1mm; padding: 0 1.4mm; background: #e9edf1; white-space: nowrap; font-size: 8pt; }
.chip.deducted { background: #fbe9ea; color: #a01f2c; } .chip.clean { background: #e3f2e8; color: #1d6640; }
.chip.cited, .chip.noted { background: #fdf1d8; color: #7a4d00; }
.group td { background: #f3f5f7; font-weight: 600; break-after: avoid; } .listed { font-size: 8.2pt; }
.others { columns: 2; column-gap: 7mm; font-size: 7.8pt; margin: 0; padding: 0; list-style: none; }
.others li { break-inside: avoid; padding: 0.6mm 0; border-bottom: 0.2mm solid #d9dfe5; }
h3 { font-size: 9pt; margin: 4mm 0 1mm; break-after: avoid; }
.clauses { font-size: 8pt; } .clauses td:first-child { font-weight: 600; white-space: nowrap; }
footer { margin-top: 8mm; padding-top: 2mm; border-top: 0.4mm solid #14222c; font-size: 8pt; color: #4a5764; }
footer ul { margin: 0; padding-left: 4mm; } footer .hash { margin-top: 2mm; overflow-wrap: anywhere; }
@media print { html { background: none; } body { max-width: none; padding: 0; } }
@media screen { body { margin: 8mm auto; box-shadow: 0 1px 12px rgb(16 32 42 / 18%); } }
"""

POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()}'"
)
"""Content-Security-Policy of the page: its own style sheet and nothing else."""
