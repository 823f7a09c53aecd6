import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import type { Asked } from '../switch/switch.repository.js';
import { guardKinds, type GuardSettings } from './guard.js';
import { GuardSettingsRepository } from './guard-settings.repository.js';

/** At what campaigns are paused, as the organisation wants it. */
@Injectable()
export class GuardSettingsService {
  constructor(private readonly settings: GuardSettingsRepository) {}

  get(): Promise<GuardSettings> {
    return this.settings.get();
  }

  /** @throws DomainError `guards.warn_above_pause` */
  async set(settings: GuardSettings, asked: Asked): Promise<GuardSettings> {
    const places = guardKinds.filter((kind) => settings[kind].warn > settings[kind].pause);
    if (places.length > 0) throw warnAbovePause(places);
    await this.settings.set(settings, asked);
    return this.settings.get();
  }
}

function warnAbovePause(kinds: readonly string[]): DomainError {
  const code = 'guards.warn_above_pause';
  const message = 'A warning comes before the pause: its share is no larger.';
  return new DomainError(
    code,
    'invalid',
    message,
    kinds.map((kind) => ({ place: `/${kind}/warn`, code, message })),
  );
}
