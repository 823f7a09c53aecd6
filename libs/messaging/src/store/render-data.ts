import type { RenderedContact } from '#libs/contacts';
import type { OrganisationProfile } from '../senders/organisation.repository.js';
import type { RenderData } from '../templates/index.js';

/** What templates see of one contact: the shape of `baseSchema`, the declared attributes and metrics, the occasion. */
export function renderData(
  contact: RenderedContact,
  organisation: OrganisationProfile | null,
  campaignName: string,
  unsubscribeUrl: string,
  occasion: RenderData = {},
): RenderData {
  return {
    contact,
    organisation: organisation ?? {},
    campaign: { name: campaignName },
    unsubscribeUrl,
    ...occasion,
  };
}
