#!/bin/sh
# jsonc-parser's `modify` adds a property right behind the last one, before whatever follows it on its line. A comment there
# ("// why") ends up behind the new property and seems to speak of it, and the comma that the old one already had then
# belongs to the new one. Nothing is lost and the text stays valid, so no check of the parsed values sees it. In front of
# the others (`getInsertionIndex: () => 0`) every comment stays with its property.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund jsonc-parser@3.3.1
cat > probe.cjs <<'JS'
const { applyEdits, modify } = require('jsonc-parser')
const text = '{\n  "old": 1, // why\n}'
const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' }
for (const more of [{}, { getInsertionIndex: () => 0 }]) {
  console.log(applyEdits(text, modify(text, ['new'], 2, { formattingOptions, ...more })))
}
JS
found=$(node probe.cjs)
printf 'jsonc-parser 3.3.1\n%s\n' "$found"
[ "$found" = '{
  "old": 1,
  "new": 2, // why
}
{
  "new": 2,
  "old": 1, // why
}' ]
