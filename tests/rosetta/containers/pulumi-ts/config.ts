import * as pulumi from '@pulumi/pulumi';

export interface App {
  name: string;
  cpu: number;
  memory: number;
  count: number;
  maxCount: number;
  port?: number;
  environment: Record<string, string>;
}

const settings = new pulumi.Config();

export const stack = pulumi.getStack();
export const environment = 'staging';
export const prefix = `shop-${environment}`;
export const region = 'eu-west-1';
export const version = settings.require('version');
export const account = '123456789012';
export const vpcId = 'vpc-0a1b2c3d4e5f60718';
export const subnetIds = ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'];

export const apps: App[] = [
  {
    name: 'web',
    cpu: 512,
    // begin memory
    memory: 1024,
    // end
    count: 2,
    maxCount: 6,
    port: 8080,
    environment: { LOG_LEVEL: 'info', QUEUE: `${prefix}-orders` },
  },
  { name: 'worker', cpu: 256, memory: 512, count: 1, maxCount: 3, environment: { QUEUE: `${prefix}-orders` } },
];
