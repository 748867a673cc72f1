/** Shows the server's state in the editor's language status. */

import * as vscode from 'vscode';

export type State = 'off' | 'starting' | 'ready' | 'stopped';

const TEXTS: Record<State, string> = {
  off: 'Stackproof is switched off',
  starting: 'Stackproof is starting',
  ready: 'Stackproof',
  stopped: 'Stackproof does not run',
};

/** One item of the language status, `{}` in the status bar. */
export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;

  constructor(selector: vscode.DocumentSelector) {
    this.item = vscode.languages.createLanguageStatusItem('stackproof', selector);
    this.item.name = 'Stackproof';
    this.show('starting');
  }

  /** `detail` is a few words more: where the server is from, or what went wrong. */
  show(state: State, detail?: string): void {
    this.item.text = TEXTS[state];
    this.item.detail = detail ?? '';
    this.item.busy = state === 'starting';
    this.item.severity =
      state === 'stopped' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    this.item.command =
      state === 'stopped'
        ? { command: 'stackproof.restart', title: 'Restart' }
        : { command: 'stackproof.showOutput', title: 'Show output' };
  }

  dispose(): void {
    this.item.dispose();
  }
}
