// What is made of a form that is filled in: a page, and a Word document. Both are written from the same list of blocks.
"use strict";

const FormFiles = (() => {
  const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, "");
  const paragraphs = (text) => text.split(/\n/).map((line) => line.trim()).filter(Boolean);

  // Title, preface, sections and signature, each with the place on the page where it is filled in.
  function blocks(state, spec, words) {
    const list = [{ kind: "title", text: words.title(state.agency.trim(), state.year, spec.documents), at: { field: "agency" } }];
    const prose = (text, at) => paragraphs(text).forEach((text) => list.push({ kind: "text", text, at }));
    prose(state.texts.preface || "", { topic: "preface" });
    for (const { topic, heading } of spec.sections) {
      list.push({ kind: "heading", text: FormTables.wide(heading), at: { topic } });
      const tables = spec.tables.filter((table) => table.topic === topic);
      if (tables.length) list.push({ kind: "table", rows: FormTables.joined(tables), at: { topic } });
      prose(state.texts[topic] || "", { topic });
    }
    if (state.signed) {
      list.push({ kind: "signature", text: state.agency.trim(), at: { field: "agency" } });
      list.push({ kind: "signature", text: words.day(...state.signed.split("-").map(Number)), at: { field: "signed" } });
    }
    return list;
  }

  const content = (cell, state) => (cell.table ? FormTables.plain((state.cells[cell.table.table] || {})[cell.key] || "") : cell.text);

  // A line for each paragraph and cell, so that a line of the page is a place of the form.
  function html(list, state) {
    const lines = [], places = [];
    const add = (line, at) => { lines.push(line); places[lines.length] = at; };
    const tags = { title: "h1", heading: "h2", text: "p", signature: 'p style="text-align:right"' };
    add("<!DOCTYPE html>");
    add(`<html lang="zh-CN"><head><meta charset="utf-8"><title>${escape(list[0].text)}</title>`);
    add("<style>body{max-width:60em;margin:2em auto;padding:0 1em;line-height:1.8}h1{text-align:center}p{text-indent:2em}table{border-collapse:collapse;width:100%}td{border:1px solid #555;padding:.2em .4em;text-align:center}</style></head><body>");
    for (const block of list) {
      if (block.kind !== "table") {
        const tag = tags[block.kind];
        add(`<${tag}>${escape(block.text)}</${tag.split(" ")[0]}>`, block.at);
        continue;
      }
      add("<table>", block.at);
      for (const row of block.rows) {
        add("<tr>", block.at);
        for (const cell of row) {
          const span = (cell.columns > 1 ? ` colspan="${cell.columns}"` : "") + (cell.rows > 1 ? ` rowspan="${cell.rows}"` : "");
          add(`<td${span}>${escape(content(cell, state))}</td>`, cell.table ? { ...block.at, table: cell.table.table, key: cell.key } : block.at);
        }
        add("</tr>");
      }
      add("</table>");
    }
    add("</body></html>");
    return { html: lines.join("\n"), places };
  }

  // Word.

  const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const run = (text, bold) => (text ? `<w:r>${bold ? "<w:rPr><w:b/></w:rPr>" : ""}<w:t xml:space="preserve">${escape(text)}</w:t></w:r>` : "");
  const styled = (style, text, bold) => `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${run(text, bold)}</w:p>`;
  const STYLES = { title: "Title", heading: "Heading1", text: "BodyText", signature: "Signature" };
  const PAGE = 9026;

  // Every place of a merged cell has a cell in Word: what is spanned from above goes on.
  function wordTable(rows, state) {
    const columns = rows[0].reduce((sum, cell) => sum + cell.columns, 0);
    const each = Math.floor(PAGE / columns), open = [];
    const one = (cell, text, merge) => {
      const span = cell.columns > 1 ? `<w:gridSpan w:val="${cell.columns}"/>` : "";
      return `<w:tc><w:tcPr><w:tcW w:w="${each * cell.columns}" w:type="dxa"/>${span}${merge}<w:vAlign w:val="center"/></w:tcPr>${styled(cell.side ? "TableLabel" : "TableText", text, false)}</w:tc>`;
    };
    const written = rows.map((row) => {
      let at = 0, out = "";
      const waiting = row.slice();
      while (at < columns) {
        const above = open[at];
        if (above && above.left) {
          out += one(above.cell, "", "<w:vMerge/>");
          above.left -= 1;
          at += above.cell.columns;
          continue;
        }
        const cell = waiting.shift();
        if (!cell) break;
        if (cell.rows > 1) open[at] = { cell, left: cell.rows - 1 };
        out += one(cell, content(cell, state), cell.rows > 1 ? '<w:vMerge w:val="restart"/>' : "");
        at += cell.columns;
      }
      const head = row.every((cell) => cell.head && !cell.side) ? "<w:tblHeader/>" : "";
      return `<w:tr><w:trPr><w:cantSplit/>${head}</w:trPr>${out}</w:tr>`;
    });
    const sides = ["top", "left", "bottom", "right", "insideH", "insideV"].map((s) => `<w:${s} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`).join("");
    return `<w:tbl><w:tblPr><w:tblW w:w="${each * columns}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${sides}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${`<w:gridCol w:w="${each}"/>`.repeat(columns)}</w:tblGrid>${written.join("")}</w:tbl>`;
  }

  function styles() {
    const style = (id, name, paragraph, letters, more = "") => `<w:style w:type="paragraph" w:styleId="${id}"${more}><w:name w:val="${name}"/><w:pPr>${paragraph}</w:pPr><w:rPr>${letters}</w:rPr></w:style>`;
    const size = (n) => `<w:sz w:val="${n}"/><w:szCs w:val="${n}"/>`;
    return `${XML}<w:styles ${WORD}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="FangSong"/>${size(32)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>${
      style("Normal", "Normal", "", "", ' w:default="1"')}${
      style("Title", "Title", '<w:spacing w:before="240" w:after="360"/><w:jc w:val="center"/>', `<w:b/>${size(44)}`)}${
      style("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/>', `<w:rFonts w:eastAsia="SimHei"/>${size(32)}`)}${
      style("BodyText", "Body Text", '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLine="640"/>', "")}${
      style("Signature", "Signature", '<w:spacing w:before="120"/><w:jc w:val="right"/>', "")}${
      style("TableText", "Table Text", '<w:jc w:val="center"/>', size(18))}${
      style("TableLabel", "Table Label", '<w:jc w:val="left"/>', size(18))}</w:styles>`;
  }

  function docx(list, state) {
    const body = list.map((block) => (block.kind === "table" ? `${wordTable(block.rows, state)}<w:p/>` : styled(STYLES[block.kind], block.text))).join("");
    const of = (type) => `http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}`;
    const related = (...all) => `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${all.map(([type, target], n) => `<Relationship Id="rId${n + 1}" Type="${of(type)}" Target="${target}"/>`).join("")}</Relationships>`;
    const kind = (part, type) => `<Override PartName="/word/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${type}+xml"/>`;
    return zip([
      ["[Content_Types].xml", `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${kind("document", "document.main")}${kind("styles", "styles")}</Types>`],
      ["_rels/.rels", related(["officeDocument", "word/document.xml"])],
      ["word/document.xml", `${XML}<w:document ${WORD}><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>`],
      ["word/_rels/document.xml.rels", related(["styles", "styles.xml"])],
      ["word/styles.xml", styles()],
    ]);
  }

  function crc(bytes) {
    let sum = ~0;
    for (const byte of bytes) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (0xedb88320 & -(sum & 1));
    }
    return ~sum >>> 0;
  }

  // A package whose parts are stored as they are.
  function zip(files) {
    const encode = new TextEncoder(), parts = [], directory = [];
    let at = 0;
    const numbers = (...fields) => {
      const view = new DataView(new ArrayBuffer(fields.reduce((sum, [size]) => sum + size, 0)));
      fields.reduce((to, [size, value]) => { if (size === 2) view.setUint16(to, value, true); else view.setUint32(to, value, true); return to + size; }, 0);
      return new Uint8Array(view.buffer);
    };
    const DAY = 0x21;
    for (const [name, text] of files) {
      const path = encode.encode(name), bytes = encode.encode(text);
      const common = [[2, 20], [2, 0x800], [2, 0], [2, 0], [2, DAY], [4, crc(bytes)], [4, bytes.length], [4, bytes.length], [2, path.length], [2, 0]];
      const local = numbers([4, 0x04034b50], ...common);
      parts.push(local, path, bytes);
      directory.push(numbers([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), path);
      at += local.length + path.length + bytes.length;
    }
    const size = directory.reduce((sum, part) => sum + part.length, 0);
    const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, size], [4, at], [2, 0]);
    return new Blob([...parts, ...directory, end], { type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document" });
  }

  return { blocks, html, docx };
})();
