/**
 * Drives the workbench like a person: opens a program, reads, hovers, fixes, restarts.
 *
 * usage: node trial.mjs PORT WORKSPACE CACHE CHROMIUM [PICTURES]
 */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [port, workspace, cache, executablePath, pictures] = process.argv.slice(2);
const { chromium } = createRequire(join(cache, 'driver', 'package.json'))('playwright-core');
const shots = join(cache, 'shots');
const FILE = 'gateway-construct.ts';
const GUILTY = 'privateSubnets.map((subnet) => subnet.id)';
const MESSAGE = 'cannot reach ECR or the internet';
const PAGE = 'A workload runs in a subnet from which';
const FIXED_FILE = 'network-construct.ts';
const FIX = 'Route through a NAT gateway';

const started = Date.now();
const step = (text) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

rmSync(shots, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });
for (let tries = 0; ; tries++) {
  if (await fetch(`http://127.0.0.1:${port}/healthz`).then((r) => r.ok, () => false)) break;
  assert(tries < 300, 'the workbench does not answer');
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
// Pictures are narrower and sharper than what is needed to see whether something is there.
const size = pictures ? { viewport: { width: 1040, height: 800 }, deviceScaleFactor: 1.5 } : { viewport: { width: 1280, height: 800 } };
const page = await browser.newPage(size);
page.setDefaultTimeout(60_000);
let number = 0;
const shoot = (name) => page.screenshot({ path: join(shots, `${++number}-${name}.png`) });
/** A picture of the editor from so many lines above the one with `text` to so many below, where pictures are wanted. */
const picture = async (name, text, above, below) => {
  if (!pictures) return;
  const line = page.locator('.editor-instance .view-line', { hasText: text }).first();
  const { y, height } = await line.boundingBox();
  const clip = { x: 56, y: y - above * height, width: 975, height: (above + 1 + below) * height };
  await page.screenshot({ path: join(pictures, `${name}.png`), clip });
};

/** Where the letters of `text` are on the screen, in the first line of the editor that has them. */
const place = (text) =>
  page.evaluate((wanted) => {
    const plain = (s) => s.replaceAll('\u00a0', ' ');
    for (const line of document.querySelectorAll('.editor-instance .view-line')) {
      const start = plain(line.textContent).indexOf(wanted);
      if (start < 0) continue;
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let before = 0;
      let begun = false;
      for (let node = walker.nextNode(); node; before += node.data.length, node = walker.nextNode()) {
        const end = before + node.data.length;
        if (!begun && start < end) {
          range.setStart(node, start - before);
          begun = true;
        }
        if (begun && start + wanted.length <= end) {
          range.setEnd(node, start + wanted.length - before);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x, y, width, height };
        }
      }
    }
    return null;
  }, text);

/** Run a command by its title. */
const command = async (title) => {
  await page.keyboard.press('F1');
  await page.waitForSelector('.quick-input-widget:visible input');
  await page.keyboard.type(title);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
};

/** Bring a line of the open file, counted from zero, into the middle of the editor. */
const goTo = async (line) => {
  await page.keyboard.press('Control+G');
  await page.waitForSelector('.quick-input-widget:visible input');
  await page.keyboard.type(String(line + 1));
  // Before the list has followed what was typed, Enter does nothing.
  await page.locator('.quick-input-list .monaco-list-row', { hasText: `line ${line + 1} ` }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.quick-input-widget', { state: 'hidden' });
  await page.keyboard.press('End');
};

/** Decide settings as a workspace does. */
const settings = (values) => {
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify(values));
};

/** Wait until the status bar counts a number of errors. */
const settle = (count) =>
  page.waitForFunction(
    (wanted) => Number(document.getElementById('status.problems')?.textContent.match(/\d+/)?.[0]) === wanted,
    count,
  );

/** How many errors the status bar counts in the whole workspace. */
const errors = async () => Number((await page.locator('#status\\.problems').innerText()).match(/\d+/)?.[0]);

