/** Decides which Python the programs use; knows neither VS Code nor a real disk. */

import { expand, type Surroundings } from './search';

/**
 * The server's settings as they are to be sent: where the user set no `python`, the Python extension's interpreter.
 *
 * In an untrusted workspace neither counts, because the server may ask an interpreter where its packages are.
 */
export async function withPython(settings: unknown, around: Surroundings): Promise<unknown> {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    return settings;
  }
  const { python, ...rest } = settings as Record<string, unknown>;
  if (!around.trusted) {
    return rest;
  }
  if (typeof python === 'string' && python.trim() !== '') {
    return { ...rest, python: expand(python.trim(), around) };
  }
  const active = await around.activeInterpreter();
  return active === undefined ? rest : { ...rest, python: active };
}
