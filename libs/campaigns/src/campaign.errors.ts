import { DomainError, type ErrorPlace } from '#libs/kernel';
import type { CampaignState } from './campaign-state.js';

export const campaignErrors = {
  notFound: () => new DomainError('campaign.not_found', 'not_found', 'There is no such campaign.'),

  illegalMove: (from: CampaignState, to: CampaignState) =>
    new DomainError(
      'campaign.illegal_move',
      'conflict',
      `A campaign in the state ${from} cannot become ${to}.`,
    ),

  notEditable: (state: CampaignState) =>
    new DomainError(
      'campaign.not_editable',
      'conflict',
      `Only a draft can be edited; this campaign is ${state}.`,
    ),

  revisionConflict: (current: number) =>
    new DomainError(
      'campaign.revision_conflict',
      'conflict',
      `Somebody else has changed the campaign: it is at revision ${current} now.`,
    ),

  /** `places` are JSON Pointers into the campaign. */
  invalid: (places: readonly ErrorPlace[]) =>
    new DomainError('campaign.invalid', 'invalid', 'The campaign is not valid.', places),

  noTrigger: () =>
    new DomainError('campaign.no_trigger', 'conflict', 'This campaign has no trigger.'),

  /** @param asked the parameter that belongs to another kind of trigger. */
  otherCause: (asked: 'eventId' | 'day') =>
    new DomainError('campaign.other_cause', 'invalid', 'This trigger waits for something else.', [
      {
        place: `/${asked}`,
        code: 'campaign.other_cause',
        message:
          asked === 'day'
            ? 'Only triggers by a date or a calendar have days.'
            : 'Only triggers by an event have events.',
      },
    ]),

  nothingToStop: () =>
    new DomainError(
      'campaign.nothing_to_stop',
      'conflict',
      'Only a campaign with a trigger that is at work can be stopped.',
    ),

  preflightFailed: (places: readonly ErrorPlace[]) =>
    new DomainError(
      'campaign.preflight_failed',
      'invalid',
      'The campaign is not ready. Each entry names what is wrong and where.',
      places,
    ),

  scheduleInPast: () =>
    new DomainError('campaign.schedule_in_past', 'invalid', 'The start lies in the past.', [
      {
        place: '/at',
        code: 'campaign.schedule_in_past',
        message: 'Give an instant in the future, or leave it out to start now.',
      },
    ]),

  confirmationNeeded: (people: number, name: string) =>
    new DomainError(
      'campaign.confirmation_needed',
      'invalid',
      `It would go to ${people.toLocaleString('en')} people.`,
      [
        {
          place: '/confirm',
          code: 'campaign.confirmation_needed',
          message: `Type ${people}, or the campaign’s name: ${name}`,
        },
      ],
    ),

  ownApproval: () =>
    new DomainError(
      'campaign.own_approval',
      'forbidden',
      'Somebody other than the author approves a campaign.',
    ),
};
