/** Tests of the search for the server. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expand, findProgram, findServer, readChoice, type Choice, type Surroundings } from '../src/search';

const NOTHING: Choice = { command: [], interpreter: '' };

interface World extends Partial<Surroundings> {
  /** The files there are; those in `stackproof` can start the server. */
  files?: string[];
  stackproof?: string[];
}

/** Surroundings in which only what a test names exists. */
function world({ files = [], stackproof = [], ...rest }: World): Surroundings & { probes: string[] } {
  const probes: string[] = [];
  return {
    platform: 'linux',
    env: { PATH: '/usr/bin:/bin' },
    home: '/home/me',
    folders: ['/project'],
    trusted: true,
    isFile: (path) => files.includes(path) || stackproof.includes(path),
    activeInterpreter: () => Promise.resolve(undefined),
    run: (command) => {
      probes.push(command.join(' '));
      return Promise.resolve(stackproof.includes(command[0] ?? '') ? '0.1.0\n' : undefined);
    },
    ...rest,
    probes,
  };
}

async function search(around: Surroundings, choice: Partial<Choice> = {}): Promise<{ command: string | undefined; reason: string; log: string[] }> {
  const log: string[] = [];
  const { command, reason } = await findServer({ ...NOTHING, ...choice }, around, (line) => log.push(line));
  return { command: command?.join(' '), reason, log };
}

test('a configured command is taken as it is, with what it names filled in', async () => {
  const around = world({ files: ['/project/tools/stackproof', '/usr/bin/uvx'], stackproof: ['/project/.venv/bin/python'] });
  const own = await search(around, { command: ['${workspaceFolder}/tools/stackproof', 'server', '~/x'], interpreter: '/usr/bin/python3' });
  assert.equal(own.command, '/project/tools/stackproof server /home/me/x');
  assert.deepEqual(around.probes, [], 'a command of unknown nature must not be tried out');
  assert.equal((await search(around, { command: ['uvx', 'stackproof', 'server'] })).command, '/usr/bin/uvx stackproof server');
});

test('a configured command that is not there is told, not replaced', async () => {
  const { command, reason } = await search(world({ stackproof: ['/usr/bin/stackproof'] }), { command: ['nowhere', 'server'] });
  assert.equal(command, undefined);
  assert.match(reason, /stackproof\.command.*'nowhere'/);
});

test('a configured interpreter goes before everything that is found', async () => {
  const around = world({ stackproof: ['/opt/python/bin/python3', '/project/.venv/bin/python', '/usr/bin/stackproof'] });
  const { command } = await search(around, { interpreter: '/opt/python/bin/python3' });
  assert.equal(command, '/opt/python/bin/python3 -P -m stackproof.lsp');
});

test('a configured interpreter that is not there, or has no Stackproof, is told and not replaced', async () => {
  const around = world({ files: ['/opt/python3'], stackproof: ['/usr/bin/stackproof'] });
  const empty = await search(around, { interpreter: '/opt/python3' });
  assert.equal(empty.command, undefined);
  assert.match(empty.reason, /not installed/);
  const missing = await search(around, { interpreter: '/opt/missing' });
  assert.equal(missing.command, undefined);
  assert.match(missing.reason, /not there/);
});

test("the Python extension's interpreter goes before the workspace's environments", async () => {
  const stackproof = ['/envs/a/bin/python', '/project/.venv/bin/python'];
  const around = world({ stackproof, activeInterpreter: () => Promise.resolve('/envs/a/bin/python') });
  assert.equal((await search(around)).command, '/envs/a/bin/python -P -m stackproof.lsp');
});

test('an environment without Stackproof is passed over, with a line in the log', async () => {
  const around = world({
    files: ['/envs/a/bin/python', '/project/.venv/bin/python'],
    stackproof: ['/project/venv/bin/python'],
    activeInterpreter: () => Promise.resolve('/envs/a/bin/python'),
  });
  const { command, log } = await search(around);
  assert.equal(command, '/project/venv/bin/python -P -m stackproof.lsp');
  assert.equal(log.length, 2);
  assert.match(log[0] ?? '', /\/envs\/a\/bin\/python/);
});

