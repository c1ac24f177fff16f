/** How long a test waits for something that must come: longer than any machine needs, shorter than the test may take. */
export const PATIENT = { timeout: 120_000, interval: 10 }
