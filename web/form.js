// A report that is written here: fields, sections and tables of the year's form, with findings beside them as they are filled in.
// What is written stands in this page alone, until it is saved as a file.
"use strict";

// page: what the page lends (words, elements, questions to the linter, files to save, what to tell).
function Form(page) {
  const $ = (id) => document.getElementById(id);
  const { say, element } = page;
  const DRAFT = "gouji.form/1";
  const WAIT = 300;
  const empty = () => ({ schema: DRAFT, year: new Date().getFullYear() - 1, agency: "", signed: "", texts: {}, cells: {} });
  let state = empty(), spec = { sections: [], tables: [] }, last = null, findings = [], timer, checking = false, again = false, changed = false, checked = false;

  const value = (table, key) => (state.cells[table.table] || {})[key] || "";
  const put = (table, key, text) => { (state.cells[table.table] = state.cells[table.table] || {})[key] = text; };
  const inputOf = (table, key) => $("form-sections").querySelector(`input[data-table="${table.table}"][data-key="${key}"]`);
  const used = (topic) => Boolean((state.texts[topic] || "").trim()) || spec.tables.some((t) => t.topic === topic && Object.values(state.cells[t.table] || {}).some((text) => text.trim()));

  // Drawing.

  async function draw() {
    const year = state.year;
    const { json } = await page.ask({ op: "form", year });
    if (year !== state.year) return;
    spec = json;
    const order = (table) => "一二三四五六七八九十".indexOf((table.title.match(/\((.)\)/) || [])[1]);
    spec.tables.sort((a, b) => order(a) - order(b));
    $("form-year").value = state.year;
    $("form-agency").value = state.agency;
    $("form-signed").value = state.signed;
    const preface = area("preface", say("formPreface"));
    $("form-sections").replaceChildren(preface, ...spec.sections.map(section));
    findings = [];
    refresh();
    check();
  }

  function area(topic, label) {
    const box = element("section", undefined, { class: "part", "data-topic": topic });
    const id = `form-text-${topic}`;
    const input = element("textarea", undefined, { id, rows: topic === "overview" || topic === "problems" ? 8 : 3, "data-topic": topic });
    input.value = state.texts[topic] || "";
    input.oninput = () => { state.texts[topic] = input.value; edited(); };
    box.append(element("label", label, { for: id, class: "part-name" }), input, element("ul", undefined, { class: "found", id: `form-found-${topic}`, "aria-live": "polite" }));
    return box;
  }

  function section({ topic, heading }) {
    const tables = spec.tables.filter((table) => table.topic === topic);
    const box = area(topic, say(tables.length ? "formMore" : "formText"));
    box.prepend(element("h3", FormTables.wide(heading)), ...tables.flatMap(drawTable));
    box.querySelector("textarea").setAttribute("aria-label", FormTables.wide(heading));
    return box;
  }

  function drawTable(table) {
    const scroll = element("div", undefined, { class: "scroll" });
    const made = element("table", undefined, { class: "cells", "aria-label": FormTables.wide(table.title) });
    const caption = element("caption", FormTables.wide(table.captions[0] || table.title) + (table.unit ? `（${table.unit}）` : ""));
    made.append(caption);
    for (const cells of FormTables.grid(table)) {
      const row = element("tr");
      for (const cell of cells) {
        const spans = { ...(cell.columns > 1 ? { colspan: cell.columns } : {}), ...(cell.rows > 1 ? { rowspan: cell.rows } : {}) };
        if (!cell.table) { row.append(element("th", cell.text, { ...spans, class: cell.side ? "side" : "head" })); continue; }
        const td = element("td", undefined, spans);
        td.append(field(cell));
        row.append(td);
      }
      made.append(row);
    }
    scroll.append(made);
    const tools = element("p", undefined, { class: "tools" });
    const zero = element("button", say("formZeros"), { type: "button", title: say("formZerosWhy"), class: "zeros", "data-table": table.table });
    zero.onclick = () => fill(table, zeros(table));
    const all = element("button", say("formTotals"), { type: "button", hidden: "", class: "all-totals", "data-table": table.table });
    all.onclick = () => takeAll(table);
    tools.append(zero, all);
    return [scroll, tools];
  }

  function field({ table, row, column, key }) {
    const input = element("input", undefined, { type: "text", inputmode: "decimal", autocomplete: "off", "data-table": table.table, "data-key": key, "aria-label": FormTables.name(table, row, column) });
    input.value = value(table, key);
    input.oninput = () => { put(table, key, input.value); edited(); };
    input.onkeydown = (event) => move(event, table, row, column);
    input.onpaste = (event) => paste(event, table, row, column);
    return input;
  }

  // Moving and pasting.

  function move(event, table, row, column) {
    const { target, key: pressed } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const start = target.selectionStart === 0 && (target.selectionEnd === 0 || target.selectionEnd === target.value.length);
    const end = target.selectionEnd === target.value.length && (target.selectionStart === target.value.length || target.selectionStart === 0);
    const step = { ArrowDown: [1, 0], Enter: event.shiftKey ? [-1, 0] : [1, 0], ArrowUp: [-1, 0], ArrowRight: end ? [0, 1] : null, ArrowLeft: start ? [0, -1] : null }[pressed];
    if (!step) return;
    const [down, right] = [row + step[0], column + step[1]];
    if (!table.rows[down] || !table.columns[right]) { if (pressed === "Enter") event.preventDefault(); return; }
    event.preventDefault();
    const next = inputOf(table, FormTables.key(table, down, right));
    next.focus();
    next.select();
  }

  function paste(event, table, row, column) {
    const rows = FormTables.pasted(event.clipboardData);
    if (rows.length < 2 && (rows[0] || []).length < 2) return;
    event.preventDefault();
    const put = new Map();
    let outside = 0;
    rows.forEach((cells, down) => cells.forEach((text, right) => {
      if (table.rows[row + down] && table.columns[column + right]) put.set(FormTables.key(table, row + down, column + right), FormTables.plain(text));
      else if (text) outside += 1;
    }));
    fill(table, put);
    page.tell(say("formPasted", put.size, outside));
  }

  function fill(table, figures) {
    for (const [key, text] of figures) {
      put(table, key, String(text));
      inputOf(table, key).value = String(text);
    }
    edited();
  }

  // What is offered: what sums prove, and what last year's report carried out.

  function zeros(table) {
    const totals = FormTables.totals(table), found = new Map();
    table.rows.forEach((_, row) => table.columns.forEach((_, column) => {
      const key = FormTables.key(table, row, column);
      if (!totals.has(key) && !value(table, key).trim() && !carried(table).has(key)) found.set(key, "0");
    }));
    return found;
  }

  function carried(table) {
    const found = new Map();
    const rows = spec.carried;
    if (!last || !rows || table.table !== rows.table) return found;
    for (const cell of last.cells) {
      const key = `${rows.into}.${cell.column}`;
      if (cell.row === rows.from && cell.value !== null && inputOf(table, key) && !value(table, key).trim()) found.set(key, cell.value);
    }
    return found;
  }

  const offered = (table) => new Map([...FormTables.offers(table, (key) => value(table, key)), ...carried(table)]);

  function takeAll(table) {
    for (let offers = offered(table); offers.size; offers = offered(table)) {
      for (const [key, figure] of offers) put(table, key, String(figure));
    }
    for (const [key, text] of Object.entries(state.cells[table.table] || {})) {
      const input = inputOf(table, key);
      if (input) input.value = text;
    }
    edited();
  }

  function refresh() {
    for (const table of spec.tables) {
      const offers = offered(table), old = carried(table);
      for (const button of $("form-sections").querySelectorAll(`.offer[data-table="${table.table}"]`)) {
        if (!offers.has(button.dataset.key) || String(offers.get(button.dataset.key)) !== button.dataset.value) button.remove();
      }
      for (const [key, figure] of offers) {
        const cell = inputOf(table, key).parentNode;
        if (cell.querySelector(".offer")) continue;
        const why = old.has(key) ? "formFromLast" : "formProved";
        const button = element("button", `＝${figure}`, { type: "button", class: "offer", title: say(why), "aria-label": `${say(why)} ${figure}`, "data-table": table.table, "data-key": key, "data-value": figure });
        button.onclick = () => { fill(table, [[key, figure]]); inputOf(table, key).focus(); };
        cell.append(button);
      }
      const tool = (name) => $("form-sections").querySelector(`.${name}[data-table="${table.table}"]`);
      tool("all-totals").hidden = offers.size < 2;
      tool("zeros").hidden = zeros(table).size === 0;
    }
    $("form-last-state").textContent = last ? say("formLastTaken", last.name) : "";
  }

  // Findings.

  function edited() {
    changed = true;
    refresh();
    clearTimeout(timer);
    timer = setTimeout(check, WAIT);
  }

  const blocks = () => FormFiles.blocks(state, spec, { title: say("formTitle"), day: say("formDay") });

  async function check() {
    if (checking) { again = true; return; }
    if (!state.agency.trim() || !spec.sections.length) return show([]);
    checking = true;
    const { html, places } = FormFiles.html(blocks(), state);
    const name = "\u0001form.html";
    try {
      const answer = page.ask({ op: "check", name, ...page.asked(), draft: !state.signed }, new TextEncoder().encode(html).buffer);
      page.ask({ op: "forget", name }).catch(() => {});
      const { document: d } = (await answer).json;
      if (d) show((d.findings || []).map((f) => ({ ...f, at: (f.primary && places[f.primary.line]) || {} })));
    } catch (error) {
      if (!error.stopped) page.tell(say("broke", error.message));
      else again = true;
    }
    checking = false;
    if (again) { again = false; check(); }
  }

  function show(found) {
    findings = found;
    checked = true;
    for (const input of $("form-sections").querySelectorAll("[aria-invalid]")) {
      for (const name of ["aria-invalid", "aria-describedby", "title", "data-severity"]) input.removeAttribute(name);
    }
    const lists = new Map();
    let later = 0;
    findings.forEach((finding, number) => {
      const { topic, table, key } = finding.at;
      // Of what nobody has begun nothing is said yet.
      if (topic && !used(topic)) { later += 1; return; }
      const id = `form-finding-${number}`;
      const item = element("li", undefined, { id, class: finding.severity });
      item.append(element("strong", say(finding.severity)), ` ${finding.message}`);
      if (finding.remedy) item.append(element("span", ` ${finding.remedy}`, { class: "remedy" }));
      const input = key ? inputOf({ table }, key) : topic && $(`form-text-${topic}`);
      if (input) {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("data-severity", finding.severity);
        input.setAttribute("aria-describedby", id);
        if (key) input.title = finding.message;
        const go = element("button", say("formGo"), { type: "button" });
        go.onclick = () => input.focus();
        item.append(" ", go);
      }
      const list = $(`form-found-${topic || "all"}`) || $("form-found-all");
      lists.set(list, [...(lists.get(list) || []), item]);
    });
    for (const list of $("form").querySelectorAll(".found")) list.replaceChildren(...(lists.get(list) || []));
    const shown = findings.length - later;
    $("form-state").textContent = !state.agency.trim() ? say("formBegin") : shown ? say("formFound", shown) : later ? say("formLater") : checked ? say("formClean") : "";
  }

  // Files.

  const stem = () => `${state.agency.trim() || say("formUnnamed")}${state.year}`;
  function saveDraft() {
    page.save(new Blob([JSON.stringify(state, null, 1)], { type: "application/json" }), `${stem()}-${say("formDraft")}.json`);
    changed = false;
  }

  async function open(text) {
    let read;
    try { read = JSON.parse(text); } catch (_) { read = null; }
    const strings = (object) => Object.fromEntries(Object.entries(object || {}).filter(([, v]) => typeof v === "string"));
    if (!read || read.schema !== DRAFT || !Number.isInteger(read.year)) return page.tell(say("formNoDraft"));
    if (changed && !confirm(say("formReplace"))) return;
    const cells = Object.fromEntries(Object.entries(read.cells || {}).map(([table, some]) => [table, strings(some)]));
    state = { ...empty(), ...strings(read), schema: DRAFT, year: read.year, texts: strings(read.texts), cells };
    changed = false;
    await reveal();
    page.tell(say("formOpened"));
  }

  async function lastYear(name, file) {
    const held = "\u0001last" + name.replace(/^.*\//, "");
    let facts;
    try {
      page.ask({ op: "check", name: held, ...page.asked() }, await file.arrayBuffer()).catch(() => {});
      const made = page.ask({ op: "make", what: "facts", ...page.asked(), name: held });
      page.ask({ op: "forget", name: held }).catch(() => {});
      facts = JSON.parse(new TextDecoder().decode((await made).bytes));
    } catch (_) {
      return page.tell(say("formNoLast"));
    }
    const told = facts.profile && facts.profile.report_year && facts.profile.report_year.value;
    const table = (facts.tables || []).find((t) => t.id === (spec.carried || {}).table);
    if (told !== state.year - 1 || !table) return page.tell(say("formNotLast", state.year - 1));
    last = { name: name.replace(/^.*\//, ""), cells: table.cells };
    if (!state.agency.trim() && facts.profile.agency) { $("form-agency").placeholder = facts.profile.agency.value; }
    refresh();
    page.tell(say("formLastTaken", last.name));
  }

  async function reveal() {
    $("form").hidden = false;
    await draw();
    $("form-h").focus();
    $("form").scrollIntoView();
  }

  $("new").onclick = () => reveal();
  $("form-close").onclick = () => { if (changed && !confirm(say("formLeave"))) return; state = empty(); last = null; changed = false; $("form").hidden = true; $("new").focus(); };
  $("form-year").onchange = () => { state.year = Number($("form-year").value); last = null; changed = true; draw(); };
  $("form-agency").oninput = () => { state.agency = $("form-agency").value; edited(); };
  $("form-signed").onchange = () => { state.signed = $("form-signed").value; edited(); };
  $("form-docx").onclick = () => page.save(FormFiles.docx(blocks(), state), `${stem()}.docx`);
  $("form-html").onclick = () => page.save(new Blob([FormFiles.html(blocks(), state).html], { type: "text/html" }), `${stem()}.html`);
  $("form-save").onclick = saveDraft;
  $("form-last").onclick = () => $("form-last-file").click();
  $("form-last-file").onchange = ({ target }) => { const [file] = target.files; target.value = ""; if (file) lastYear(file.name, file); };
  addEventListener("beforeunload", (event) => { if (changed) { event.preventDefault(); event.returnValue = ""; } });
  for (let year = new Date().getFullYear(); year >= 2019; year -= 1) $("form-year").append(element("option", year, { value: year }));

  return {
    // The words of another language.
    speak: () => { if (!$("form").hidden) draw(); },
    // Whether what was dropped is a draft of a form.
    takes(found) {
      const [[name, file]] = found;
      if (found.length !== 1 || !/\.json$/i.test(name)) return false;
      file.text().then(open).catch(() => page.tell(say("unreadable")));
      return true;
    },
    // A report that was checked while a form is open, and is of the year before.
    async checked(name, file, year) { if (!$("form").hidden && year === state.year - 1) await lastYear(name, file); },
  };
}
