import { hostHeaderValidationResponse, originValidationResponse } from '@modelcontextprotocol/server'

/**
 * Refuses what was addressed to another name (a page whose name was made to lead here) and what a browser sends for a
 * page of another name, `null` included. Clients other than browsers send no Origin.
 */
export function foreign(request: Request, hostNames: string[]): Response | undefined {
  return hostHeaderValidationResponse(request, hostNames) ?? originValidationResponse(request, hostNames)
}

/** Refuses a body that is compressed: it would be read as what it is not. */
export function packed({ headers }: Request): Response | undefined {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() || 'identity'
  if (encoding === 'identity') return undefined
  const error_description = 'Compressed requests are not accepted; send the body without Content-Encoding.'
  return Response.json(
    { error: 'unsupported_encoding', error_description },
    { status: 415, headers: { 'accept-encoding': 'identity' } },
  )
}
