export { AnalysisModule } from './analysis.module.js';
export type * from './report/campaign-report.js';
export { reportToCsv } from './report/csv.js';
export type { DailyFigures } from './report/daily.js';
export type * from './report/experiment-report.js';
export type * from './report/figures.js';
export type { CompetitorWeeks, NoteFigure } from './report/weeks.js';
export { ReportService } from './report.service.js';
export * from './statistics/index.js';
