/** How long a test waits for something that must come: longer than any machine needs, shorter than the test may take. */
export const PATIENT = { timeout: 30_000, interval: 10 }
