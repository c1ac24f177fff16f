/*
 * Beyond these rates what differs is told as chance. Facts and words are two families of tests, each with rates of its own:
 * where nothing differs, together they are wrong in one answer of twenty at most, and of facts, which are causes, the more.
 */
export const MOST_CHANCE_OF_FACTS = 0.04
export const MOST_CHANCE_OF_WORDS = 0.01
