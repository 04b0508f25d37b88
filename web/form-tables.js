// The statutory tables of a form as grids of cells, what is proved of their blank cells, and figures from a clipboard. All labels and
// sums come from the rulebook.
"use strict";

const FormTables = (() => {
  // The rulebook keeps labels in half width; the forms are printed in full width.
  const wide = (text) => text.replace(/[(),:;]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
  const depth = (leaves) => Math.max(...leaves.map((leaf) => leaf.groups.length)) + 1;
  const labelled = (table) => table.rows.some((row) => row.label);
  const key = (table, row, column) => `${table.rows[row].id}.${table.columns[column].id}`;

  // The header, level by level: what groups columns above them.
  function header(table, corner) {
    const levels = depth(table.columns);
    const over = table.column_groups.length && corner && table.header.length > 1;
    const rows = Array.from({ length: levels }, () => []);
    table.columns.forEach((column, at) => {
      column.groups.forEach((group, level) => {
        const { label, from, until } = table.column_groups[group];
        if (from === at) rows[level].push({ text: wide(label), columns: until - from, rows: 1, head: true });
      });
      const level = column.groups.length;
      rows[level].push({ text: wide(column.label), columns: 1, rows: levels - level, head: true });
    });
    if (over) rows.unshift([{ text: wide(table.header[0]), columns: table.columns.length, rows: 1, head: true }]);
    if (corner) {
      // Beside a header of groups stands the form's note on its sums, which is the longest of what it prints there.
      const words = table.column_groups.length ? table.header.slice().sort((a, b) => b.length - a.length)[0] : table.header[0];
      rows[0].unshift({ text: wide(words || ""), columns: corner, rows: rows.length, head: true });
    }
    return rows;
  }

  // A table row by row: cells with how far they reach; those for figures know their place.
  function grid(table) {
    const corner = labelled(table) ? depth(table.rows) : 0;
    const rows = header(table, corner);
    table.rows.forEach((row, at) => {
      const cells = [];
      if (corner) {
        row.groups.forEach((group) => {
          const { label, from, until } = table.groups[group];
          if (from === at) cells.push({ text: wide(label), columns: 1, rows: until - from, head: true, side: true });
        });
        cells.push({ text: wide(row.label), columns: corner - row.groups.length, rows: 1, head: true, side: true });
      }
      table.columns.forEach((_, column) => cells.push({ table, row: at, column, key: key(table, at, column), columns: 1, rows: 1 }));
      rows.push(cells);
    });
    return rows;
  }

  const width = (rows) => rows[0].reduce((sum, cell) => sum + cell.columns, 0);

  // Tables of one section as one, as the format prints them: each under its caption, all as wide as the widest.
  function joined(tables) {
    if (tables.length === 1) return grid(tables[0]);
    const grids = tables.map(grid);
    const widest = Math.max(...grids.map(width));
    return grids.flatMap((rows, at) => {
      const missing = widest - width(rows);
      for (const row of rows) row[row.length - 1].columns += missing;
      return [[{ text: wide(tables[at].captions[0] || tables[at].title), columns: widest, rows: 1, head: true }], ...rows];
    });
  }

  // What a screen reader says of a cell.
  function name(table, row, column) {
    const path = (leaf, groups) => [...leaf.groups.map((g) => groups[g].label), leaf.label];
    return [...path(table.rows[row], table.groups), ...path(table.columns[column], table.column_groups)].filter(Boolean).map(wide).join(" ");
  }

  // A figure in whole hundredths or finer: sums of tenths are exact.
  const SCALE = 10000;
  const plain = (text) => text.normalize("NFKC").replace(/[\s,]/g, "");
  const figure = (text) => (/^-?\d{1,11}(\.\d{1,4})?$/.test(plain(text)) ? Math.round(Number(plain(text)) * SCALE) : null);

  // Cells that are blank and whose value a sum proves, all its other cells being there.
  function offers(table, value) {
    const across = table.columns.length, found = new Map();
    const at = (cell) => key(table, Math.floor(cell / across), cell % across);
    for (const { cells, constant } of table.proofs) {
      let sum = constant * SCALE, blank = null, blanks = 0, unclear = false;
      for (const [cell, factor] of cells) {
        const text = value(at(cell));
        if (!text.trim()) { blank = [cell, factor]; blanks += 1; continue; }
        const number = figure(text);
        if (number === null) { unclear = true; break; }
        sum += factor * number;
      }
      if (unclear || blanks !== 1) continue;
      const proved = -sum / blank[1] / SCALE;
      const known = at(blank[0]);
      // Below nothing, or told in two ways: something else is wrong, and nothing is offered.
      if (proved < 0 || !Number.isInteger(proved) || (found.has(known) && found.get(known) !== proved)) found.set(known, null);
      else found.set(known, proved);
    }
    return new Map(Array.from(found).filter(([, proved]) => proved !== null));
  }

  // Cells that sums are there to prove: totals, and what is left at the end of a balance. These are never taken for nothing.
  function totals(table) {
    const across = table.columns.length, found = new Set();
    for (const { cells } of table.proofs) {
      const sides = [1, -1].map((sign) => cells.filter(([, factor]) => Math.sign(factor) === sign));
      const alone = sides.filter((side) => side.length === 1);
      for (const [[cell]] of alone.length ? alone : [cells.slice(-1)]) found.add(cell);
    }
    return new Set(Array.from(found, (cell) => key(table, Math.floor(cell / across), cell % across)));
  }

  // What a clipboard holds as rows of texts: a table of an office program, or text with tabs.
  function pasted(data) {
    const html = data.getData("text/html");
    const table = html && new DOMParser().parseFromString(html, "text/html").querySelector("table");
    const rows = table ? spread(table) : data.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    return figuresAlone(rows.map((row) => Array.from(row, (text) => (text || "").replace(/\u00a0/g, " ").trim())));
  }

  function spread(table) {
    const rows = [];
    Array.from(table.rows).forEach((row, at) => {
      rows[at] = rows[at] || [];
      let column = 0;
      for (const cell of row.cells) {
        while (rows[at][column] !== undefined) column += 1;
        for (let down = 0; down < Math.min(cell.rowSpan || 1, 60); down += 1) {
          rows[at + down] = rows[at + down] || [];
          for (let right = 0; right < Math.min(cell.colSpan, 60); right += 1) rows[at + down][column + right] = down || right ? "" : cell.textContent;
        }
        column += cell.colSpan;
      }
    });
    return rows.slice(0, table.rows.length);
  }

  // Labels that were copied along, above and on the left, are left out.
  function figuresAlone(rows) {
    const isLabel = (text) => text && figure(text) === null && /[\p{L}]/u.test(text);
    const labels = (cells) => cells.some(isLabel) && !cells.some((text) => text && figure(text) !== null);
    while (rows.length > 1 && labels(rows[0])) rows.shift();
    while (rows.length && rows[0].length > 1 && labels(rows.map((row) => row[0] || ""))) {
      for (const row of rows) row.shift();
    }
    return rows;
  }

  return { grid, joined, key, name, wide, offers, totals, pasted, plain, figure };
})();
