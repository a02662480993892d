/** The mailed report's own style: light, dark and print, no fonts or images from anywhere. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--text:#1f2329;--muted:#5c6470;--line:#dfe3e8;--accent:#1668dc;--band:#d9dde3;--amber:#a65b00;--amber-soft:#fff3df;--grey-soft:#eef1f5;--silence:#fbe9cf}
@media (prefers-color-scheme:dark){:root{--page:#141518;--card:#1d1f23;--text:#e6e8eb;--muted:#a3abb6;--line:#34383f;--accent:#65a5ff;--band:#3a3f47;--amber:#f0b15c;--amber-soft:#3a2c17;--grey-soft:#2a2d33;--silence:#43341d}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:14px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC","Segoe UI",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:24px 16px 64px}
h1{font-size:24px;line-height:1.3;margin:0 0 4px}h2{font-size:18px;margin:0 0 12px}h3{font-size:15px;margin:20px 0 8px}
p{margin:0 0 8px}a{color:var(--accent)}a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
section,header{background:var(--card);border-radius:6px;padding:20px 24px;margin:0 0 16px}
.muted{color:var(--muted)}.lead{font-size:18px;font-weight:600;margin:16px 0 0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:16px;margin:0 0 16px}
.tiles dt{color:var(--muted);font-size:13px}.tiles dd{margin:0;font-size:18px;font-weight:600}.tiles dd small{display:block;font-size:12px;font-weight:400;color:var(--muted)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:middle}
thead th{color:var(--muted);font-weight:500;font-size:13px;white-space:nowrap}tbody th{font-weight:400}
.number{text-align:right;white-space:nowrap}
.tag{display:inline-block;padding:0 8px;border-radius:4px;background:var(--grey-soft);white-space:nowrap}
.tag.check{background:var(--amber-soft);color:var(--amber);font-weight:600}.tag.watch{background:var(--amber-soft);color:var(--text)}.tag.insufficient{color:var(--muted)}
.notice{background:var(--amber-soft);border-radius:4px;padding:8px 12px;margin:0 0 8px}
.chart{margin:0 0 8px;overflow-x:auto}.chart svg{display:block;width:100%;min-width:600px;height:auto}.strip{display:block;width:100%;min-width:220px;max-width:360px;height:auto}
.bar{display:flex;height:8px;width:120px;border-radius:4px;overflow:hidden;background:var(--grey-soft)}.bar i{display:block;height:100%}
.bar .thin{background:var(--accent)}.bar .capture{background:var(--amber)}.bar .shave{background:var(--muted)}
.range{display:block;width:150px;height:16px}
details.data>summary{cursor:pointer;color:var(--muted);font-size:13px}details.data[open]{margin-bottom:12px}
ul.plain{list-style:none;margin:0;padding:0}ul.plain li{padding:4px 0}ul.ask{margin:4px 0 0;padding-left:18px}
.checks li{display:grid;grid-template-columns:96px 1fr;gap:12px;padding:4px 0}
.back{font-size:13px}
@media (max-width:600px){section,header{padding:16px}.checks li{grid-template-columns:1fr;gap:0}main{padding:12px 8px 48px}}
@media print{:root{color-scheme:light;--page:#fff;--card:#fff;--text:#000;--muted:#444;--line:#bbb;--accent:#0b4aa8;--band:#dcdcdc;--amber:#8a4b00;--amber-soft:#f4ead9;--grey-soft:#eee;--silence:#eee}
body{font-size:11px}main{max-width:none;padding:0}section,header{padding:0;margin:0 0 14px;border-radius:0}section.rep{break-before:page}tr,figure,li{break-inside:avoid}thead{display:table-header-group}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}.back,details.data{display:none}a{color:inherit;text-decoration:none}.scroll,.chart{overflow:visible}.chart svg{min-width:0}@page{margin:14mm}}
`;
