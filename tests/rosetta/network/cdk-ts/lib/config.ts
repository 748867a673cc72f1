import * as cdk from 'aws-cdk-lib';

export interface Config {
  readonly project: string;
  readonly environment: string;
  readonly region: string;
  readonly cidr: string;
  readonly zoneLetters: string;
}

export const staging: Config = {
  project: 'shop',
  environment: 'staging',
  region: 'eu-west-1',
  cidr: '10.20.0.0/16',
  zoneLetters: 'abc',
};

export function nameTag(config: Config, name: string): cdk.CfnTag[] {
  return [
    { key: 'Project', value: config.project },
    { key: 'Environment', value: config.environment },
    { key: 'Name', value: `${config.project}-${config.environment}-${name}` },
  ];
}
