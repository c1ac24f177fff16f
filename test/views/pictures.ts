import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Frame, Page } from 'playwright-core'

/*
 * Screenshots that are compared with stored ones, on whatever computer. A letter is drawn a little differently by every
 * browser, so not pixels are compared but squares of 8 by 8, by their mean colours; and so that lines break in the same
 * places, the text is in a font of the tests' own.
 */

const SQUARE = 8
/** So far may a mean colour be from the stored one, of 255: a letter that is moved by a pixel stays below. */
const SHADES = 24

/** What the screenshots show of a page, from its upper left corner. */
export const SIZE = { width: 800, height: 720 }

const FONT = 'Inter'
/** As a client would say it. */
export const HOST_FONTS = { '--font-sans': FONT, '--font-mono': FONT }

const fontFile = (weight: number): string =>
  createRequire(import.meta.url).resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`)

/** Gives the page its font: not by a request, which its policy forbids. */
export async function giveFont(frame: Frame): Promise<void> {
  const weights = [400, 600, 700].map(weight => ({ weight, base64: readFileSync(fontFile(weight), 'base64') }))
  await frame.evaluate(
    async ([family, files]) => {
      for (const { weight, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
        document.fonts.add(await new FontFace(family, bytes, { weight: String(weight) }).load())
      }
    },
    [FONT, weights] as const,
  )
}

/** What is to be seen when nothing moves any more, in squares: a small PNG as base64. */
export async function pictureOf(page: Page): Promise<string> {
  for (let [last, next] = ['', await squaresOf(page)]; ; [last, next] = [next, await squaresOf(page)]) {
    if (next === last) return next
  }
}

async function squaresOf(page: Page): Promise<string> {
  const clip = { x: 0, y: 0, ...SIZE }
  const png = (await page.screenshot({ clip, animations: 'disabled', caret: 'hide' })).toString('base64')
  return page.evaluate(
    async ([base64, square]) => {
      const image = new Image()
      image.src = `data:image/png;base64,${base64}`
      await image.decode()
      const whole = new OffscreenCanvas(image.width, image.height).getContext('2d', { willReadFrequently: true })!
      whole.drawImage(image, 0, 0)
      const small = new OffscreenCanvas(image.width / square, image.height / square)
      const context = small.getContext('2d')!
      for (let x = 0; x < small.width; x++) {
        for (let y = 0; y < small.height; y++) {
          const { data } = whole.getImageData(x * square, y * square, square, square)
          const mean = [0, 1, 2].map(of => {
            let sum = 0
            for (let at = of; at < data.length; at += 4) sum += data[at]!
            return Math.round(sum / (square * square))
          })
          context.fillStyle = `rgb(${mean.join(' ')})`
          context.fillRect(x, y, 1, 1)
        }
      }
      const bytes = new Uint8Array(await (await small.convertToBlob()).arrayBuffer())
      return btoa(String.fromCharCode(...bytes))
    },
    [png, SQUARE] as const,
  )
}

/** Share of the squares whose colours are not the same; 1 where the sizes differ. */
export const difference = (page: Page, one: string, other: string): Promise<number> =>
  page.evaluate(
    async ([images, most]) => {
      const [a, b] = await Promise.all(
        images.map(async base64 => {
          const image = new Image()
          image.src = `data:image/png;base64,${base64}`
          await image.decode()
          const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!
          context.drawImage(image, 0, 0)
          return context.getImageData(0, 0, image.width, image.height)
        }),
      )
      if (a!.width !== b!.width || a!.height !== b!.height) return 1
      let differ = 0
      for (let at = 0; at < a!.data.length; at += 4) {
        if ([0, 1, 2].some(of => Math.abs(a!.data[at + of]! - b!.data[at + of]!) > most)) differ++
      }
      return differ / (a!.data.length / 4)
    },
    [[one, other], SHADES] as const,
  )

const pathOf = (name: string): string => fileURLToPath(new URL(`__pictures__/${name}.png`, import.meta.url))

/** The stored picture; with CONVERSATIONS_TEST_PICTURES=1 this one becomes it. */
export function stored(name: string, picture: string): string {
  const path = pathOf(name)
  if (process.env.CONVERSATIONS_TEST_PICTURES === '1') writeFileSync(path, Buffer.from(picture, 'base64'))
  return existsSync(path) ? readFileSync(path, 'base64') : ''
}
