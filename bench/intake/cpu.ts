import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Of the clock in /proc/PID/stat (USER_HZ), microseconds. */
const tick = 10_000;

/**
 * Processes of this stack by what they run: children of the process that started us. A second one of a
 * kind is `worker-2`.
 */
export async function programs(): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== process.ppid) continue;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    const script = command.find((part) => part.endsWith('main.js'));
    const program = script?.match(/(api|worker|catcher)/g)?.at(-1) ?? basename(command[0] ?? '');
    const name = Number(pid) === process.pid ? 'load' : program.split(' ', 1)[0]!;
    const alike = [...found.keys()].filter((known) => known.replace(/-\d+$/, '') === name).length;
    found.set(alike === 0 ? name : `${name}-${alike + 1}`, Number(pid));
  }
  return found;
}

/** Processor time that each has used so far, microseconds (proc_pid_stat(5), fields 14 and 15). */
export async function cpuOf(pids: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const used = new Map<string, number>();
  for (const [name, pid] of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    used.set(name, (Number(fields[11]) + Number(fields[12])) * tick);
  }
  return used;
}
