/** Starts, restarts and stops the language server as the settings want it. */

import type { ChildProcess } from 'node:child_process';
import * as vscode from 'vscode';
import { CloseAction, DidChangeConfigurationNotification, ErrorAction, LanguageClient, RevealOutputChannelOn, type DocumentSelector } from 'vscode-languageclient/node';
import { launch } from './launch';
import { withPython } from './programs';
import { findServer, readChoice } from './search';
import type { Status } from './status';
import { lookAround } from './surroundings';

/** How long a server may take until it answers. */
const START_MILLISECONDS = 30_000;
/** How long it may take to end after it was told to. */
const GOODBYE_MILLISECONDS = 2_000;
/** So many crashes within so long are looked over. */
const MOST_CRASHES = 4;
const CRASH_MILLISECONDS = 180_000;

const LANGUAGES = ['typescript', 'typescriptreact', 'python'];

/** What the server is told of: programs, and the files that configure it. */
export const SELECTOR = [
  ...LANGUAGES.flatMap((language) => [
    { language, scheme: 'file' },
    { language, scheme: 'untitled' },
  ]),
  { scheme: 'file', pattern: '**/{stackproof,pyproject}.toml' },
] satisfies DocumentSelector;

/** A client that leaves it to us to tell the user; the library opens windows of its own. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The one server of a window, running or not. */
export class Server {
  private client: LanguageClient | undefined;
  private process: ChildProcess | undefined;
  private command: string | undefined;
  private crashes: number[] = [];
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
    this.interrupt();
    return this.enqueue(() => this.follow(true));
  }

  /** The end. */
  stop(): Promise<void> {
    this.interrupt();
    return this.enqueue(() => this.end());
  }

  /** End a server that is still starting: what comes next would wait for it. */
  private interrupt(): void {
    if (this.client !== undefined && !this.client.isRunning()) {
      this.process?.kill();
    }
  }

  /** One thing after another: settings may change while a server is still starting. */
  private enqueue(job: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(job).catch((error: unknown) => {
      this.output.error(error instanceof Error ? error : String(error));
      this.status.show('stopped', 'see the output');
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
    const choice = readChoice(settings.get('command'), settings.get('interpreter'));
    const found = await findServer(choice, lookAround(), (line) => this.output.info(line));
    if (found.command === undefined) {
      await this.end();
      this.fail(found.reason);
      return;
    }
    const command = JSON.stringify(found.command);
    if (!anew && this.client?.isRunning() && command === this.command) {
      // Another Python may have been chosen for the programs: the server asks for its settings again.
      await this.client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
      return;
    }
    await this.end();
    this.output.info(`starting ${found.command.join(' ')} (from ${found.reason})`);
    this.status.show('starting', `from ${found.reason}`);
    await this.begin(found.command, found.reason);
  }

  private async begin(command: readonly [string, ...string[]], reason: string): Promise<void> {
    let hasStarted = false;
    let process: ChildProcess;
    try {
      process = await launch(command);
    } catch (error) {
      this.output.error(String(error));
      this.fail(`The server from ${reason} cannot be started.`);
      return;
    }
    const client = new QuietClient('stackproof', 'Stackproof', () => Promise.resolve(process), {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: 'stackproof',
      initializationFailedHandler: () => false,
      middleware: {
        workspace: {
          configuration: async (params, token, next) => {
            const answers: unknown = await next(params, token);
            if (!Array.isArray(answers)) {
              return [];
            }
            const around = lookAround();
            return Promise.all(
              answers.map((answer: unknown, number) =>
                params.items[number]?.section === 'stackproof' ? withPython(answer, around) : answer,
              ),
            );
          },
        },
      },
      // The library would start the same process again, with messages of its own.
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          if (hasStarted && client === this.client) {
            this.crashed(reason);
          }
          return { action: CloseAction.DoNotRestart, handled: true, message: 'the server has ended' };
        },
      },
    });
    this.client = client;
    this.process = process;
    this.command = JSON.stringify(command);
    const impatience = setTimeout(() => process.kill(), START_MILLISECONDS);
    try {
      await client.start();
      hasStarted = true;
      this.complained = false;
      this.status.show('ready', `from ${reason}`);
    } catch (error) {
      this.output.error(String(error));
      await this.end();
      this.fail(`The server from ${reason} did not start.`);
    } finally {
      clearTimeout(impatience);
    }
  }

  private async end(): Promise<void> {
    const { client, process } = this;
    this.client = this.process = this.command = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // It was still starting, or does not answer; it is ended all the same.
      this.output.debug(String(error));
    }
    setTimeout(() => process?.kill(), GOODBYE_MILLISECONDS);
  }

  /** The server ended by itself: start it again, unless that has not helped lately. */
  private crashed(reason: string): void {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < CRASH_MILLISECONDS), now];
    if (this.crashes.length > MOST_CRASHES) {
      this.crashes = [];
      void this.enqueue(async () => {
        await this.end();
        this.fail(`The server from ${reason} ended again and again.`);
      });
      return;
    }
    this.status.show('starting');
    void this.enqueue(() => this.follow(true));
  }

  /** Say once what is wrong; afterwards the language status goes on saying it. */
  private fail(reason: string): void {
    this.output.error(reason);
    this.status.show('stopped', reason);
    if (this.complained) {
      return;
    }
    this.complained = true;
    // A wrong setting is not put right by installing something.
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
