import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { AccessLogs } from './access-logs';
import { Balancer } from './balancer';
import { Domain } from './domain';
import { Routing } from './routing';

export interface EdgeOptions {
  readonly environment: string;
  readonly domain: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
}

class EdgeStack extends TerraformStack {
  constructor(scope: Construct, id: string, options: EdgeOptions) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });

    const domain = new Domain(this, 'domain', options.domain);
    const logs = new AccessLogs(this, 'logs', options.environment);
    const balancer = new Balancer(this, 'balancer', { ...options, logs });
    new Routing(this, 'routing', { options, balancer: balancer.balancer, certificate: domain.certificateArn });
    domain.alias(balancer.balancer);
    new TerraformOutput(this, 'url', { value: `https://shop.${options.domain}` });
  }
}

const app = new App();
for (const environment of ['staging']) {
  new EdgeStack(app, `edge-${environment}`, {
    environment,
    domain: `${environment}.example.com`,
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
  });
}
app.synth();
