import * as cdk from 'aws-cdk-lib';
import { ContainersStack } from '../lib/containers-stack';
import { getConfig } from '../lib/config';

const app = new cdk.App();
const config = getConfig('staging');

new ContainersStack(app, `containers-${config.environment}`, {
  env: { account: config.account, region: config.region },
  config,
  tags: config.tags,
});
