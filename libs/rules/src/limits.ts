/** How deep all, any and not may nest, the outermost counting as 1. */
export const MAX_DEPTH = 16;

/**
 * What a whole rule may cost, referenced segments included. A plain condition costs 1, one on events 2
 * and 1 for each condition on the event, one on reach 2, one on messages 3, a hundred values of a list
 * 1 more.
 */
export const MAX_COST = 100;

/** How many values one condition may list. */
export const MAX_VALUES = 1000;

/** How long one text value may be, in UTF-16 units. */
export const MAX_TEXT = 255;

/** Largest magnitude of a number: a double still tells thousandths apart there. */
export const MAX_NUMBER = 1e12;

/** Largest count of events. */
export const MAX_TIMES = 1_000_000;

/** Longest rolling window: a hundred years. */
export const MAX_DAYS = 36_500;

/** First and last instant that DATETIME(3) of MariaDB and MySQL documents, in milliseconds. */
export const MIN_TIME = Date.UTC(1000, 0, 1);
export const MAX_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** How many errors one parse reports before it stops collecting. */
export const MAX_ERRORS = 100;
