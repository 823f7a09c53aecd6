import Handlebars from 'handlebars';
import type { UnsubscribeView } from '#libs/responses';

const texts = {
  en: {
    title: 'Unsubscribe',
    ask: {
      email: 'No longer receive e-mails from',
      sms: 'No longer receive text messages from',
    },
    button: 'Yes, stop them',
    askEnd: '?',
    done: 'Done. You will get no more marketing messages this way from',
    doneEnd: '.',
    invalid: 'This link is not valid',
    instead: 'Please use the link in the latest message.',
  },
  th: {
    title: 'ยกเลิกรับข่าวสาร',
    ask: { email: 'ต้องการหยุดรับอีเมลจาก', sms: 'ต้องการหยุดรับ SMS จาก' },
    button: 'ใช่ ขอยกเลิก',
    askEnd: ' ใช่ไหม',
    done: 'เรียบร้อยแล้ว คุณจะไม่ได้รับข้อความการตลาดทางช่องทางนี้อีกจาก',
    doneEnd: '',
    invalid: 'ลิงก์นี้ใช้ไม่ได้',
    instead: 'กรุณาใช้ลิงก์จากข้อความล่าสุด',
  },
} as const;

const page = Handlebars.compile<{
  language: string;
  title: string;
  sentence: string;
  organisation: string;
  end: string;
  button: string | null;
}>(`<!doctype html>
<html lang="{{language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{title}}</title>
<style>
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f6f3ee; color: #2b2622;
  font: 18px/1.7 "Noto Sans Thai", "Sukhumvit Set", Thonburi, Tahoma, sans-serif; }
main { max-width: 30rem; margin: 1rem; padding: 2rem; background: #fff; border-radius: 12px; text-align: center;
  box-shadow: 0 1px 4px rgb(0 0 0 / .12); }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; }
button { margin-top: 1rem; padding: .75rem 2rem; min-height: 48px; border: 0; border-radius: 8px;
  background: #7a3b1d; color: #fff; font: inherit; cursor: pointer; }
button:focus-visible { outline: 3px solid #2b2622; outline-offset: 2px; }
</style>
</head>
<body>
<main>
<h1>{{title}}</h1>
<p>{{sentence}} <strong>{{organisation}}</strong>{{end}}</p>
{{#if button}}<form method="post"><input type="hidden" name="by" value="page"><button>{{button}}</button></form>{{/if}}
</main>
</body>
</html>
`);

const wordsOf = (language: string) => (language.startsWith('th') ? texts.th : texts.en);

/** The page behind an unsubscribe link: a question with one button, or that it is done. */
export function unsubscribePage(view: UnsubscribeView): string {
  const words = wordsOf(view.language);
  return page({
    language: view.language,
    title: words.title,
    sentence: view.done ? words.done : words.ask[view.channel],
    organisation: view.organisation,
    end: view.done ? words.doneEnd : words.askEnd,
    button: view.done ? null : words.button,
  });
}

/** For a link that is not ours: both languages, since nobody knows whose it was. */
export function invalidLinkPage(): string {
  return page({
    language: 'th',
    title: `${texts.th.invalid} · ${texts.en.invalid}`,
    sentence: `${texts.th.instead} · ${texts.en.instead}`,
    organisation: '',
    end: '',
    button: null,
  });
}
