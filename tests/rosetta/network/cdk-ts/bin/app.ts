#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { staging } from '../lib/config';
import { NetworkStack } from '../lib/network-stack';
import { RunnerStack } from '../lib/runner-stack';

const app = new cdk.App();
const env = { account: '123456789012', region: staging.region };

const network = new NetworkStack(app, 'NetworkStack', { env, config: staging });
new RunnerStack(app, 'RunnerStack', {
  env,
  config: staging,
  subnetId: network.tiers.app[0].ref,
  securityGroupId: network.security.groups.app.attrGroupId,
});
