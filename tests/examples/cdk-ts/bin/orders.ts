#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib';
import { settingsFor } from '../lib/settings';
import { OrdersStack } from '../lib/orders-stack';

const app = new cdk.App();
const stage: string = app.node.tryGetContext('stage') ?? process.env.STAGE ?? 'dev';
const settings = settingsFor(stage);

const stack = new OrdersStack(app, `orders-${stage}`, {
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: settings.region },
  description: `Orders API (${stage})`,
  stage,
  settings,
});

cdk.Tags.of(stack).add('service', 'orders');
cdk.Tags.of(stack).add('stage', stage);