try {
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}`);
  await page.waitForSelector('.monaco-workbench', { state: 'visible' });
  step('the workbench is there');

  const files = page.locator('.explorer-folders-view .monaco-list-row');
  await files.filter({ hasText: /^lib$/ }).click();
  await files.filter({ hasText: FILE }).dblclick();
  await page.locator('.editor-instance .view-line').first().waitFor();
  const lines = readFileSync(join(workspace, 'lib', FILE), 'utf8').split('\n');
  await goTo(lines.findIndex((line) => line.includes(GUILTY)));
  await page.locator('.editor-instance .view-line', { hasText: 'privateSubnets' }).first().waitFor();
  await page.keyboard.press('Control+B');
  step(`${FILE} is open`);

  await page.waitForSelector('.editor-instance .squiggly-error', { state: 'attached' });
  step(`${await page.locator('.editor-instance .squiggly-error').count()} squiggles`);
  await shoot('squiggles');

  await page.keyboard.press('Control+Shift+M');
  await page.locator('.markers-panel .monaco-list-row', { hasText: MESSAGE }).first().waitFor();
  const before = await errors();
  step(`the Problems panel has it; ${before} errors in the workspace`);
  await shoot('problems');
  await page.keyboard.press('Control+Shift+M');
  await page.locator('.markers-panel').waitFor({ state: 'hidden' });

  const guilty = await place(GUILTY);
  assert(guilty, 'the guilty argument is not on the screen');
  const at = { x: guilty.x + guilty.width - 12, y: guilty.y + guilty.height / 2 };
  await page.mouse.move(at.x - 3, at.y);
  await page.mouse.move(at.x, at.y);
  const hover = page.locator('.monaco-hover:visible', { hasText: MESSAGE }).first();
  await hover.waitFor();
  await page.locator('.monaco-hover:visible', { hasText: PAGE }).first().waitFor();
  step('the hover shows the problem and its page');
  await shoot('hover');
  await picture('squiggle-hover', 'privateSubnets', 14, 6);
  await page.keyboard.press('Escape');

  await page.mouse.click(at.x, at.y);
  await page.keyboard.press('Control+.');
  const menu = page.locator('.action-widget');
  await menu.locator('.monaco-list-row', { hasText: FIX }).waitFor();
  step(`quick fixes: ${(await menu.locator('.monaco-list-row').allInnerTexts()).map((t) => t.trim()).join(' / ')}`);
  await shoot('quick-fix');
  await picture('quick-fix', 'privateSubnets', 8, 13);

  await menu.locator('.monaco-list-row', { hasText: FIX }).click();
  await page.locator('.editor-instance .view-line', { hasText: 'privateSubnets' }).first().waitFor();
  await settle(before - 1);
  await page.keyboard.press('Control+Shift+M');
  await page.locator('.markers-panel .monaco-list-row', { hasText: MESSAGE }).first().waitFor({ state: 'detached' });
  step('the fix is applied and its squiggle is gone');
  await shoot('fixed');
  await page.keyboard.press('Control+Shift+M');
  await command('File: Save All Files');
  await page.locator('.tab', { hasText: FIXED_FILE }).click();
  await page.waitForFunction(() => !document.querySelector('.tab.dirty'));
  const fixed = readFileSync(join(workspace, 'lib', FIXED_FILE), 'utf8').split('\n');
  const gateway = fixed.findIndex((line) => line.includes('new NatGateway('));
  assert(gateway >= 0, `there is no NAT gateway in ${FIXED_FILE}`);
  await goTo(gateway);
  await page.locator('.editor-instance .view-line', { hasText: 'new NatGateway' }).first().waitFor();
  await shoot('fixed-file');
  await picture('fixed', 'new NatGateway', 4, 12);
  step(`${FIXED_FILE} has the gateway`);

  settings({ 'stackproof.rules': { 'complex-list-called-as-function': 'off' } });
  await settle(before - 2);
  step('a rule was switched off in the settings');

  settings({ 'stackproof.command': ['no-such-stackproof', 'server'] });
  await page.locator('.notification-toast', { hasText: "'no-such-stackproof', which is not there" }).waitFor();
  await settle(0);
  await shoot('no-server');
  assert.equal(await page.locator('.notification-toast').count(), 1);
  step('a command that is not there is told once');

  settings({ 'stackproof.command': ['false'] });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  assert.equal(await page.locator('.notification-toast').count(), 1, 'a server that cannot start is told again');
  await shoot('still-no-server');

  settings({});
  await settle(before - 1);
  step('the server is back');
  await command('Notifications: Clear All Notifications');

  const servers = execFileSync('pgrep', ['-f', join(workspace, '.venv/bin/python')], { encoding: 'utf8' }).trim().split('\n');
  assert.equal(servers.length, 1, `there are ${servers.length} servers`);
  process.kill(Number(servers[0]), 'SIGKILL');
  await settle(0);
  await settle(before - 1);
  assert.equal(await page.locator('.notification-toast').count(), 0);
  step('the server was killed and came back');

  await command('Stackproof: Restart server');
  await settle(0);
  await settle(before - 1);
  step('the server was restarted');
  await command('Stackproof: Show output');
  await page.locator('.part.panel .view-line', { hasText: 'starting' }).first().waitFor();
  await shoot('output');
  step('the output is shown');
} catch (error) {
  console.error(error);
  await shoot('failed');
  process.exitCode = 1;
} finally {
  await browser.close();
}
