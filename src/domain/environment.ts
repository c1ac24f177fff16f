/** What calls are compared by: the API's own default where a call does not say. */
export const environmentOf = ({ environment }: { environment: string | null }): string => environment ?? 'production'
