#!/bin/sh
# A Claude Code plugin whose manifest names its MCP servers still gets those of a .mcp.json beside it: the two add up, the
# manifest's do not take the file's place. So a repository that is a plugin cannot keep a .mcp.json for those who work
# on it: everybody who installs the plugin has that server as well.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p home plugin/.claude-plugin tool
cat > plugin/.claude-plugin/plugin.json <<'JSON'
{
  "name": "bakery",
  "version": "1.0.0",
  "description": "Bread",
  "author": { "name": "a baker" },
  "mcpServers": { "oven": { "command": "node", "args": ["oven.js"] } }
}
JSON
cat > plugin/.mcp.json <<'JSON'
{ "mcpServers": { "mill": { "command": "node", "args": ["mill.js"] } } }
JSON

cd tool
npm init -y > /dev/null
npm install --silent --no-audit --no-fund @anthropic-ai/claude-code@2.1.332
said=$(HOME="$folder/home" ./node_modules/.bin/claude plugin validate ../plugin | grep -o 'mcpServers: [a-z]*' | sort)
printf 'claude-code 2.1.332 says that the plugin provides\n%s\n' "$said"
[ "$said" = 'mcpServers: mill
mcpServers: oven' ]
