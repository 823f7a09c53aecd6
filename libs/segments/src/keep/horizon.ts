const dayMs = 86_400_000;

/** Up to when reminders are kept, as of an instant. */
export const horizonAt = (instant: Date): Date => new Date(instant.getTime() + 2 * dayMs);

/** Horizons before this are moved on. */
export const renewBefore = (now: Date): Date => new Date(now.getTime() + dayMs);
