/** The text is a number as spreadsheets write what they have rounded (1.794E+12): what it was, nobody knows any more. */
export const isRounded = (text: string): boolean => /^\s*[+-]?\d(?:[.,]\d{1,7})?e\+\d+\s*$/i.test(text)
