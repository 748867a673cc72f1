/** Starts, restarts and stops the language server as the settings want it. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind, type DocumentSelector } from 'vscode-languageclient/node';
import { findServer, type Choice } from './search';
import type { Status } from './status';
import { lookAround } from './surroundings';

const LANGUAGES = ['typescript', 'typescriptreact', 'python'];

/** What the server is told of: programs, and the files that configure it. */
export const SELECTOR = [
  ...LANGUAGES.flatMap((language) => [
    { language, scheme: 'file' },
    { language, scheme: 'untitled' },
  ]),
  { scheme: 'file', pattern: '**/{stackproof,pyproject}.toml' },
] satisfies DocumentSelector;

/** The one server of a window, running or not. */
export class Server {
  private client: LanguageClient | undefined;
  private command: string | undefined;
  private queue: Promise<void> = Promise.resolve();
  private complained = false;

  constructor(
    private readonly output: vscode.LogOutputChannel,
    private readonly status: Status,
  ) {}

  /** Do what the settings say; a server that already runs as they want is left alone. */
  update(): Promise<void> {
    return this.enqueue(() => this.follow(false));
  }

  /** Start anew, whatever runs; a reason why that is impossible is told again. */
  restart(): Promise<void> {
    this.complained = false;
    return this.enqueue(() => this.follow(true));
  }

  /** The end. */
  stop(): Promise<void> {
    return this.enqueue(() => this.end());
  }

  /** One thing after another: settings may change while a server is still starting. */
  private enqueue(job: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(job).catch((error: unknown) => {
      this.output.error(String(error));
    });
    return this.queue;
  }

  private async follow(anew: boolean): Promise<void> {
    const settings = vscode.workspace.getConfiguration('stackproof');
    if (!settings.get('enable', true)) {
      await this.end();
      this.status.show('off');
      return;
    }
    if (this.client === undefined) {
      this.status.show('starting');
    }
    const choice: Choice = {
      command: settings.get<string[]>('command', []),
      interpreter: settings.get('interpreter', '').trim(),
    };
    const found = await findServer(choice, lookAround(), (line) => this.output.info(line));
    if (found.command === undefined) {
      await this.end();
      this.fail(found.reason);
      return;
    }
    const command = JSON.stringify(found.command);
    if (!anew && this.client?.isRunning() && command === this.command) {
      return;
    }
    await this.end();
    this.output.info(`starting ${found.command.join(' ')} (from ${found.reason})`);
    await this.begin(found.command, found.reason);
    this.command = command;
  }

  private async begin([program, ...rest]: readonly [string, ...string[]], reason: string): Promise<void> {
    const executable = {
      command: program,
      args: rest,
      transport: TransportKind.stdio,
      // Not the workspace: what lies there must not be taken for a part of the server.
      options: { cwd: homedir() },
    };
    const client = new LanguageClient('stackproof', 'Stackproof', executable, {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'stackproof',
      initializationFailedHandler: () => false,
    });
    this.client = client;
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) {
        return;
      }
      const state = newState === State.Running ? 'ready' : newState === State.Starting ? 'starting' : 'stopped';
      this.status.show(state, state === 'stopped' ? 'see the output' : `from ${reason}`);
    });
    try {
      await client.start();
      this.complained = false;
    } catch (error) {
      this.client = undefined;
      this.output.error(String(error));
      this.fail(`The server from ${reason} did not start.`);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = this.command = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that does not answer its farewell is ended all the same.
      this.output.warn(String(error));
    }
  }

  /** Say once what is wrong; afterwards the language status goes on saying it. */
  private fail(reason: string): void {
    this.output.error(reason);
    this.status.show('stopped', reason);
    if (this.complained) {
      return;
    }
    this.complained = true;
    const hint = reason.startsWith('The setting') ? '' : ' Install it with `pipx install stackproof`, or set its command.';
    void vscode.window.showErrorMessage(reason + hint, 'Open settings', 'Show output').then((button) => {
      if (button === 'Open settings') {
        void vscode.commands.executeCommand('workbench.action.openSettings', 'stackproof');
      } else if (button === 'Show output') {
        this.output.show();
      }
    });
  }
}
