/** What a campaign is watched for. */
export const guardKinds = ['bounces', 'complaints', 'errors'] as const;
export type GuardKind = (typeof guardKinds)[number];
/** What it is paused for: its rates, or that copies for seeds did not arrive. */
export const alarmKinds = [...guardKinds, 'seeds_missing'] as const;
export type AlarmKind = (typeof alarmKinds)[number];
export type AlarmLevel = 'warn' | 'pause';

/** Shares from 0 to 1, at which somebody is warned, and the campaign paused. */
export type Thresholds = Record<AlarmLevel, number>;

/** What an organisation has decided. */
export interface GuardSettings {
  bounces: Thresholds;
  complaints: Thresholds;
  errors: Thresholds;
  /** Nothing is judged by fewer messages than these. */
  minimumVolume: number;
  /** To send to more people than these takes a confirmation that is typed. */
  confirmAbove: number;
}

/**
 * Amazon SES reviews senders at 5 % bounces or 0.1 % complaints, and Gmail's line is 0.3 % spam (Email
 * sender guidelines): the pause comes before a provider acts.
 */
export const defaultGuards: GuardSettings = {
  bounces: { warn: 0.02, pause: 0.05 },
  complaints: { warn: 0.0008, pause: 0.003 },
  errors: { warn: 0.02, pause: 0.05 },
  minimumVolume: 200,
  confirmAbove: 10_000,
};

/** How one mailing stands, since it began or since it was paused last. */
export interface Tally {
  /** Messages that somebody took or refused for good, or that could not be made. */
  attempted: number;
  accepted: number;
  /** Refused as nobody's, or for a reason that nobody understood, at the door or later (hard, unknown). */
  bounced: number;
  complained: number;
  /** Wrong on our side: refused for good for our sake (block), or not to be made into a message. */
  erred: number;
}

export const noTally: Tally = { attempted: 0, accepted: 0, bounced: 0, complained: 0, erred: 0 };

/** A threshold that was reached, with its figures. */
export interface Alarm {
  kind: AlarmKind;
  level: AlarmLevel;
  events: number;
  outOf: number;
  /** The share that was reached, 0 to 1. */
  threshold: number;
}

const figures: Record<GuardKind, (tally: Tally) => [events: number, outOf: number]> = {
  bounces: ({ bounced, attempted }) => [bounced, attempted],
  // A message that nobody took can be complained of by nobody.
  complaints: ({ complained, accepted }) => [complained, accepted],
  errors: ({ erred, attempted }) => [erred, attempted],
};

/** Every threshold that is reached; of one kind the gravest alone. */
export function alarmsOf(tally: Tally, settings: GuardSettings): Alarm[] {
  return guardKinds.flatMap((kind) => {
    const [events, outOf] = figures[kind](tally);
    if (events === 0 || outOf < settings.minimumVolume) return [];
    const level = (['pause', 'warn'] as const).find(
      (each) => events / outOf >= settings[kind][each],
    );
    return level ? [{ kind, level, events, outOf, threshold: settings[kind][level] }] : [];
  });
}

/** What has come since. */
export const since = (now: Tally, before: Tally): Tally => ({
  attempted: now.attempted - before.attempted,
  accepted: now.accepted - before.accepted,
  bounced: now.bounced - before.bounced,
  complained: now.complained - before.complained,
  erred: now.erred - before.erred,
});
