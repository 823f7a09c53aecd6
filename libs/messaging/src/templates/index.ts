export { baseSchema } from './base-schema.js';
export { bundleOf } from './bundle.js';
export { compileTemplate } from './compile.js';
export type {
  CompiledTemplate,
  RenderedEmail,
  RenderedMessage,
  RenderedSms,
  TemplateFacts,
} from './compiled.js';
export * from './content.js';
export type { RenderData } from './data.js';
export type { RenderContext } from './environment.js';
export { readTemplateFolder } from './folder.js';
export type { TemplateFolder } from './folder.js';
export type { TemplateLink } from './links.js';
export type { ForcingCharacter, SmsSegments } from './sms.js';
