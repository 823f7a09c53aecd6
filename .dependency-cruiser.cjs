// Who may import whom (docs/ARCHITECTURE.md). One table; the rules below are made from it.
const mayImport = {
  kernel: [],
  rules: ['kernel'],
  platform: ['kernel'],
  access: ['kernel', 'platform'],
  contacts: ['kernel', 'platform', 'rules'],
  competitors: ['kernel', 'platform', 'rules'],
  segments: ['kernel', 'platform', 'rules', 'contacts'],
  messaging: ['kernel', 'platform', 'contacts'],
  campaigns: ['kernel', 'platform', 'rules', 'contacts', 'segments', 'messaging'],
  responses: ['kernel', 'platform', 'contacts', 'messaging'],
  analysis: [
    'kernel',
    'rules',
    'platform',
    'contacts',
    'segments',
    'messaging',
    'campaigns',
    'responses',
    'competitors',
  ],
};

const libRules = Object.entries(mayImport).map(([lib, allowed]) => ({
  name: `lib-${lib}`,
  comment: `${lib} may import: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: '^(libs|apps)/', pathNot: `^libs/(${[lib, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only-door',
      comment: 'A lib is entered through its index.ts alone.',
      severity: 'error',
      from: { path: '^(libs/([^/]+)|apps|tools|test|migrations|bench)/' },
      to: { path: '^libs/([^/]+)/src/', pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/$2/'] },
    },
    {
      name: 'known-lib',
      comment: 'A new lib needs a row in the table above.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${Object.keys(mayImport).join('|')})/` },
      to: {},
    },
    {
      name: 'no-app-import',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'pure-rules',
      comment: 'The rule language runs in a browser too: no Nest, no TypeORM, no I/O.',
      severity: 'error',
      from: { path: '^libs/rules/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    {
      name: 'sql-in-repositories',
      comment: 'Only repositories, entities and modules touch TypeORM.',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: '(\\.(entity|repository|module|spec)\\.ts$|^libs/platform/|/entities\\.ts$)',
      },
      to: { path: 'node_modules/(typeorm|@nestjs/typeorm|mysql2)/' },
    },
    {
      name: 'repositories-import-no-service',
      severity: 'error',
      from: { path: '\\.repository\\.ts$' },
      to: { path: '\\.service\\.ts$' },
    },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...libRules,
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
