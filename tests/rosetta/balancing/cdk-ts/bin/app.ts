import * as cdk from 'aws-cdk-lib';
import { EdgeStack } from '../lib/edge-stack';
import { FoundationStack } from '../lib/foundation-stack';

const app = new cdk.App();
const env = { account: '123456789012', region: 'eu-west-1' };
const environment = 'staging';
const domain = `${environment}.example.com`;

const foundation = new FoundationStack(app, 'Foundation', { env, environment, domain });
new EdgeStack(app, 'Edge', {
  env,
  environment,
  domain,
  foundation,
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
});
