import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Network } from './network';
import { Service } from './service';

class ShopStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: cdk.StackProps) {
    super(scope, id, props);
    const network = new Network(this, 'Network');
    new Service(this, 'Service', { network, domain: 'shop' });
  }
}

const app = new cdk.App();
new ShopStack(app, 'Shop', { env: { region: 'eu-west-1', account: '123456789012' } });
