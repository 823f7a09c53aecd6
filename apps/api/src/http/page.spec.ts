import { toPage } from './page.dto.js';

const rows = [{ id: '3' }, { id: '7' }, { id: '9' }];
const id = (row: { id: string }) => row.id;

describe('pages', () => {
  it('name the next one only when there is one', () => {
    expect(toPage(rows, 2, id)).toEqual({ items: ['3', '7'], next: '7' });
    expect(toPage(rows, 3, id)).toEqual({ items: ['3', '7', '9'], next: null });
    expect(toPage([], 3, id)).toEqual({ items: [], next: null });
  });
});
