/** Starts the server's process. */

import { spawn, type ChildProcess } from 'node:child_process';
import { homedir } from 'node:os';

/**
 * The process of a command that talks over its standard input and output.
 *
 * Rejects when the command cannot be started.
 */
export function launch([program, ...rest]: readonly [string, ...string[]]): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    // Not in the workspace: what lies there must not be taken for a part of the server.
    const child = spawn(program, [...rest, '--stdio'], { cwd: homedir(), windowsHide: true });
    child.once('spawn', () => resolve(child));
    // The listener stays, because an error without one would end the extension host.
    child.on('error', reject);
    // A process that is gone cannot read; the closed connection says so already.
    child.stdin.on('error', () => undefined);
  });
}
