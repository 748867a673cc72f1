export interface AppConfig {
  readonly cpu: number;
  readonly memory: number;
  readonly port?: number;
  readonly count: number;
  readonly maxCount: number;
  readonly environment: { [name: string]: string };
}

export interface EnvironmentConfig {
  readonly environment: string;
  readonly region: string;
  readonly account: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly tags: { [key: string]: string };
  readonly apps: { [name: string]: AppConfig };
}

export function environmentConfig(environment: string): EnvironmentConfig {
  return {
    environment,
    region: 'eu-west-1',
    account: '123456789012',
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'],
    tags: { Project: 'shop', Environment: environment },
    apps: {
      web: {
        cpu: 512,
        // begin memory
        memory: 1024,
        // end
        port: 8080,
        count: 2,
        maxCount: 6,
        environment: { LOG_LEVEL: 'info', QUEUE: `shop-${environment}-orders` },
      },
      worker: {
        cpu: 256,
        memory: 512,
        count: 1,
        maxCount: 3,
        environment: { QUEUE: `shop-${environment}-orders` },
      },
    },
  };
}
