import MarkdownIt from 'markdown-it'
import { marked } from 'marked'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

interface Token {
  type: string
  tokens?: Token[]
  children?: Token[] | null
  items?: Token[]
}

const markdownIt = new MarkdownIt({ html: true, linkify: true })
const remark = unified().use(remarkParse).use(remarkGfm)

const kindsIn = (tokens: readonly Token[]): string[] =>
  tokens.flatMap(({ type, tokens: inner, children, items }) => [
    type,
    ...kindsIn(inner ?? []),
    ...kindsIn(children ?? []),
    ...kindsIn(items ?? []),
  ])

/** What lives in a text: links, images, headings, lists, quotations, tables, definitions, HTML. */
const LIVE = /^(link|image|heading|list|ordered_list|bullet_list|blockquote|table|html|def|hr|thematicBreak|footnote)/i

/**
 * What three renderers make of a text beyond paragraphs and letters: remark with GFM (react-markdown, which most chats
 * are made with), markdown-it with everything on, and marked.
 */
export function liveIn(text: string): string[] {
  const parsed: Record<string, Token[]> = {
    remark: [remark.runSync(remark.parse(text)) as Token],
    markdownIt: markdownIt.parse(text, {}) as Token[],
    marked: marked.lexer(text) as Token[],
  }
  return Object.entries(parsed).flatMap(([name, tokens]) =>
    kindsIn(tokens)
      .filter(kind => LIVE.test(kind))
      .map(kind => `${name}: ${kind}`),
  )
}
