import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Settings, staging } from './config';
import { Endpoints } from './endpoints';
import { FlowLogs } from './flow-logs';
import { Network } from './network';
import { Runner } from './runner';
import { Security } from './security';

class NetworkStack extends TerraformStack {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: settings.region });

    const network = new Network(this, 'network', settings);
    const security = new Security(this, 'security', { vpc: network.vpc, settings });
    new Endpoints(this, 'endpoints', { network, settings, group: security.groups['endpoints'] });
    new FlowLogs(this, 'flow-logs', network.vpc, settings);
    new Runner(this, 'runner', { subnet: network.app[0], group: security.groups['app'], settings });
  }
}

const app = new App();
new NetworkStack(app, `network-${staging.environment}`, staging);
app.synth();
