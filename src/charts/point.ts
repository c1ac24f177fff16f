/** One number of a chart, with what it rests on. */
export interface Point {
  /** The group or period it belongs to. */
  label: string
  /** null: there is no number, which is drawn otherwise than zero. */
  value: number | null
  /** 95 % confidence interval. */
  low?: number | null | undefined
  high?: number | null | undefined
  /** What the number is made of: calls, turns … */
  n?: number | null | undefined
  /** Why there is no interval, or no value. */
  note?: string | null | undefined
  /** Only a part of the period is covered. */
  partial?: boolean | undefined
}

/** Several numbers in the order of their periods. */
export interface Series {
  name: string
  points: readonly Point[]
}

/** What every chart is told. */
export interface ChartOptions {
  /** Read aloud, and shown by browsers under the pointer. */
  title: string
  /** One or two sentences on what the chart shows, for who does not see it. */
  description?: string
  /** Of the whole chart in pixels; text is not scaled. */
  width: number
  /** `share`, `s`, `USD`, `calls` …: how numbers are written. */
  unit: string
}
