#!/bin/sh
# The English stemmer of @orama/stemmers calls itself Porter's, but fails the first example of his paper: connect,
# connected and connection should have one stem. Step 4 drops -ion where an s or t stands before it; this one drops the t
# as well, or, after a short stem, nothing. A search for connect misses connection, and one for collect misses collection.
# The package stemmer follows the paper.
set -eu

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > stems.mjs <<'JS'
import { stemmer as orama } from '@orama/stemmers/english'
import { stemmer as porter } from 'stemmer'
const words = ['connect', 'connected', 'connection', 'collect', 'collection', 'add', 'addition']
for (const [name, stem] of Object.entries({ orama, porter })) console.log(`${name}: ${words.map(word => stem(word)).join(' ')}`)
JS

npm init -y > /dev/null
npm install --silent --no-audit --no-fund stemmer@2.0.1 @orama/stemmers@3.1.18
said=$(node stems.mjs)
printf 'stemmer 2.0.1, @orama/stemmers 3.1.18\n%s\n' "$said"
[ "$said" = "orama: connect connect connec collect collec add addition
porter: connect connect connect collect collect add addit" ]
