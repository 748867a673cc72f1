import * as cdk from 'aws-cdk-lib';
import { StorageStack } from '../lib/storage-stack';

const app = new cdk.App();
new StorageStack(app, 'Storage', {
  env: { account: '123456789012', region: 'eu-west-1' },
  environment: 'staging',
  subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
  securityGroupId: 'sg-0a1b2c3d4e5f60718',
});
