import { characterAt } from './characters.js';
import { isPlain, oneLine } from './header.js';

/** RFC 2231 section 7, attribute-char: what stands for itself beside `%`. */
const attributeChar = /^[A-Za-z0-9!#$&+\-.^_`|~]$/;

/** Characters of one value on a line of 76: ` filename*99*=`, the value, `;`. */
const sectionLength = 60;
const charset = "UTF-8''";

/**
 * A file's name as a parameter of Content-Disposition, with what goes before it; nothing for an empty
 * name. In quotes where that says it (RFC 2183 section 2.3), else percent-encoded and, where a line
 * would not hold it, in numbered sections (RFC 2231 sections 3 and 4).
 */
export function fileNameParameter(name: string): string {
  const text = oneLine(name);
  if (text === '') return '';
  if (isPlain(text) && text.length <= sectionLength && !text.includes('  '))
    return `;\r\n filename="${text.replace(/["\\]/g, '\\$&')}"`;
  const sections: string[] = [];
  let section = charset;
  for (let i = 0; i < text.length;) {
    const code = characterAt(text, i);
    const next = percentEncoded(String.fromCodePoint(code));
    if (section.length + next.length > sectionLength) {
      sections.push(section);
      section = '';
    }
    section += next;
    i += code > 0xffff ? 2 : 1;
  }
  sections.push(section);
  if (sections.length === 1) return `;\r\n filename*=${section}`;
  return sections.map((one, i) => `;\r\n filename*${i}*=${one}`).join('');
}

function percentEncoded(char: string): string {
  if (attributeChar.test(char)) return char;
  let encoded = '';
  for (const octet of Buffer.from(char))
    encoded += `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  return encoded;
}
