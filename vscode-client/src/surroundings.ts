/** Lets the search for the server see the real machine and the editor's workspace. */

import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { activeInterpreter } from './python';
import type { Surroundings } from './search';

const PROBE_MILLISECONDS = 15_000;

/** The surroundings as they are now. */
export function lookAround(): Surroundings {
  const home = homedir();
  return {
    platform: process.platform,
    env: process.env,
    home,
    folders: (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === 'file').map((f) => f.uri.fsPath),
    trusted: vscode.workspace.isTrusted,
    isFile,
    activeInterpreter,
    run: ([program = '', ...rest]) =>
      new Promise((resolve) => {
        execFile(program, rest, { cwd: home, timeout: PROBE_MILLISECONDS, windowsHide: true }, (error, stdout) =>
          resolve(error ? undefined : stdout),
        );
      }),
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
