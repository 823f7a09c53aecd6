import type { Field, FieldKind, TextForm } from '#libs/rules';

const field = (
  name: string,
  kind: FieldKind,
  column: string,
  [en, th]: readonly [string, string],
  form?: TextForm,
): Field => ({ name, kind, label: { en, th }, place: { column }, ...(form ? { form } : {}) });

/** What every contact has. The columns of folded texts are their folded twins. */
export const coreRuleFields: readonly Field[] = [
  field('externalId', 'text', 'external_id', ['external id', 'รหัสจากระบบอื่น'], 'exact'),
  field('email', 'text', 'email', ['e-mail address', 'อีเมล'], 'lower'),
  field('phone', 'text', 'phone', ['telephone number', 'หมายเลขโทรศัพท์'], 'exact'),
  field('firstName', 'text', 'first_name_fold', ['first name', 'ชื่อ']),
  field('lastName', 'text', 'last_name_fold', ['last name', 'นามสกุล']),
  field('language', 'text', 'language', ['language', 'ภาษา'], 'exact'),
  field('timeZone', 'text', 'time_zone', ['time zone', 'เขตเวลา'], 'exact'),
  field('country', 'text', 'country', ['country', 'ประเทศ'], 'upper'),
  field('city', 'text', 'city_fold', ['city', 'เมือง']),
  field('birthDate', 'date', 'birth_date', ['birth date', 'วันเกิด']),
  field('createdAt', 'datetime', 'created_at', ['date of entry', 'วันที่เข้าระบบ']),
  {
    name: 'tags',
    kind: 'list',
    label: { en: 'tags', th: 'แท็ก' },
    place: { table: 'contact_tag', column: 'tag' },
  },
];
