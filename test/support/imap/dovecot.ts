import { execFile, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connects } from './connects.js';
import type { ImapServer } from './imap-server.js';

const program = '/usr/sbin/dovecot';
const run = promisify(execFile);

/** Whether this machine has one: Debian's package is dovecot-imapd. */
export const hasDovecot = existsSync(program);

/** A Dovecot of this test's own. Mails are files, so that nothing speaks IMAP but what is tested. */
export async function startDovecot(): Promise<ImapServer> {
  const dir = await mkdtemp(join(tmpdir(), 'saphan-imap-'));
  const port = await freePort();
  const inbox = join(dir, 'mail');
  for (const folder of ['', 'tmp', 'new', 'cur']) {
    await mkdir(join(inbox, folder), { recursive: true });
    await chmod(join(inbox, folder), 0o777);
  }
  await chmod(dir, 0o755);
  const config = join(dir, 'dovecot.conf');
  await writeFile(config, settings(dir, port));
  const server = spawn(program, ['-F', '-c', config], { stdio: 'ignore' });
  await connects(port);
  let delivered = 0;
  return {
    url: `imap://back:secret@127.0.0.1:${port}/INBOX`,
    async deliver(raw) {
      const name = `${1_700_000_000 + (delivered += 1)}.${delivered}.test`;
      await writeFile(join(inbox, 'tmp', name), raw, { mode: 0o666 });
      await rename(join(inbox, 'tmp', name), join(inbox, 'new', name));
    },
    async counts() {
      const fresh = await readdir(join(inbox, 'new'));
      const known = await readdir(join(inbox, 'cur'));
      // Maildir: flags stand behind the name.
      const seen = known.filter((name) => /:2,[A-Z]*S/.test(name)).length;
      return { seen, unseen: fresh.length + known.length - seen };
    },
    async stop() {
      server.kill();
      await run(program, ['-c', config, 'stop']).catch(() => undefined);
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function settings(dir: string, port: number): string {
  const asRoot = process.getuid?.() === 0;
  // Dovecot opens nobody's mail as root.
  const [uid, gid] = asRoot ? [65534, 65534] : [process.getuid?.(), process.getgid?.()];
  const users = asRoot ? '' : `default_internal_user = ${uid}\ndefault_login_user = ${uid}\n`;
  return `${users}base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:${dir}/mail
mail_privileged_group =
first_valid_uid = 1
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${dir}
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
