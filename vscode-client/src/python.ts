/** Asks the Python extension for its active interpreter, where that extension is installed. */

import * as vscode from 'vscode';

// A slow extension must not keep the server from being found elsewhere.
const PATIENCE_MILLISECONDS = 10_000;

/** The part of the extension's public interface (its `environments`) that is used here. */
interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(
      environment: { readonly path: string },
    ): Promise<{ readonly executable: { readonly uri: vscode.Uri | undefined } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

/** The path of the interpreter that is active in the workspace's first folder. */
export async function activeInterpreter(): Promise<string | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS, undefined));
  return Promise.race([ask(), late]);
}

/** Calls `listener` whenever another interpreter is chosen; needs the extension to be there already. */
export async function onInterpreterChange(listener: () => void): Promise<vscode.Disposable | undefined> {
  return (await environments())?.onDidChangeActiveEnvironmentPath(listener);
}

async function ask(): Promise<string | undefined> {
  try {
    const known = await environments();
    const active = known?.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri);
    return active && (await known?.resolveEnvironment(active))?.executable.uri?.fsPath;
  } catch {
    // Whatever goes wrong in another extension is told there.
    return undefined;
  }
}

async function environments(): Promise<PythonExtension['environments']> {
  try {
    return (await vscode.extensions.getExtension<PythonExtension>('ms-python.python')?.activate())?.environments;
  } catch {
    return undefined;
  }
}
