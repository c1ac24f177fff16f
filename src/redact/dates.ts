const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
]

/** The ways in which English, and figures, write a day; none where the text is no date. */
export function waysToWrite(date: string): string[] {
  const [year, month, day] = read(date.trim()) ?? []
  if (!year || !month || !day || month > 12 || day > 31) return []
  const [y, m, d] = [String(year), String(month), String(day)]
  const [mm, dd] = [m.padStart(2, '0'), d.padStart(2, '0')]
  const name = MONTHS[month - 1]!
  const days = [d, `${d}${ending(day)}`]
  return [
    `${y}-${mm}-${dd}`,
    `${y}${mm}${dd}`,
    ...['/', '.', '-'].flatMap(sign => [
      [mm, dd, y].join(sign),
      [m, d, y].join(sign),
      [dd, mm, y].join(sign),
      [d, m, y].join(sign),
    ]),
    ...[name, name.slice(0, 3)].flatMap(word =>
      days.flatMap(one => [
        `${word} ${one}, ${y}`,
        `${word} ${one} ${y}`,
        `${one} ${word} ${y}`,
        `${one} of ${word} ${y}`,
        `${one} of ${word}, ${y}`,
      ]),
    ),
  ]
}

/** ISO first; of figures parted by signs the month first, as American tools write, unless it cannot be one. */
function read(date: string): [year: number, month: number, day: number] | null {
  const iso = /^(\d{4})-?(\d\d)-?(\d\d)(?:T.*)?$/.exec(date)
  if (iso) return [Number(iso[1]), Number(iso[2]), Number(iso[3])]
  const figures = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/.exec(date)
  if (figures) {
    const [first, second] = [Number(figures[1]), Number(figures[3])]
    const isDayFirst = figures[2] === '.' || first > 12
    return isDayFirst ? [Number(figures[4]), second, first] : [Number(figures[4]), first, second]
  }
  const words = /^(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? )?([a-z]+)\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})$/i.exec(
    date,
  )
  const month = words ? MONTHS.findIndex(name => name.slice(0, 3) === words[2]!.slice(0, 3).toLowerCase()) : -1
  return words && month >= 0 ? [Number(words[4]), month + 1, Number(words[1] ?? words[3])] : null
}

const ending = (day: number): string => (day > 10 && day < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'))
