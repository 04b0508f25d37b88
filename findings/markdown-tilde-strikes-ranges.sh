#!/usr/bin/env bash
# turndown + marked, remark-gfm: of 3~5 and 10~15 in a sentence the signs vanish, 35 and 1015 remain
#
# One would guess:
#   Turning a page to Markdown and back keeps its text: turndown escapes what Markdown would take
#   for a mark, and text is struck out with two tildes, ~~so~~.
# What happens:
#   turndown writes a single tilde as it is, with its GFM plugin too. marked and remark-gfm strike
#   text between single tildes, also inside a word or figure: the two signs that mean "to" go, and
#   all between them is struck out. One range in a paragraph stays, two do not.
# Why it matters:
#   Chinese has no blanks around the sign, and terms and numbers are written so (3~5个工作日,
#   10~15件). The text that comes back says 35 and 1015.
# Versions:
#   turndown 7.2.5, turndown-plugin-gfm 1.0.2, marked 18.2.1, unified 11.0.5, remark-parse 11.0.0,
#   remark-gfm 4.0.1, remark-rehype 11.1.2, rehype-stringify 10.0.1 from npm.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . turndown@7.2.5 turndown-plugin-gfm@1.0.2 marked@18.2.1 \
  unified@11.0.5 remark-parse@11.0.0 remark-gfm@4.0.1 remark-rehype@11.1.2 rehype-stringify@10.0.1
cat > run.mjs <<'JS'
import { marked } from 'marked';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import TurndownService from 'turndown';
import { gfm } from 'turndown-plugin-gfm';
import { unified } from 'unified';

const text = '期限为3~5天，延长10~15天';
const markdown = new TurndownService().use(gfm).turndown(`<p>${text}</p>`);
const remark = unified().use(remarkParse).use(remarkGfm).use(remarkRehype).use(rehypeStringify);
const pages = [marked.parse(markdown), String(await remark.process(markdown))];
const texts = pages.map((page) => page.replace(/<[^>]*>/g, '').trim());
const one = marked.parse('期限为3~5天').trim();
if (markdown !== text || pages.some((page) => !page.includes('3<del>5天，延长10</del>15'))) {
  throw new Error(`changed: ${markdown} ${pages}`);
}
if (texts.some((line) => line !== '期限为35天，延长1015天') || one !== '<p>期限为3~5天</p>') {
  throw new Error(`changed: ${texts} ${one}`);
}
console.log(`${text}: turndown 7.2.5 ${markdown}, marked 18.2.1 and remark-gfm 4.0.1 ${pages[0].trim()}`);
JS
node run.mjs
