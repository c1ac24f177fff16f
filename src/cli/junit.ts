import { detailsOf, titleOf } from '../tools/check/render.ts'
import type { CheckAnswer, Finding } from '../tools/check/schema.ts'

/** The findings as JUnit XML, which every CI shows: what cannot be decided is an error, never a success. */
export function junit({ findings, coverage }: CheckAnswer): string {
  const count = (verdict: Finding['verdict']): number => findings.filter(one => one.verdict === verdict).length
  const counts = `tests="${findings.length}" failures="${count('failed')}" errors="${count('unknown')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `<testsuite name="conversations-mcp check" ${counts}>`,
    ...findings.map(testCase),
    `<system-out>${escaped([coverage.counts, coverage.window, ...(coverage.notes ?? [])].join('\n'))}</system-out>`,
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function testCase(finding: Finding): string {
  const { verdict, condition } = finding
  const open = `<testcase classname="${escaped(condition)}" name="${escaped(titleOf(finding))}"`
  if (verdict === 'ok') return `${open}/>`
  const tag = verdict === 'failed' ? 'failure' : 'error'
  return `${open}><${tag} message="${escaped(detailsOf(finding))}"/></testcase>`
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** XML 1.0 has no way to write most control characters, nor half of a pair. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[^\t\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, sign => ENTITIES[sign]!)
