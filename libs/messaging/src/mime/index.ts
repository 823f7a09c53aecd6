export { composeMime, needsSmtpUtf8 } from './compose.js';
export type { MimeOptions } from './compose.js';
export { HtmlPieces, StaticText } from './pieces.js';
export type { Piece } from './pieces.js';
