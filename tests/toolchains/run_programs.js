// Runs many compiled TypeScript infrastructure programs in one process.
const fs = require('fs');
const path = require('path');

const [framework, jobs, results, scratch] = process.argv.slice(2);

async function main() {
  const outcomes = {};
  let registered = [];
  if (framework === 'pulumi') {
    const pulumi = require('@pulumi/pulumi');
    const record = { resourceRecordName: 'x', resourceRecordType: 'x', resourceRecordValue: 'x' };
    await pulumi.runtime.setMocks(
      {
        newResource: (args) => {
          registered.push({ type: args.type, name: args.name });
          return {
            id: `${args.name}-id`,
            state: {
              arn: `arn:aws:${args.name}`,
              name: args.name,
              bucket: args.name,
              domainValidationOptions: [record],
              ...args.inputs,
            },
          };
        },
        call: () => ({
          accountId: '123456789012',
          zoneId: 'Z1',
          id: 'eu-west-1',
          region: 'eu-west-1',
          arn: 'arn:aws:call',
          json: '{}',
        }),
      },
      'project',
      'dev',
      false,
    );
    // What programs ask whoever deploys them for.
    pulumi.runtime.setAllConfig({ 'project:image': 'ghcr.io/example/given:1.0', 'project:version': '1' });
  }
  let failures = [];
  process.on('unhandledRejection', (error) => failures.push(error));
  for (const job of JSON.parse(fs.readFileSync(jobs, 'utf-8'))) {
    fs.rmSync(scratch, { recursive: true, force: true });
    failures = [];
    registered = [];
    try {
      process.chdir(job.folder);
      const program = require(path.join(job.folder, job.entry));
      if (framework === 'pulumi' && typeof program === 'function') {
        await program();
      }
      // The CDK synthesises by itself when a process ends; here it is asked for each program.
      for (const handler of process.rawListeners('beforeExit')) {
        process.removeListener('beforeExit', handler);
        handler();
      }
      await new Promise((resolve) => setTimeout(resolve, framework === 'pulumi' ? 200 : 0));
    } catch (error) {
      failures.push(error);
    }
    outcomes[job.name] = failures.map((error) => String((error && error.stack) || error)).join('\n');
    if (fs.existsSync(scratch)) {
      fs.cpSync(scratch, job.out, { recursive: true });
    }
    if (registered.length > 0) {
      fs.mkdirSync(job.out, { recursive: true });
      fs.writeFileSync(path.join(job.out, 'registered.json'), JSON.stringify({ registered }));
    }
  }
  fs.writeFileSync(results, JSON.stringify(outcomes));
}

main().then(() => process.exit(0));
