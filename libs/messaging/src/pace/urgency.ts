/**
 * What goes first. A transactional message that somebody waits for, then what a trigger sent, then
 * broadcasts.
 */
export const urgencies = ['now', 'soon', 'bulk'] as const;
export type Urgency = (typeof urgencies)[number];

/**
 * How much of each limit messages of an urgency may use up: what is left over is there for those who
 * cannot wait, whenever they come.
 */
export const shareOf: Readonly<Record<Urgency, number>> = { now: 1, soon: 0.9, bulk: 0.8 };
