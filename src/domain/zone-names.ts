import { distance } from 'fastest-levenshtein'

/**
 * Abbreviations and cities that are no IANA name, or worse: `EST` is one, and has no daylight saving time. Several
 * zones where several are meant.
 */
const KNOWN_AS: Record<string, string[]> = {
  'America/New_York': [
    'et',
    'est',
    'edt',
    'eastern',
    'nyc',
    'boston',
    'washington',
    'miami',
    'atlanta',
    'philadelphia',
  ],
  'America/Chicago': ['ct', 'cst', 'cdt', 'central', 'dallas', 'houston', 'austin'],
  'America/Denver': ['mt', 'mst', 'mdt', 'mountain'],
  'America/Phoenix': ['mst'],
  'America/Los_Angeles': [
    'pt',
    'pst',
    'pdt',
    'pacific',
    'la',
    'sf',
    'san_francisco',
    'seattle',
    'san_diego',
    'las_vegas',
  ],
  'America/Anchorage': ['akst', 'akdt'],
  'America/Halifax': ['ast', 'adt'],
  'Pacific/Honolulu': ['hst', 'hawaii'],
  'America/Sao_Paulo': ['brt', 'rio', 'rio_de_janeiro', 'brasilia'],
  'America/Argentina/Buenos_Aires': ['buenos_aires'],
  'Europe/London': ['bst', 'uk', 'england', 'manchester', 'edinburgh'],
  'Europe/Lisbon': ['wet', 'west'],
  'Europe/Berlin': [
    'cet',
    'cest',
    'mez',
    'mesz',
    'met',
    'munich',
    'munchen',
    'hamburg',
    'frankfurt',
    'cologne',
    'koln',
  ],
  'Europe/Paris': ['cet', 'cest', 'lyon', 'marseille'],
  'Europe/Madrid': ['barcelona'],
  'Europe/Rome': ['milan', 'milano', 'roma'],
  'Europe/Zurich': ['geneva', 'basel', 'bern'],
  'Europe/Athens': ['eet', 'eest'],
  'Europe/Kyiv': ['kyiv', 'kiev'],
  'Europe/Moscow': ['msk'],
  'Asia/Kolkata': [
    'ist',
    'kolkata',
    'india',
    'mumbai',
    'delhi',
    'new_delhi',
    'bangalore',
    'bengaluru',
    'chennai',
    'hyderabad',
  ],
  'Asia/Jerusalem': ['ist', 'tel_aviv'],
  'Europe/Dublin': ['ist'],
  'Asia/Ho_Chi_Minh': ['ho_chi_minh', 'saigon', 'hanoi'],
  'Asia/Kathmandu': ['kathmandu'],
  'Asia/Yangon': ['yangon'],
  'Asia/Shanghai': ['cst', 'beijing', 'peking', 'china', 'shenzhen'],
  'Asia/Hong_Kong': ['hkt'],
  'Asia/Singapore': ['sgt'],
  'Asia/Tokyo': ['jst', 'osaka'],
  'Asia/Seoul': ['kst'],
  'Australia/Sydney': ['aest', 'aedt', 'canberra'],
  'Australia/Brisbane': ['aest'],
  'Australia/Perth': ['awst'],
  'Pacific/Auckland': ['nzst', 'nzdt', 'wellington'],
}

/** ICU lists these zones under names that the IANA gave up. */
const RENAMED: Record<string, string> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
}

/** The IANA names of the zones that this abbreviation or city stands for; none where we know no such. */
export function zonesKnownAs(name: string): string[] {
  const wanted = simplified(name)
  return Object.entries(KNOWN_AS).flatMap(([zone, names]) => (names.includes(wanted) ? [zone] : []))
}

/** Up to three IANA names that are, or whose city is, spelt much like the name; the nearest first. */
export function zonesSpeltLike(name: string): string[] {
  const wanted = simplified(name)
  const near = spellings()
    .map(({ zone, spelling }) => ({ zone, off: distance(wanted, spelling) }))
    .filter(({ off }) => off <= Math.min(3, wanted.length / 3))
    .sort((a, b) => a.off - b.off)
  const exact = near.filter(({ off }) => off === 0)
  const zones = (exact.length > 0 ? exact : near).map(({ zone }) => zone)
  return [...new Set(zones)].slice(0, 3)
}

/** Every zone under its whole name, its city and whatever else we know it as. */
function spellings(): { zone: string; spelling: string }[] {
  const listed = Intl.supportedValuesOf('timeZone').flatMap(name => {
    const zone = RENAMED[name] ?? name
    return [zone, cityOf(zone)].map(spelling => ({ zone, spelling: simplified(spelling) }))
  })
  const known = Object.entries(KNOWN_AS).flatMap(([zone, names]) => names.map(spelling => ({ zone, spelling })))
  return [...listed, ...known]
}

const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1)

/** "São Paulo, Brazil" → sao_paulo */
const simplified = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/,.*$/s, '')
    .trim()
    .replace(/[\s-]+/g, '_')
