/** Tests of which Python the server is told of. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPython } from '../src/programs';
import type { Surroundings } from '../src/search';

function around(more: Partial<Surroundings> = {}): Surroundings {
  return {
    platform: 'linux',
    env: {},
    home: '/home/me',
    folders: ['/project'],
    trusted: true,
    isFile: () => false,
    activeInterpreter: () => Promise.resolve('/project/.venv/bin/python'),
    run: () => Promise.resolve(undefined),
    ...more,
  };
}

test('the Python extension chooses where the user does not', async () => {
  assert.deepEqual(await withPython({ environment: 'dev', python: '' }, around()), {
    environment: 'dev',
    python: '/project/.venv/bin/python',
  });
  const alone = around({ activeInterpreter: () => Promise.resolve(undefined) });
  assert.deepEqual(await withPython({ python: null }, alone), {});
});

test('what the user set goes first, with its variables filled in', async () => {
  assert.deepEqual(await withPython({ python: ' ${workspaceFolder}/env ' }, around()), { python: '/project/env' });
  assert.deepEqual(await withPython({ python: '~/env/bin/python' }, around()), { python: '/home/me/env/bin/python' });
});

test('an untrusted workspace chooses nothing', async () => {
  let asked = false;
  const untrusted = around({
    trusted: false,
    activeInterpreter: () => {
      asked = true;
      return Promise.resolve('/project/evil');
    },
  });
  assert.deepEqual(await withPython({ python: './evil', rules: {} }, untrusted), { rules: {} });
  assert.equal(asked, false);
});

test('settings of another shape are passed on', async () => {
  for (const settings of [null, undefined, 3, ['x']]) {
    assert.deepEqual(await withPython(settings, around()), settings);
  }
});
