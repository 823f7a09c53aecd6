export const categories = ['bamboo', 'textiles', 'teak', 'coir', 'ceramics', 'kitchen'] as const;
export type Category = (typeof categories)[number];

export interface Product {
  sku: string;
  category: Category;
  /** Baht. */
  price: number;
  /** How often it is looked at, in proportion. */
  weight: number;
}

const product = (sku: string, category: Category, price: number, weight = 1): Product => ({
  sku,
  category,
  price,
  weight,
});

/** What the shop sells. */
export const products: readonly Product[] = [
  product('BAM-101', 'bamboo', 190, 3),
  product('BAM-107', 'bamboo', 350, 2),
  product('BAM-114', 'bamboo', 890, 2),
  product('BAM-120', 'bamboo', 1490),
  product('TEX-011', 'textiles', 290, 3),
  product('TEX-019', 'textiles', 690, 2),
  product('TEX-027', 'textiles', 1890, 2),
  product('TEX-033', 'textiles', 3200),
  product('TEA-008', 'teak', 650, 2),
  product('TEA-015', 'teak', 2400),
  product('TEA-021', 'teak', 5900, 0.5),
  product('COI-051', 'coir', 490, 2),
  product('COI-056', 'coir', 250, 2),
  product('CER-003', 'ceramics', 320, 3),
  product('CER-009', 'ceramics', 780, 2),
  product('CER-014', 'ceramics', 1250),
  product('KIT-002', 'kitchen', 120, 4),
  product('KIT-018', 'kitchen', 450, 2),
];
