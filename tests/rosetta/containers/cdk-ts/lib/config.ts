export interface AppConfig {
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
  readonly count: number;
  readonly maxCount: number;
  readonly port?: number;
  readonly environment: Record<string, string>;
}

export interface Config {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly tags: Record<string, string>;
  readonly apps: AppConfig[];
}

const base = {
  account: '123456789012',
  region: 'eu-west-1',
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
};

export const getConfig = (environment: string): Config => {
  const queue = { QUEUE: `shop-${environment}-orders` };
  return {
    ...base,
    environment,
    tags: { Project: 'shop', Environment: environment },
    apps: [
      {
        name: 'web',
        cpu: 512,
        // begin memory
        memory: 1024,
        // end
        count: 2,
        maxCount: 6,
        port: 8080,
        environment: { LOG_LEVEL: 'info', ...queue },
      },
      { name: 'worker', cpu: 256, memory: 512, count: 1, maxCount: 3, environment: queue },
    ],
  };
};
