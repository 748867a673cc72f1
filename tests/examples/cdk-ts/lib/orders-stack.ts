import * as cdk from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiService } from './api-service';
import { Network } from './network';
import { Receipts } from './receipts';
import { Settings } from './settings';
import { Storage } from './storage';

export interface OrdersStackProps extends cdk.StackProps {
  readonly stage: string;
  readonly settings: Settings;
}

export class OrdersStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: OrdersStackProps) {
    super(scope, id, props);
    const { stage, settings } = props;

    const network = new Network(this, 'Network', { stage });
    const storage = new Storage(this, 'Storage', { stage });
    const api = new ApiService(this, 'Api', { stage, network, storage, settings });
    new Receipts(this, 'Receipts', { stage, orders: storage.orders });

    new cdk.CfnOutput(this, 'Endpoint', { value: `https://${api.loadBalancer.loadBalancerDnsName}` });
  }
}
