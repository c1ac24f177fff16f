#!/bin/sh
# `npx FILE.tgz` looks like the way to try a packed package before it is published. npx takes the path of a file for a
# command and gives the archive itself to the shell: "Permission denied". With -p in front the same path is a package.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund npm@11.19.1
npx=$folder/node_modules/npm/bin/npx-cli.js
mkdir tool empty
printf '{"name":"small-tool","version":"1.0.0","bin":"tool.js"}' > tool/package.json
printf '#!/usr/bin/env node\nconsole.log("ran")\n' > tool/tool.js
(cd tool && node ../node_modules/npm/bin/npm-cli.js pack --silent > /dev/null)
export npm_config_cache="$folder/cache" npm_config_offline=true
cd empty
file=$folder/tool/small-tool-1.0.0.tgz
as_argument=$(node "$npx" -y "$file" 2>&1 | grep -o 'Permission denied' || true)
as_package=$(node "$npx" -y -p "$file" small-tool)
printf 'npm %s\nnpx FILE: %s\nnpx -p FILE NAME: %s\n' "$(node ../node_modules/npm/bin/npm-cli.js --version)" "$as_argument" "$as_package"
[ "$as_argument/$as_package" = 'Permission denied/ran' ]
