/** What stands for personal data that was masked. No other sign may be set into one, and no end of a text may cut it. */
export const PSEUDONYM = /\[(?:phone|email|card|iban|account|id|user|name|address|birth|value)-[0-9a-f]{8}\]/g

/** Characters of the longest, with its brackets. */
export const LONGEST_PSEUDONYM = '[address-00000000]'.length
