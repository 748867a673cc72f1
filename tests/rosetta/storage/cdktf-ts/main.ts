import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Buckets } from './buckets';
import { Database } from './database';
import { Encryption } from './encryption';
import { createOrders } from './orders';

export interface StorageProps {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
}

export class StorageStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: props.region });
    const encryption = new Encryption(this, 'encryption', props);
    new Buckets(this, 'buckets', { ...props, key: encryption.key });
    createOrders(this, props.environment, encryption.key);
    new Database(this, 'relational', props, encryption.key);
  }
}

const app = new App();
new StorageStack(app, 'storage', {
  environment: 'staging',
  account: '123456789012',
  region: 'eu-west-1',
  subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
  securityGroupId: 'sg-0a1b2c3d4e5f60718',
});
app.synth();
