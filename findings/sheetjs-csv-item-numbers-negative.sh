#!/usr/bin/env bash
# SheetJS: the item numbers (1), (2) of a CSV become −1, −2; the ratio 1/2 becomes a day of 2001
#
# One would guess:
#   A reader that keeps leading zeros visible and leaves （一） and (一) alone reads (1) as the text
#   that it is.
# What happens:
#   Brackets are the accountant's minus: (1) is the number −1, and 1/2 is the serial number of 2
#   January 2001, in English order, whatever the year. sheet_to_json gives both by value; only
#   the text of the cell (w) still tells of (1).
# Why it matters:
#   Tables exported from reports number their rows (一), (1), (2): the Chinese ones stay, the
#   Arabic ones turn negative and join the sums.
# Versions:
#   xlsx 0.18.5 from npm.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5
cat > run.cjs <<'JS'
const XLSX = require('xlsx');

const book = XLSX.read('项,件,比\n(一),30,\n(1),10,1/2\n(2),20,\n', { type: 'string', UTC: true });
const rows = XLSX.utils.sheet_to_json(book.Sheets.Sheet1, { header: 1 });
const day = XLSX.SSF.parse_date_code(rows[2][2]);
const seen = [...rows.slice(1).map((row) => row[0]), `${day.y}-${day.m}-${day.d}`];
if (JSON.stringify(seen) !== JSON.stringify(['(一)', -1, -2, '2001-1-2'])) {
  throw new Error(`changed: ${JSON.stringify(seen)}`);
}
console.log(`xlsx 0.18.5: (一), (1), (2) and 1/2 are read as ${seen.join(', ')}`);
JS
node run.cjs
