/** The pages that show answers in clients with the extension "MCP Apps", and their titles. */
export const VIEWS = { call: 'Call', numbers: 'Numbers', queue: 'Review queue' } as const
export type ViewName = keyof typeof VIEWS

export const viewUri = (view: ViewName | '{view}'): string => `ui://conversations/${view}`
