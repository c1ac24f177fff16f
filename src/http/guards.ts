import { hostHeaderValidationResponse, originValidationResponse } from '@modelcontextprotocol/server'

/**
 * Refuses what was addressed to another name (a page whose name was made to lead here) and what a browser sends for a
 * page of another name, `null` included. Clients other than browsers send no Origin.
 */
export function foreign(request: Request, hostNames: string[]): Response | undefined {
  return hostHeaderValidationResponse(request, hostNames) ?? originValidationResponse(request, hostNames)
}
