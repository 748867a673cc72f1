import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Network } from './network';
import { Service } from './service';

class ShopStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    const network = new Network(this, 'network', ['eu-west-1a', 'eu-west-1b']);
    new Service(this, 'service', network);
  }
}

const app = new App();
new ShopStack(app, 'shop');
app.synth();
