/** How many conditions may be put on an event. */
export const MOST_CONDITIONS = 10;
