import type { RenderedContact } from '#libs/contacts';
import type { OrganisationProfile } from '../senders/organisation.repository.js';
import type { RenderData } from '../templates/index.js';

/** What templates see of one contact: the shape of `baseSchema` with the declared attributes and metrics. */
export function renderData(
  contact: RenderedContact,
  organisation: OrganisationProfile | null,
  campaignName: string,
  unsubscribeUrl: string,
): RenderData {
  return {
    contact,
    organisation: organisation ?? {},
    campaign: { name: campaignName },
    unsubscribeUrl,
  };
}
