import { ok } from '#libs/kernel';
import {
  parseDay,
  parseInstant,
  parseText,
  refuse,
  type DateOrder,
  type Verdict,
} from '../values/index.js';

export const attributeTypes = ['text', 'number', 'boolean', 'date', 'datetime', 'list'] as const;
export type AttributeType = (typeof attributeTypes)[number];

/** What somebody declares: the name by which rules and templates call it, and what people read. */
export interface AttributeDeclaration {
  /** `[a-z][a-z0-9_]{0,63}` */
  name: string;
  type: AttributeType;
  labelEn: string;
  labelTh: string;
}

/** A declared attribute. */
export interface Attribute extends AttributeDeclaration {
  id: number;
}

/**
 * A value as the program holds it: a date as `YYYY-MM-DD`, a datetime as ISO 8601 in UTC with
 * milliseconds, a list as its items in order.
 */
export type AttributeValue = string | number | boolean | readonly string[];

export const attributeName = /^[a-z][a-z0-9_]{0,63}$/;

/** Items that a list may have. */
const maxListItems = 100;

const textLimits = { max: 255, maxFolded: 500, multiline: true };

const yes = new Set(['1', 'true', 'yes', 'y', 't', 'ใช่']);
const no = new Set(['0', 'false', 'no', 'n', 'f', 'ไม่', 'ไม่ใช่']);

/** How the cells of a file are written. */
export interface CellStyle {
  listSeparator: string;
  dateOrder: DateOrder;
}

function parseList(items: readonly string[]): Verdict<readonly string[]> {
  if (items.length > maxListItems)
    return refuse('attribute.list_too_long', `A list has at most ${maxListItems} items.`);
  const values: string[] = [];
  for (const item of items) {
    const value = parseText(item, textLimits);
    if (!value.ok) return value;
    if (!values.includes(value.value)) values.push(value.value);
  }
  return ok(values);
}

function parseNumber(text: string): Verdict<number> {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : NaN;
  return Number.isFinite(value)
    ? ok(value === 0 ? 0 : value)
    : refuse(
        'attribute.not_a_number',
        'This is not a number such as 1234.5 (no thousands separator).',
      );
}

/** Yes or no as people and programs write it: 1/0, true/false, yes/no, ใช่/ไม่. */
export function parseYesNo(text: string): Verdict<boolean> {
  const word = text.toLowerCase();
  if (yes.has(word)) return ok(true);
  if (no.has(word)) return ok(false);
  return refuse(
    'attribute.not_yes_or_no',
    'This is neither yes nor no: write 1 or 0, true or false.',
  );
}

/** Reads a cell of a file, trimmed and not empty, as a value of the attribute's type. */
export function parseAttributeCell(
  type: AttributeType,
  cell: string,
  style: CellStyle,
): Verdict<AttributeValue> {
  switch (type) {
    case 'text':
      return parseText(cell, textLimits);
    case 'number':
      return parseNumber(cell);
    case 'boolean':
      return parseYesNo(cell);
    case 'date':
      return parseDay(cell, style.dateOrder);
    case 'datetime':
      return parseInstant(cell);
    case 'list':
      return parseList(
        cell
          .split(style.listSeparator)
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      );
  }
}

/** Judges a JSON value: its JSON type must be the attribute's, nothing is converted. */
export function parseAttributeJson(type: AttributeType, json: unknown): Verdict<AttributeValue> {
  if (type === 'number')
    return typeof json === 'number' && Number.isFinite(json)
      ? ok(json)
      : refuse('attribute.not_a_number', 'The attribute holds a number.');
  if (type === 'boolean')
    return typeof json === 'boolean'
      ? ok(json)
      : refuse('attribute.not_yes_or_no', 'The attribute holds true or false.');
  if (type === 'list')
    return Array.isArray(json) && json.every((item) => typeof item === 'string')
      ? parseList(json)
      : refuse('attribute.not_a_list', 'The attribute holds a list of texts.');
  if (typeof json !== 'string')
    return refuse('attribute.not_a_text', 'The attribute holds a text.');
  if (type === 'date') return parseDay(json);
  if (type === 'datetime') return parseInstant(json);
  return parseText(json, textLimits);
}

/** Whether two canonical values of one attribute are the same. */
export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if (typeof a === 'object' && typeof b === 'object')
    return a.length === b.length && a.every((item, i) => item === b[i]);
  return a === b;
}
