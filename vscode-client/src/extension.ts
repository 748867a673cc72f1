/** Where VS Code enters: connects its events and commands with the language server. */

import * as vscode from 'vscode';
import { onInterpreterChange } from './python';
import { SELECTOR, Server } from './server';
import { Status } from './status';

const SETTLE_MILLISECONDS = 300;

let stop: (() => Promise<void>) | undefined;

/** Begin; VS Code calls it when a program is opened. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Stackproof', { log: true });
  const status = new Status(SELECTOR);
  const server = new Server(output, status);
  const update = (): void => void server.update();
  let timer: NodeJS.Timeout | undefined;
  // Settings come in bursts, and the running server should first hear of theirs.
  const updateSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(update, SETTLE_MILLISECONDS);
  };
  stop = () => {
    clearTimeout(timer);
    return server.stop();
  };
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand('stackproof.restart', () => server.restart()),
    vscode.commands.registerCommand('stackproof.showOutput', () => output.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
    vscode.workspace.onDidChangeWorkspaceFolders(update),
    // All other settings are the server's, which asks for them itself.
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (['enable', 'command', 'interpreter'].some((key) => change.affectsConfiguration(`stackproof.${key}`))) {
        updateSoon();
      }
    }),
  );
  update();
  void onInterpreterChange(update).then((listening) => listening && context.subscriptions.push(listening));
}

/** End; VS Code waits for it. */
export async function deactivate(): Promise<void> {
  await stop?.();
}
