/** Where VS Code enters: connects its events and commands with the language server. */

import * as vscode from 'vscode';
import { onInterpreterChange } from './python';
import { SELECTOR, Server } from './server';
import { Status } from './status';

let stop: (() => Promise<void>) | undefined;

/** Begin; VS Code calls it when a program is opened. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Stackproof', { log: true });
  const status = new Status(SELECTOR);
  const server = new Server(output, status);
  const update = (): void => void server.update();
  stop = () => server.stop();
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
        update();
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
