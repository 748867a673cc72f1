import * as cdk from 'aws-cdk-lib';
import { OrdersStack } from '../lib/orders-stack';

const app = new cdk.App();
new OrdersStack(app, 'Orders-staging', {
  env: { account: '123456789012', region: 'eu-west-1' },
  environment: 'staging',
});
