// The page: takes files in, hands them to the linter one by one, and shows what it says. Keeps files as the browser
// gives them, never their contents.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const ENDINGS = /\.(docx|docm|doc|wps|pdf|ofd|html?|shtml|xhtml|mht|mhtml|md|markdown|txt|text)$/i;
  const SEVERITIES = ["error", "warning", "info"];
  // For each report: its file, its document as the linter told it, and whether it takes comments.
  const reports = new Map();
  let lang = "zh", linter, about, form, chosen, order = { key: "path", up: true }, busy = false, stopping = false, findingsAcross = [];
  const hidden = new Set();

  const say = (key, ...values) => { const w = WORDS[lang][key]; return typeof w === "function" ? w(...values) : w; };
  const tell = (text) => { $("state").textContent = text; };
  const element = (tag, text, attributes) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    for (const [name, value] of Object.entries(attributes || {})) made.setAttribute(name, value);
    return made;
  };
  // The day where the reader is, for rules about dates.
  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  };
  const asked = () => ({ lang, today: today(), draft: $("draft").checked });

  // Languages.

  function speak() {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = say("title");
    for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(one.dataset.say);
    $("language").textContent = lang === "zh" ? "English" : "中文";
    $("language").lang = lang === "zh" ? "en" : "zh-CN";
    $("review").title = say("review");
    $("trust-text").replaceChildren(...say("trustText").map((text) => element("p", text)));
    if (about) $("version").textContent = say("version", about.version.version, about.rulebook);
  }

  // Files in.

  async function entries(items) {
    const found = [];
    const walk = async (entry, path) => {
      if (entry.isFile) {
        const file = await new Promise((done, failed) => entry.file(done, failed)).catch(() => null);
        if (file) found.push([path + entry.name, file]);
        return;
      }
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done) => reader.readEntries(done, () => done([])));
        if (!some.length) return;
        for (const one of some) await walk(one, path + entry.name + "/");
      }
    };
    const roots = Array.from(items, (item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    for (const root of roots) await walk(root, "");
    return found;
  }

  const named = (files) => Array.from(files, (file) => [file.webkitRelativePath || file.name, file]);

  async function take(found) {
    if (busy || !found.length || form.takes(found)) return;
    const fit = found.filter(([name]) => ENDINGS.test(name) && !/(^|\/)~\$/.test(name));
    if (!fit.length) return tell(say("none"));
    fit.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    await check(fit, found.length - fit.length);
  }

  async function check(files, others) {
    work(true);
    let done = 0;
    for (const [name, file] of files) {
      tell(say("checking", done + 1, files.length, name));
      $("progress").value = done / files.length;
      reports.set(name, await one(name, file));
      if (stopping) break;
      done += 1;
    }
    const stopped = stopping;
    await together();
    draw();
    if (files.length === 1 || !chosen || !reports.has(chosen)) await choose(files[0][0]);
    const sums = Array.from(reports.values(), (r) => counts(r)).reduce((a, b) => [a[0] + b.error, a[1] + b.warning], [0, 0]);
    const told = stopped ? say("stopped", done, files.length) : say("done", reports.size, ...sums);
    tell(others ? told + say("skippedFiles", others) : told);
    work(false);
    // Last year's report, dropped while this year's is being written.
    if (files.length === 1) await form.checked(...files[0], reports.get(files[0][0]).document.profile.report_year);
  }

  async function one(name, file) {
    const failed = (message) => ({ file, annotates: false, document: { path: name, error: { message }, findings: [], profile: {}, score: {}, coverage: {} } });
    if (file.size > about.largest) return failed(say("large", Math.ceil(file.size / 1048576)));
    let bytes;
    try {
      bytes = await file.arrayBuffer();
    } catch (_) {
      return failed(say("unreadable"));
    }
    try {
      const { json } = await linter.ask({ op: "check", name, ...asked() }, bytes);
      return { file, annotates: json.annotates, document: json.document };
    } catch (error) {
      if (error.stopped) return failed(say("stop"));
      await again(name);
      return failed(error.late ? say("late") : say("broke", error.message));
    }
  }

  // A new linter knows no report: those that are held are read to it again.
  async function again(but) {
    for (const [name, { file, document }] of reports) {
      if (name === but || document.error) continue;
      const bytes = await file.arrayBuffer().catch(() => null);
      if (bytes) await linter.ask({ op: "check", name, ...asked() }, bytes).catch(() => {});
    }
  }

  async function together() {
    if (stopping) await again();
    tell(say("together"));
    findingsAcross = reports.size > 1 ? (await linter.ask({ op: "together", lang }).catch(() => ({ json: {} }))).json.findings || [] : [];
  }

  function work(now) {
    busy = now;
    stopping = false;
    $("work").hidden = !now;
    $("progress").value = 0;
    for (const button of document.querySelectorAll(".takes button, #pick, #pick-folder, #language")) button.disabled = now;
  }

  // What is shown.

  function counts({ document }) {
    const sum = { error: 0, warning: 0, info: 0 };
    for (const finding of document.findings) sum[finding.severity] += 1;
    return sum;
  }

  const score = (document) => document.score && typeof document.score.value === "number" ? document.score.value : null;

  function rowOf(name, report) {
    const d = report.document;
    return { path: name, agency: d.profile.agency || name, year: d.profile.report_year || 0, score: score(d) === null ? -1 : score(d), cells: d.coverage.cells_read || 0, ...counts(report) };
  }

  const COLUMNS = ["agency", "year", "score", "error", "warning", "info", "cells", "path"];

  function draw() {
    $("all").hidden = reports.size < 2;
    $("heads").replaceChildren(...COLUMNS.map((key) => {
      const head = element("th", undefined, { scope: "col" });
      if (order.key === key) head.setAttribute("aria-sort", order.up ? "ascending" : "descending");
      const button = element("button", say(key === "path" ? "file" : key), { type: "button" });
      button.onclick = () => { order = { key, up: order.key === key ? !order.up : key === "agency" || key === "path" }; draw(); };
      head.append(button);
      return head;
    }));
    const rows = Array.from(reports, ([name, report]) => ({ name, report, ...rowOf(name, report) }));
    const before = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    rows.sort((a, b) => (order.up ? 1 : -1) * before(a[order.key], b[order.key]) || before(a.path, b.path));
    $("rows").replaceChildren(...rows.map(line));
    drawAcross();
  }

  function line(row) {
    const d = row.report.document;
    const tr = element("tr");
    if (row.name === chosen) tr.className = "chosen";
    const head = element("th", undefined, { scope: "row" });
    const link = element("button", row.agency, { type: "button" });
    link.onclick = () => choose(row.name).then(() => $("one").scrollIntoView());
    head.append(link);
    tr.append(head, element("td", row.year || "—", { class: "figure" }));
    const problem = d.error || d.not_judged;
    if (problem) {
      tr.append(element("td", `${say(d.error ? "unchecked" : "unjudged")}${say("colon")}${problem.message}`, { colspan: 5 }));
    } else {
      const points = score(d);
      tr.append(element("td", points === null ? say("unassessed") : points.toFixed(1), { class: "figure" }));
      for (const severity of SEVERITIES) tr.append(element("td", row[severity], { class: `figure ${row[severity] ? severity : ""}` }));
      tr.append(element("td", `${d.coverage.cells_read || 0}/${d.coverage.cells_expected || 0}`, { class: "figure" }));
    }
    tr.append(element("td", row.path, { class: "path" }));
    return tr;
  }

  function drawAcross() {
    const items = findingsAcross.map((f) => {
      const li = element("li", undefined, { class: f.severity });
      li.append(element("strong", say(f.severity)), ` ${f.message}`);
      const places = [f.primary].concat(f.related || []).filter((p) => p && p.path);
      const list = element("ul");
      list.append(...places.map((p) => element("li", `${p.path}${p.line ? ` ${say("line", p.line)}` : ""}${p.text ? ` “${p.text}”` : ""}${p.note ? ` ${p.note}` : ""}`)));
      li.append(list);
      if (f.remedy) li.append(element("p", say("remedy") + f.remedy));
      return li;
    });
    const list = element("ol");
    list.append(...items);
    $("across").replaceChildren(...(items.length ? [element("h3", `${say("across")}（${items.length}）`), list] : []));
  }

  async function choose(name) {
    chosen = name;
    const report = reports.get(name);
    $("one").hidden = !report;
    if (!report) return;
    const { document: d } = report;
    $("one-h").textContent = d.profile.agency ? `${d.profile.agency} ${d.profile.report_year || ""}` : name;
    $("take-annotated").hidden = !report.annotates;
    for (const row of $("rows").children) row.classList.toggle("chosen", row.lastChild.textContent === name);
    const made = await make("page", name);
    if (made && chosen === name) show(new TextDecoder().decode(made), d);
    else if (!made && d.error) show("", d);
  }

  function show(html, d) {
    const frame = $("review");
    frame.onload = () => { fit(); filter(d); };
    frame.srcdoc = html || "<p></p>";
  }

  const inside = () => $("review").contentDocument;

  // The frame is as high as what is in it, so that the page scrolls as one.
  function fit() {
    const body = inside() && inside().body;
    if (body) $("review").style.height = `${Math.max(400, body.scrollHeight + 20)}px`;
  }

  function filter(d) {
    const sum = counts({ document: d });
    const boxes = SEVERITIES.filter((severity) => sum[severity]).map((severity) => {
      const label = element("label");
      const box = element("input", undefined, { type: "checkbox" });
      box.checked = !hidden.has(severity);
      box.onchange = () => { if (box.checked) hidden.delete(severity); else hidden.add(severity); sift(); };
      label.append(box, ` ${say(severity)} ${sum[severity]}`);
      return label;
    });
    $("filter").hidden = boxes.length < 2;
    $("filter").replaceChildren(element("legend", say("show")), ...boxes);
    sift();
  }

  function sift() {
    const page = inside();
    if (!page) return;
    for (const item of page.querySelectorAll(".findings li[data-k]")) {
      const severity = SEVERITIES.find((s) => item.classList.contains(s));
      item.hidden = hidden.has(severity);
    }
    fit();
  }

  // Files out.

  async function make(what, name) {
    try {
      const { json, bytes } = await linter.ask({ op: "make", what, ...asked(), ...(name ? { name } : {}) });
      if (json.error) { tell(json.error); return null; }
      return bytes;
    } catch (error) {
      await again(name);
      tell(error.late ? say("late") : say("broke", error.message));
      return null;
    }
  }

  const stem = (name) => name.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  const TYPES = { html: "text/html", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" };

  async function save(what, name, suffix) {
    const before = $("state").textContent;
    tell(say("making"));
    const bytes = await make(what, name);
    if (!bytes) return;
    tell(before);
    download(new Blob([bytes], { type: TYPES[suffix.split(".").pop()] || "application/octet-stream" }), suffix);
  }

  function download(blob, name) {
    const url = URL.createObjectURL(blob);
    const link = element("a", undefined, { href: url, download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  // What happens.

  function listen() {
    $("language").onclick = async () => {
      lang = lang === "zh" ? "en" : "zh";
      speak();
      form.speak();
      if (!reports.size) return tell(say("ready"));
      const held = Array.from(reports, ([name, { file }]) => [name, file]);
      const kept = chosen;
      await check(held, 0);
      if (kept) await choose(kept);
    };
    $("pick").onclick = () => $("files").click();
    $("pick-folder").onclick = () => $("folder").click();
    for (const id of ["files", "folder"]) {
      $(id).onchange = (event) => { const found = named(event.target.files); event.target.value = ""; take(found); };
    }
    $("draft").onchange = () => { if (reports.size && !busy) check(Array.from(reports, ([name, { file }]) => [name, file]), 0); };
    $("cancel").onclick = () => { stopping = true; linter.stop(); };
    const over = (is) => (event) => { event.preventDefault(); $("drop").classList.toggle("over", is); };
    document.addEventListener("dragover", over(true));
    document.addEventListener("dragleave", over(false));
    document.addEventListener("drop", async (event) => {
      over(false)(event);
      const plain = named(event.dataTransfer.files);
      const found = await entries(event.dataTransfer.items);
      take(found.length ? found : plain);
    });
    document.addEventListener("paste", (event) => {
      if (event.clipboardData && event.clipboardData.files.length) take(named(event.clipboardData.files));
    });
    $("take-annotated").onclick = () => save("annotated", chosen, `${stem(chosen)}-${say("annotatedName")}.${/\.(docx?|docm|wps)$/i.test(chosen) ? "docx" : "html"}`);
    $("take-list").onclick = () => save("list", chosen, `${stem(chosen)}-${say("listName")}.xlsx`);
    $("take-page").onclick = () => save("page", chosen, `${stem(chosen)}-${say("pageName")}.html`);
    $("take-scores").onclick = () => save("scores", undefined, `${say("scoresName")}.xlsx`);
    $("take-list-all").onclick = () => save("list", undefined, `${say("listName")}.xlsx`);
    $("take-page-all").onclick = () => save("page", undefined, `${say("pageName")}.html`);
    $("print").onclick = () => $("review").contentWindow.print();
    $("forget").onclick = async () => {
      reports.clear();
      chosen = undefined;
      findingsAcross = [];
      await linter.ask({ op: "forget" }).catch(() => {});
      draw();
      $("one").hidden = true;
      $("review").srcdoc = "";
      tell(say("ready"));
    };
    addEventListener("resize", fit);
  }

  // What the page asks its linter, for whoever wants to ask it more.
  const open = () => { globalThis.gouji = { ask: linter.ask }; };

  async function begin() {
    if (/^en/i.test(navigator.language) && location.hash === "#en") lang = "en";
    speak();
    tell(say("starting"));
    const packed = Uint8Array.from(atob($("module").textContent.trim()), (c) => c.charCodeAt(0)).buffer;
    $("module").remove();
    linter = Linter(packed, $("worker").textContent);
    try {
      await linter.ready;
      about = (await linter.ask({ op: "about", lang })).json;
    } catch (error) {
      return tell(say("failed", error.message));
    }
    speak();
    open();
    form = Form({ say, element, tell, asked, ask: linter.ask, save: download });
    listen();
    $("desk").hidden = false;
    tell(say("ready"));
  }

  $("old").hidden = true;
  begin();
})();
