import type { CompiledTemplate, Purpose } from '#libs/messaging';
import { finding, type Finding } from './preflight.js';

/** Gmail cuts a message off beyond this, and with it the unsubscribe link at its end. */
const gmailClipsAt = 102 * 1024;

/** What a template that compiles may still lack, in each of its languages. */
export function templateFindings(
  template: CompiledTemplate,
  purpose: Purpose,
  href: string,
): Finding[] {
  return template.languages.flatMap((language) => {
    const facts = template.facts(language);
    const place = `languages.${language}.body`;
    const findings: Finding[] = [];
    if (template.channel !== 'email') return findings;
    if (purpose === 'marketing' && !facts.hasUnsubscribeLink)
      findings.push(finding('no_unsubscribe', place, href));
    if (facts.htmlBytes > gmailClipsAt)
      findings.push(finding('too_large', place, href, `(${Math.ceil(facts.htmlBytes / 1024)} KB)`));
    for (const image of facts.imagesWithoutAlt)
      findings.push(finding('image_without_alt', image, href));
    return findings;
  });
}
