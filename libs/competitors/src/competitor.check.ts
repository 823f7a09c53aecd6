import { Faults } from './faults.js';

/** What a user says about a competitor. */
export interface CompetitorInput {
  name: string;
  aliases: readonly string[];
  website: string | null;
  description: string;
}

/** A competitor's own words as they are stored. */
export interface CheckedCompetitor extends CompetitorInput {
  aliases: string[];
}

/** @throws DomainError `competitor.invalid`, naming every place that is wrong */
export function checkCompetitor(input: CompetitorInput): CheckedCompetitor {
  const faults = new Faults('competitor');
  const checked = {
    name: faults.text('name', input.name, 1, 100),
    aliases: faults.words('aliases', input.aliases, 20, 100),
    website: faults.url('website', input.website, 500),
    description: faults.text('description', input.description, 0, 1000),
  };
  faults.throwIfAny();
  return checked;
}
