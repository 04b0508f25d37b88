#!/usr/bin/env bash
# SheetJS: a cell shown as 12.3万元 comes out as 1.23万元
#
# One would guess:
#   The number format 0\.0,"万元" (divide by a thousand, then write a point before the last digit:
#   a common way to show 万 in Excel) shows 123456 as 12.3万元, as numfmt writes it.
# What happens:
#   SheetJS takes the escaped point, which is only a sign, for the decimal point: 1.23万元, a
#   tenth. A point in quotes, 0"."0, does the same.
# Why it matters:
#   Money of fees and of publication is shown in 万元 in such sheets. CSV made with SheetJS
#   carries text that differs from the screen by a factor of ten.
# Versions:
#   xlsx 0.18.5, numfmt 4.0.1 from npm.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5 numfmt@4.0.1
cat > run.cjs <<'JS'
const { SSF, utils } = require('xlsx');

const format = '0\\.0,"万元"';
import('numfmt').then((numfmt) => {
  const sheet = { '!ref': 'A1', A1: { t: 'n', v: 123456, z: format } };
  const seen = [SSF.format(format, 123456), SSF.format('0"."0,"万元"', 123456), utils.sheet_to_csv(sheet)];
  const other = numfmt.format(format, 123456);
  if (seen.join() !== '1.23万元,1.23万元,1.23万元' || other !== '12.3万元') {
    throw new Error(`changed: ${seen} ${other}`);
  }
  console.log(`123456 as ${format}: xlsx 0.18.5 ${seen[0]}, numfmt 4.0.1 ${other}`);
});
JS
node run.cjs