test('every folder of the workspace is looked at', async () => {
  const around = world({ folders: ['/one', '/two'], stackproof: ['/two/.venv/bin/python'] });
  assert.equal((await search(around)).command, '/two/.venv/bin/python -P -m stackproof.lsp');
});

test('nothing of an untrusted workspace is started', async () => {
  const stackproof = ['/project/.venv/bin/python', '/envs/a/bin/python', '/usr/bin/stackproof'];
  const around = world({ trusted: false, stackproof, activeInterpreter: () => Promise.resolve('/envs/a/bin/python') });
  assert.equal((await search(around)).command, '/usr/bin/stackproof server');
  assert.deepEqual(around.probes, ['/usr/bin/stackproof --version']);
});

test('then come the command on the PATH, a Python on the PATH, and what uvx has in its cache', async () => {
  assert.equal((await search(world({ stackproof: ['/bin/stackproof', '/bin/python3'] }))).command, '/bin/stackproof server');
  const python = world({ files: ['/bin/stackproof'], stackproof: ['/bin/python3'] });
  assert.equal((await search(python)).command, '/bin/python3 -P -m stackproof.lsp', 'a broken command is passed over');
  const uvx = await search(world({ files: ['/usr/bin/python3'], stackproof: ['/bin/uvx'] }));
  assert.equal(uvx.command, '/bin/uvx --offline stackproof server');
});

test('nowhere is an answer', async () => {
  const around = world({ files: ['/usr/bin/python3'] });
  const { command, reason, log } = await search(around);
  assert.equal(command, undefined);
  assert.match(reason, /not installed/);
  assert.equal(log.length, 1);
});

test('Windows has other names, places and separators', async () => {
  const windows = { platform: 'win32', env: { Path: 'C:\\Tools;D:\\bin' }, folders: ['c:\\work'] } as const;
  const venv = await search(world({ ...windows, stackproof: ['c:\\work\\.venv\\Scripts\\python.exe'] }));
  assert.equal(venv.command, 'c:\\work\\.venv\\Scripts\\python.exe -P -m stackproof.lsp');
  const path = await search(world({ ...windows, stackproof: ['D:\\bin\\stackproof.exe'] }));
  assert.equal(path.command, 'D:\\bin\\stackproof.exe server');
});

test('a program is looked for in absolute folders only', () => {
  const around = world({ env: { PATH: '.::bin:/bin/' }, files: ['./tool', 'bin/tool', '/tool', '/project/tool'] });
  assert.equal(findProgram('tool', around), undefined);
  assert.equal(findProgram('./tool', around), undefined);
  assert.equal(findProgram('tool', world({ env: { PATH: '.:/bin/' }, files: ['/bin/tool'] })), '/bin/tool');
  assert.equal(findProgram('tool', world({ env: {}, files: ['/bin/tool'] })), undefined);
});

test('only what stands for a folder is filled in', () => {
  const around = world({});
  assert.equal(expand('~/a', around), '/home/me/a');
  assert.equal(expand('~other/a', around), '~other/a');
  assert.equal(expand('a~/b', around), 'a~/b');
  assert.equal(expand('${userHome}/${workspaceFolder}', around), '/home/me//project');
  assert.equal(expand('${workspaceFolder}/a', world({ folders: [] })), '${workspaceFolder}/a');
});

test('settings of the wrong kind decide nothing', () => {
  assert.deepEqual(readChoice(['a', 'b c'], ' /p '), { command: ['a', 'b c'], interpreter: '/p' });
  assert.deepEqual(readChoice('stackproof-server', undefined), { command: ['stackproof-server'], interpreter: '' });
  for (const odd of [undefined, null, 3, {}, [], [null, 3], '', ' ']) {
    assert.deepEqual(readChoice(odd, odd), NOTHING);
  }
});
