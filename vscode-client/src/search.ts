/** Decides which command starts the language server; knows neither VS Code nor a real disk. */

/** What the user decided, empty where nothing. */
export interface Choice {
  readonly command: readonly string[];
  readonly interpreter: string;
}

/** The choice in two settings, which may hold anything; a command of one word may be written without brackets. */
export function readChoice(command: unknown, interpreter: unknown): Choice {
  const words = Array.isArray(command) ? command : [command];
  return {
    command: words.filter((word): word is string => typeof word === 'string' && word.trim() !== ''),
    interpreter: typeof interpreter === 'string' ? interpreter.trim() : '',
  };
}

/** What there is to look at. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Absolute folders of the workspace. */
  readonly folders: readonly string[];
  /** Whether what lies in the workspace may be started. */
  readonly trusted: boolean;
  /** Whether there is a file that could be started. */
  isFile(path: string): boolean;
  /** The Python extension's interpreter, undefined where there is none. */
  activeInterpreter(): Promise<string | undefined>;
  /** What a command prints when it succeeds; undefined when it does not, or cannot be started. */
  run(command: readonly string[]): Promise<string | undefined>;
}

/** A command that starts the server, and why it is this one; or why there is none. */
export type Result =
  | { readonly command: readonly [string, ...string[]]; readonly reason: string }
  | { readonly command: undefined; readonly reason: string };

interface Candidate {
  readonly command: readonly [string, ...string[]];
  /** Succeeds quickly where the command would work. */
  readonly probe: readonly string[];
  readonly reason: string;
}

/**
 * The command to use. What the user set counts alone: falling back from a wrong setting would hide the mistake.
 *
 * `log` gets a line for each place that was looked at in vain.
 */
export async function findServer(choice: Choice, around: Surroundings, log: (line: string) => void): Promise<Result> {
  const [program, ...rest] = choice.command.map((part) => expand(part, around));
  if (program !== undefined) {
    const path = findProgram(program, around);
    return path === undefined
      ? { command: undefined, reason: `The setting stackproof.command names '${program}', which is not there.` }
      : { command: [path, ...rest], reason: 'the setting stackproof.command' };
  }
  if (choice.interpreter !== '') {
    const wanted = expand(choice.interpreter, around);
    const path = findProgram(wanted, around);
    if (path === undefined) {
      return { command: undefined, reason: `The setting stackproof.interpreter names '${wanted}', which is not there.` };
    }
    const candidate = withInterpreter(path, 'the setting stackproof.interpreter');
    return (await works(candidate, around))
      ? candidate
      : { command: undefined, reason: `The setting stackproof.interpreter names '${wanted}', in which Stackproof is not installed.` };
  }
  for await (const candidate of candidates(around)) {
    if (await works(candidate, around)) {
      return candidate;
    }
    log(`no Stackproof in ${candidate.reason}: '${candidate.probe.join(' ')}' failed`);
  }
  return { command: undefined, reason: 'Stackproof is not installed, or not where it was looked for.' };
}

/** The places to look in, in order; each is looked up only when those before it were in vain. */
async function* candidates(around: Surroundings): AsyncGenerator<Candidate> {
  // An untrusted workspace must not choose what is started, neither directly nor through the Python extension.
  if (around.trusted) {
    const active = await around.activeInterpreter();
    if (active !== undefined && around.isFile(active)) {
      yield withInterpreter(active, `the Python extension's interpreter, ${active}`);
    }
    for (const folder of around.folders) {
      for (const name of ['.venv', 'venv']) {
        const python = join(around, folder, name, ...(isWindows(around) ? ['Scripts', 'python.exe'] : ['bin', 'python']));
        if (around.isFile(python)) {
          yield withInterpreter(python, python);
        }
      }
    }
  }
  const script = findProgram('stackproof', around);
  if (script !== undefined) {
    yield { command: [script, 'server'], probe: [script, '--version'], reason: script };
  }
  for (const name of isWindows(around) ? ['py', 'python'] : ['python3', 'python']) {
    const python = findProgram(name, around);
    if (python !== undefined) {
      yield withInterpreter(python, python);
    }
  }
  const uvx = findProgram('uvx', around);
  if (uvx !== undefined) {
    // Only what the user has fetched before: an editor that opens a file must not install anything.
    const stackproof = [uvx, '--offline', 'stackproof'] as const;
    yield { command: [...stackproof, 'server'], probe: [...stackproof, '--version'], reason: `${uvx}, from its cache` };
  }
}

function withInterpreter(python: string, reason: string): Candidate {
  // -P keeps Python from importing from the folder it is started in, which would run the user's code.
  const module = ['-P', '-m', 'stackproof.lsp'] as const;
  return { command: [python, ...module], probe: [python, '-P', '-c', 'import stackproof; print(stackproof.__version__)'], reason };
}

async function works(candidate: Candidate, around: Surroundings): Promise<boolean> {
  return (await around.run(candidate.probe)) !== undefined;
}

/** The absolute path of a program: itself when it is one, else the first of its name on the PATH. */
export function findProgram(name: string, around: Surroundings): string | undefined {
  // Programs in Windows' script files cannot be started without a shell, and Python's tools have none.
  const names = isWindows(around) && !/\.exe$/i.test(name) ? [`${name}.exe`, name] : [name];
  if (/[\\/]/.test(name)) {
    return isAbsolute(name, around) ? names.find((path) => around.isFile(path)) : undefined;
  }
  const variable = isWindows(around) ? Object.keys(around.env).find((key) => key.toUpperCase() === 'PATH') : 'PATH';
  const folders = ((variable && around.env[variable]) ?? '').split(isWindows(around) ? ';' : ':');
  for (const folder of folders) {
    // A relative entry means the folder that the editor happens to be in, often the workspace.
    if (isAbsolute(folder, around)) {
      const found = names.map((n) => join(around, folder, n)).find((path) => around.isFile(path));
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/** `text` with the user's home and the workspace's first folder filled in. */
export function expand(text: string, around: Surroundings): string {
  return text
    .replace(/^~(?=$|[\\/])/, () => around.home)
    .replaceAll('${userHome}', () => around.home)
    .replaceAll('${workspaceFolder}', () => around.folders[0] ?? '${workspaceFolder}');
}

function isWindows(around: Surroundings): boolean {
  return around.platform === 'win32';
}

function isAbsolute(path: string, around: Surroundings): boolean {
  return isWindows(around) ? /^([a-z]:)?[\\/]/i.test(path) : path.startsWith('/');
}

function join(around: Surroundings, folder: string, ...parts: string[]): string {
  const separator = isWindows(around) ? '\\' : '/';
  return [folder.replace(/[\\/]+$/, ''), ...parts].join(separator);
}
